import type { Guard } from '../fault-matrix/guard.js';

/** Defects that the code once had, put back where its present shape allows it. */
export const DEFECTS: readonly Guard[] = [
  {
    name: 'a capture of a hold that is gone is asked for again',
    cuts: [
      { file: 'workflows/settlement.ts', from: "gone: ask('released', 'hold'),", to: "gone: ask('held', 'capture')," },
    ],
  },
  {
    name: 'an amount that nobody knows is 0',
    cuts: [
      {
        file: 'workflows/payment-state.ts',
        from: 'return this.request.charge ?? agreed ?? this.success?.amount;',
        to: 'return this.request.charge ?? agreed ?? this.success?.amount ?? 1;',
      },
    ],
  },
  {
    name: 'what a notice says that has arrived does not change the end',
    cuts: [
      {
        file: 'workflows/settling.ts',
        from: 'const isRead = await condition(() => state.notices.isIdle, LAST_NOTICES_MS, { summary: LAST_NOTICES });',
        to: 'const isRead = true;',
      },
    ],
  },
  {
    name: 'evidence against a resolution vanishes',
    cuts: [{ file: 'workflows/payment-state.ts', from: 'if (this.#isOpposed()) this.opposed = true;', to: '' }],
  },
  {
    name: 'a native Cancel ends a review',
    cuts: [
      {
        file: 'workflows/review.ts',
        from: 'return CancellationScope.nonCancellable(async () => {\n    const timeout',
        to: 'return CancellationScope.cancellable(async () => {\n    const timeout',
      },
    ],
  },
  {
    name: 'a reference that has ended is paid again',
    cuts: [
      {
        file: 'activities/accept.ts',
        from: 'if (!(await isFirstPayment(deps.client, request, firstRunId))) {',
        to: 'if (firstRunId === request.refId) {',
      },
    ],
  },
  {
    name: 'a cancel does not stop a pay that no worker has taken',
    cuts: [
      {
        file: 'workflows/pay-attempt.ts',
        from: '() => state.cancelAsked || (again && !state.isUndecided()),',
        to: '() => again && !state.isUndecided(),',
      },
    ],
  },
  {
    name: 'a waiting read of the last contact holds up the end',
    cuts: [
      {
        file: 'workflows/activity-calls.ts',
        from: "  scheduleToCloseTimeout: '10s',\n",
        to: "  startToCloseTimeout: '10s',\n",
      },
    ],
  },
  {
    name: 'notices that come while a payment ends are lost',
    cuts: [
      {
        file: 'workflows/review-start.ts',
        from: 'for (const notice of left) await startReview(request, notice);',
        to: '',
      },
    ],
  },
  {
    name: 'a later review uses the keys of an earlier one',
    cuts: [{ file: 'workflows/review-state.ts', from: 'round: reviews + 1 },', to: 'round: 1 },' }],
  },
  {
    name: 'a Gagal owes funds',
    cuts: [
      { file: 'workflows/settlement.ts', from: "owed: end('Gagal', 'released'),", to: "owed: end('Gagal', 'owed')," },
    ],
  },
  {
    name: 'a run after a reset begins to wait anew with every attempt of a check',
    cuts: [
      {
        file: 'activities/check.ts',
        from: 'if (info.heartbeatDetails === undefined && isLaterRun(args)) Context.current().heartbeat(contacts);',
        to: '',
      },
    ],
  },
  {
    name: 'a payment ends before its messages have been started',
    cuts: [{ file: 'workflows/settling.ts', from: '  await isTold;\n', to: '' }],
  },
  {
    name: 'notices that come while the messages of a payment are started are lost',
    cuts: [
      { file: 'workflows/settling.ts', from: '  await isTold;\n', to: '' },
      { file: 'workflows/settling.ts', from: '  return outcome;\n', to: '  await isTold;\n  return outcome;\n' },
    ],
  },
  {
    name: 'a message of a resolution is told as the payment ended',
    cuts: [
      {
        file: 'activities/notification-body.ts',
        from: 'status: decided, ...given',
        to: 'status: (result as ReviewOutcome).outcome.status, ...given',
      },
    ],
  },
  {
    name: 'a message whose id is taken fails its payment',
    cuts: [
      {
        file: 'workflows/notifier.ts',
        from: "if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error;",
        to: 'throw error;',
      },
    ],
  },
];
