import type { RunningCase } from '../running-case.js';
import {
  INJECTED_FAULTS,
  faulty,
  LATE,
  MADE_AND_FAILED,
  onLedger,
  onPay,
  RELEASE,
  SUKSES_AT_ONCE,
  TO_GAGAL,
  TO_SUKSES,
  type Case,
  type End,
  type Expected,
  type Resolution,
} from '../case.js';

/** What can go wrong on the way to the ledger and back; "not found" is a reply of the ledger itself. */
const TRANSPORT = INJECTED_FAULTS.filter(
  ({ fault }) => !['wrong-customer', 'wrong-product', 'contradiction', 'not-found'].includes(fault),
);
const [LATE_SUKSES, LATE_GAGAL] = LATE as [End, End];
const NO_FUNDS = { ends: 'Gagal', reason: 'no-funds', funds: 'none' } as const;
const SLOW_VERDICT: End = { ...SUKSES_AT_ONCE, answer: { outcome: 'pending→sukses', after: { ms: 5_000 } } };
const SLOW_FAILURE: End = { ...MADE_AND_FAILED, answer: { outcome: 'pending→gagal', after: { ms: 5_000 } } };

const EXPIRED = { ends: 'Gagal', reason: 'expired', funds: 'none' } as const;

const refusedStep = (step: string, status: number, funds: 'held' | 'released' = 'held'): Expected => ({
  ends: 'review',
  why: new RegExp(`the ledger refused ${step} \\(${status}\\)`),
  funds,
  moved: true,
});

/** The provider's verdict is known: an operator can only have the step tried again. */
const ONLY_SUKSES = [TO_SUKSES];
const ONLY_GAGAL = [TO_GAGAL];
/** The hold is given up, and the funds are owed; the review takes them after all, or gives up on them. */
const REFUSED_AGAIN: readonly Resolution[] = [
  { by: ['Sukses', 'Sukses'], status: 'Sukses', funds: 'owed', reviewFunds: 'captured' },
  { by: ['Sukses', 'Gagal'], status: 'Sukses', funds: 'owed', reviewFunds: 'released' },
];

/** The step's first two calls meet the fault; the third is answered. */
const transportCases: Case[] = TRANSPORT.flatMap((fault): Case[] => {
  const twice = { ...faulty(fault), times: 2 };
  return [
    ...[SUKSES_AT_ONCE, MADE_AND_FAILED].map((end): Case => ({
      title: `hold ${fault.says}, truly ${end.says}`,
      contact: 'hold',
      rules: [onLedger('hold', twice), onPay({ answer: end.answer })],
      expected: end.expected,
    })),
    {
      title: `capture ${fault.says}`,
      contact: 'capture',
      rules: [onLedger('capture', twice), onPay({ answer: 'sukses' })],
      expected: SUKSES_AT_ONCE.expected,
    },
    {
      title: `release after Gagal ${fault.says}`,
      contact: 'release',
      rules: [onLedger('release', twice), onPay({ answer: MADE_AND_FAILED.answer })],
      expected: MADE_AND_FAILED.expected,
    },
    ...[LATE_SUKSES, LATE_GAGAL].map((end): Case => ({
      title: `release at the deadline ${fault.says}, truly ${end.says}`,
      contact: 'release',
      rules: [onLedger('release', twice), onPay({ answer: end.answer })],
      request: RELEASE,
      expected: end.expected,
    })),
    {
      title: `hold-2 after a release at the deadline ${fault.says}`,
      contact: 'hold-2',
      rules: [onLedger('hold', twice, 2), onPay({ answer: LATE_SUKSES.answer })],
      request: RELEASE,
      expected: LATE_SUKSES.expected,
    },
    {
      title: `capture of hold-2 ${fault.says}`,
      contact: 'capture',
      rules: [onLedger('capture', twice, 2), onPay({ answer: LATE_SUKSES.answer })],
      request: RELEASE,
      expected: LATE_SUKSES.expected,
    },
  ];
});

/** Where a hold is that met this fault, once its release was answered. */
const after = ({ ran }: { ran: boolean }) => (ran ? 'released' : 'none');

/** The step's answer is lost, whether or not it was done, and the next one is a no. */
const refusedAfterSilence: Case[] = TRANSPORT.map((fault) => ({
  title: `hold ${fault.says}, then refused with 422`,
  contact: 'hold',
  rules: [
    onLedger('hold', { ...faulty(fault), times: 1 }),
    onLedger('hold', { status: 422 }),
    onPay({ answer: 'sukses' }),
  ],
  // Such a reply is a 2xx of the ledger whatever it names, and what was asked was done.
  expected: fault.fault === 'wrong-reference' ? SUKSES_AT_ONCE.expected : { ...NO_FUNDS, funds: after(fault) },
}));

/** What comes from in front of the ledger refuses nothing: the step is repeated, a hold until the deadline. */
const unreachedLedger: Case[] = [
  ...TRANSPORT.map((fault): Case => ({
    title: `hold ${fault.says}, then answered with 404 until the deadline`,
    contact: 'hold',
    rules: [
      onLedger('hold', { ...faulty(fault), times: 1 }),
      onLedger('hold', { status: 404 }),
      onPay({ answer: 'sukses' }),
    ],
    request: { deadline: '20s' },
    expected: fault.fault === 'wrong-reference' ? SUKSES_AT_ONCE.expected : { ...EXPIRED, funds: after(fault) },
  })),
  ...[301, 401, 403, 404, 405].flatMap((status): Case[] => [
    {
      title: `hold answered with ${status} until the deadline`,
      contact: 'hold',
      rules: [onLedger('hold', { status }), onPay({ answer: 'sukses' })],
      request: { deadline: '20s' },
      expected: EXPIRED,
    },
    {
      title: `hold answered with ${status} for some seconds`,
      contact: 'hold',
      rules: [onLedger('hold', { status, times: 3 }), onPay({ answer: 'sukses' })],
      expected: SUKSES_AT_ONCE.expected,
    },
  ]),
  ...[301, 401, 403, 405].flatMap((status): Case[] => [
    {
      title: `capture answered with ${status} for some seconds`,
      contact: 'capture',
      rules: [onLedger('capture', { status, times: 3 }), onPay({ answer: 'sukses' })],
      expected: SUKSES_AT_ONCE.expected,
    },
    {
      title: `release answered with ${status} for some seconds`,
      contact: 'release',
      rules: [onLedger('release', { status, times: 3 }), onPay({ answer: MADE_AND_FAILED.answer })],
      expected: MADE_AND_FAILED.expected,
    },
  ]),
];

/** Makes the ledger refuse: 409 for a hold that is there and no longer open, 422 for a key that was used before. */
const spentHold = (number: number) => async (run: RunningCase) => {
  const id = run.holdId(number);
  await run.ledger.call('hold', `foreign:${id}`, id, { id, account: 'foreign', amount: 1 });
  await run.ledger.call('release', `foreign-release:${id}`, id, {});
};
const usedKey = (step: string) => (run: RunningCase) => {
  const id = `foreign:${run.holdId(1)}`;
  return run.ledger.call('hold', `${run.workflowId}:${step}`, id, { id, account: 'foreign', amount: 1 });
};
const onceHeld = (act: (run: RunningCase) => unknown) => async (run: RunningCase) => {
  await run.until(() => run.holds()[0]?.state === 'held');
  await act(run);
};
const onceReleased = (act: (run: RunningCase) => unknown) => async (run: RunningCase) => {
  await run.until(() => run.holds()[0]?.state === 'released');
  await act(run);
};

const refusalCases: Case[] = [
  { says: '402', before: (run: RunningCase) => run.ledger.setBalance(run.about.ref, 0) },
  { says: '409', before: spentHold(1) },
  { says: '422', before: usedKey('hold') },
].flatMap(({ says, before }): Case[] => [
  { title: `hold refused with ${says}`, contact: 'hold', rules: [], before, expected: NO_FUNDS },
  {
    title: `hold unanswered at first, then refused with ${says}`,
    contact: 'hold',
    rules: [onLedger('hold', { fault: 'reset-after-read', times: 1 })],
    before,
    // The first try may have arrived, so a release follows. With 409 there is such a hold.
    expected: says === '409' ? { ends: 'Gagal', reason: 'no-funds', funds: 'released' } : NO_FUNDS,
  },
]);

const OWED: Expected = { ends: 'Sukses', funds: 'owed' };

const lateRefusals: Case[] = [
  ...[
    {
      says: '402',
      during: onceReleased((run) => run.ledger.setBalance(run.about.ref, 0)),
      // Refused once more in the review; then the account has funds.
      mend: (run: RunningCase) => run.resolutions.length > 0 && run.ledger.setBalance(run.about.ref, undefined),
    },
    { says: '409', before: spentHold(2) },
    { says: '422', before: usedKey('hold-2') },
  ].map(({ says, ...hand }): Case => ({
    title: `hold-2 after a release at the deadline refused with ${says}`,
    contact: 'hold-2',
    rules: [onPay({ answer: LATE_SUKSES.answer })],
    request: RELEASE,
    ...hand,
    expected: OWED,
  })),
  ...TRANSPORT.filter(({ fault }) => fault === 'reset-after-read' || fault === 'reset-after-charge').map(
    (fault): Case => ({
      title: `hold-2 after a release at the deadline ${fault.says}, then refused with 422`,
      contact: 'hold-2',
      rules: [
        onLedger('hold', { ...faulty(fault), times: 1 }, 2),
        onLedger('hold', { status: 422 }, 2),
        onPay({ answer: LATE_SUKSES.answer }),
      ],
      request: RELEASE,
      expected: OWED,
    }),
  ),
];

const settlementRefusals: Case[] = [
  {
    title: 'capture refused with 409: the hold is gone',
    contact: 'capture',
    rules: [onPay({ answer: SLOW_VERDICT.answer })],
    during: onceHeld((run) => run.ledger.call('release', `foreign:${run.holdId(1)}`, run.holdId(1), {})),
    expected: refusedStep('capture', 409),
    resolutions: REFUSED_AGAIN,
  },
  {
    title: 'capture refused with 422: its key was used',
    contact: 'capture',
    rules: [onPay({ answer: SLOW_VERDICT.answer })],
    during: usedKey('capture'),
    expected: refusedStep('capture', 422),
    resolutions: ONLY_SUKSES,
  },
  ...[400, 409, 422].flatMap((status): Case[] => [
    {
      title: `capture refused once with ${status}`,
      contact: 'capture',
      rules: [onLedger('capture', { status, times: 1 }), onPay({ answer: 'sukses' })],
      expected: refusedStep('capture', status),
      resolutions: ONLY_SUKSES,
    },
    {
      title: `capture refused with ${status} each time`,
      contact: 'capture',
      rules: [onLedger('capture', { status }), onPay({ answer: 'sukses' })],
      expected: refusedStep('capture', status),
      resolutions: REFUSED_AGAIN,
    },
    {
      title: `release after Gagal refused once with ${status}`,
      contact: 'release',
      rules: [onLedger('release', { status, times: 1 }), onPay({ answer: MADE_AND_FAILED.answer })],
      expected: refusedStep('release', status),
      resolutions: ONLY_GAGAL,
    },
    {
      title: `release at the deadline refused once with ${status}`,
      contact: 'release',
      rules: [onLedger('release', { status, times: 1 }), onPay({ answer: 'pending' })],
      request: RELEASE,
      expected: refusedStep('release', status),
    },
  ]),
  {
    title: 'capture answered with 404: somebody else has released the hold',
    contact: 'capture',
    rules: [onLedger('capture', { status: 404 }), onPay({ answer: SLOW_VERDICT.answer })],
    during: onceHeld((run) => run.ledger.call('release', `foreign:${run.holdId(1)}`, run.holdId(1), {})),
    expected: refusedStep('capture', 404, 'released'),
    // With a hold of its own.
    resolutions: ONLY_SUKSES,
  },
  {
    title: 'release refunds what somebody else has captured',
    contact: 'release',
    rules: [onPay({ answer: SLOW_FAILURE.answer })],
    during: onceHeld((run) => run.ledger.call('capture', `foreign:${run.holdId(1)}`, run.holdId(1), { amount: 1 })),
    expected: MADE_AND_FAILED.expected,
  },
  {
    title: 'release of a hold that is released already',
    contact: 'release',
    rules: [onPay({ answer: SLOW_FAILURE.answer })],
    during: onceHeld((run) => run.ledger.call('release', `foreign:${run.holdId(1)}`, run.holdId(1), {})),
    expected: MADE_AND_FAILED.expected,
  },
  {
    title: 'release refused with 422: its key was used',
    contact: 'release',
    rules: [onPay({ answer: SLOW_FAILURE.answer })],
    during: usedKey('release'),
    expected: refusedStep('release', 422),
    resolutions: ONLY_GAGAL,
  },
  {
    title: 'release answered with 404',
    contact: 'release',
    rules: [onLedger('release', { fault: 'not-found' }), onPay({ answer: MADE_AND_FAILED.answer })],
    expected: MADE_AND_FAILED.expected,
  },
];

/** Hold, capture, release and the second hold × what the ledger or the way to it does. */
export const ledgerCases: Case[] = [
  ...transportCases,
  ...refusedAfterSilence,
  ...unreachedLedger,
  ...refusalCases,
  ...lateRefusals,
  ...settlementRefusals,
];
