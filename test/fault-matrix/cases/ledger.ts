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
  type Case,
  type End,
  type Expected,
} from '../case.js';

/** What can go wrong on the way to the ledger and back; "not found" is a reply of the ledger itself. */
const TRANSPORT = INJECTED_FAULTS.filter(
  ({ fault }) => !['wrong-customer', 'wrong-product', 'contradiction', 'not-found'].includes(fault),
);
const [LATE_SUKSES, LATE_GAGAL] = LATE as [End, End];
const NO_FUNDS: Expected = { ends: 'Gagal', reason: 'no-funds', funds: 'none' };
const SLOW_VERDICT: End = { ...SUKSES_AT_ONCE, answer: { outcome: 'pending→sukses', after: { ms: 5_000 } } };
const SLOW_FAILURE: End = { ...MADE_AND_FAILED, answer: { outcome: 'pending→gagal', after: { ms: 5_000 } } };

const released = (step: string, status: number): Expected => ({
  ends: 'review',
  why: new RegExp(`the ledger refused ${step} \\(${status}\\)`),
  funds: 'held',
  moved: true,
});

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
  expected: fault.fault === 'wrong-reference' ? SUKSES_AT_ONCE.expected : NO_FUNDS,
}));

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
    // The first try may have arrived, so a release follows. Its refusal is for an operator, unless there is no such hold.
    expected:
      says === '409' ? { ends: 'review', why: /refused release \(409\)/, funds: 'holding', moved: true } : NO_FUNDS,
  },
]);

const lateRefusals: Case[] = [
  {
    says: '402',
    during: onceReleased((run) => run.ledger.setBalance(run.about.ref, 0)),
  },
  { says: '409', before: spentHold(2) },
  { says: '422', before: usedKey('hold-2') },
].map(({ says, ...hand }) => ({
  title: `hold-2 after a release at the deadline refused with ${says}`,
  contact: 'hold-2',
  rules: [onPay({ answer: LATE_SUKSES.answer })],
  request: RELEASE,
  ...hand,
  expected: { ends: 'Sukses', funds: 'owed' },
}));

const settlementRefusals: Case[] = [
  {
    title: 'capture refused with 409: the hold is gone',
    contact: 'capture',
    rules: [onPay({ answer: SLOW_VERDICT.answer })],
    during: onceHeld((run) => run.ledger.call('release', `foreign:${run.holdId(1)}`, run.holdId(1), {})),
    expected: released('capture', 409),
  },
  {
    title: 'capture refused with 422: its key was used',
    contact: 'capture',
    rules: [onPay({ answer: SLOW_VERDICT.answer })],
    during: usedKey('capture'),
    expected: released('capture', 422),
  },
  {
    title: 'capture answered with 404',
    contact: 'capture',
    rules: [onLedger('capture', { fault: 'not-found' }), onPay({ answer: 'sukses' })],
    expected: released('capture', 404),
  },
  {
    title: 'release refused with 409: the hold is released already',
    contact: 'release',
    rules: [onPay({ answer: SLOW_FAILURE.answer })],
    during: onceHeld((run) => run.ledger.call('release', `foreign:${run.holdId(1)}`, run.holdId(1), {})),
    expected: released('release', 409),
  },
  {
    title: 'release refused with 422: its key was used',
    contact: 'release',
    rules: [onPay({ answer: SLOW_FAILURE.answer })],
    during: usedKey('release'),
    expected: released('release', 422),
  },
  {
    title: 'release answered with 404',
    contact: 'release',
    rules: [onLedger('release', { fault: 'not-found' }), onPay({ answer: MADE_AND_FAILED.answer })],
    expected: released('release', 404),
  },
];

/** Hold, capture, release and the second hold × what the ledger or the way to it does. */
export const ledgerCases: Case[] = [
  ...transportCases,
  ...refusedAfterSilence,
  ...refusalCases,
  ...lateRefusals,
  ...settlementRefusals,
];
