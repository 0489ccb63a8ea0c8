import {
  FAILED,
  INJECTED_FAULTS,
  faulty,
  GIVEN_BACK,
  MADE_AND_FAILED,
  NEVER,
  onInquiry,
  onLedger,
  onPay,
  onStatus,
  REFUSED,
  SUKSES,
  SUKSES_AT_ONCE,
  THEN_GAGAL,
  THEN_SUKSES,
  UNDECIDED,
  type Case,
  type Contact,
  type End,
} from '../case.js';

/** The counterparty carries the call out, or does not; its answer reaches nobody, because the worker is dead by then. */
const LATE_ANSWER = 90_000;
const DONE = { says: 'after it was done', rule: { delay: LATE_ANSWER } } as const;
const NOT_DONE = { says: 'before it was done', rule: { fault: 'reset-after-read', delay: LATE_ANSWER } } as const;
const BOTH = [DONE, NOT_DONE];
const RELEASE = { onDeadline: 'release', deadline: '20s' } as const;

const paidLater = (end: End) => onPay({ answer: end.answer, delay: LATE_ANSWER });

const killedAtPay: Case[] = [
  ...[SUKSES_AT_ONCE, THEN_SUKSES, THEN_GAGAL, MADE_AND_FAILED, REFUSED, NEVER].flatMap((end): Case[] => [
    {
      title: `pay in flight, worker killed, truly ${end.says}, deadline hold`,
      contact: 'pay',
      rules: [paidLater(end)],
      killedAt: { command: 'pay' },
      expected: end === REFUSED ? UNDECIDED : end.expected,
    },
    {
      // The deadline passes while it is unknown whether the killed worker's pay arrived.
      title: `pay in flight, worker killed, truly ${end.says}, deadline release`,
      contact: 'pay',
      rules: [paidLater(end)],
      request: RELEASE,
      killedAt: { command: 'pay' },
      expected: end === REFUSED || end === NEVER ? GIVEN_BACK : end.expected,
    },
  ]),
  ...INJECTED_FAULTS.map((fault): Case => ({
    title: `pay in flight, worker killed, then the first status check ${fault.says}, truly Sukses`,
    contact: 'pay',
    rules: [paidLater(SUKSES_AT_ONCE), onStatus({ ...faulty(fault), times: 1 })],
    killedAt: { command: 'pay' },
    expected: SUKSES,
  })),
  ...[
    { says: 'hold', request: {}, expected: UNDECIDED },
    { says: 'release', request: RELEASE, expected: GIVEN_BACK },
  ].map(({ says, request, expected }): Case => ({
    title: `pay in flight, worker killed, nothing made, deadline ${says}`,
    contact: 'pay',
    rules: [onPay(NOT_DONE.rule)],
    request,
    killedAt: { command: 'pay' },
    expected,
  })),
];

const killedAtStatus: Case[] = [THEN_SUKSES, THEN_GAGAL, NEVER].flatMap((end) =>
  BOTH.map(({ says, rule }): Case => ({
    title: `status check in flight, worker killed ${says}, truly ${end.says}`,
    contact: 'status',
    rules: [onStatus({ ...rule, times: 1 }), onPay({ answer: end.answer })],
    killedAt: { command: 'status' },
    expected: end.expected,
  })),
);

const killedAtInquiry: Case[] = BOTH.map(({ says, rule }) => ({
  title: `inquiry in flight, worker killed ${says}`,
  contact: 'inquiry',
  rules: [onInquiry({ ...rule, times: 1 }), onPay({ answer: 'sukses' })],
  killedAt: { command: 'inquiry' },
  expected: SUKSES,
}));

const killedAtLedger: Case[] = BOTH.flatMap(({ says, rule }): Case[] => {
  const once = { ...rule, times: 1 };
  const at = (contact: Contact, end: End, command: 'hold' | 'capture' | 'release', hold = 1): Case => ({
    title: `${contact} in flight, worker killed ${says}, truly ${end.says}`,
    contact,
    rules: [onLedger(command, once, hold), onPay({ answer: end.answer })],
    killedAt: { command, hold },
    expected: end.expected,
  });
  const late = (outcome: 'pending→sukses' | 'pending→gagal', expected: End['expected']): End => ({
    says: outcome === 'pending→sukses' ? 'Sukses after the deadline' : 'Gagal after the deadline',
    answer: { outcome, after: { ms: 16_000 } },
    expected,
  });
  const soon = { onDeadline: 'release', deadline: '15s' } as const;
  return [
    at('hold', SUKSES_AT_ONCE, 'hold'),
    at('hold', MADE_AND_FAILED, 'hold'),
    at('capture', SUKSES_AT_ONCE, 'capture'),
    at('release', MADE_AND_FAILED, 'release'),
    { ...at('release', late('pending→sukses', SUKSES), 'release'), request: soon },
    { ...at('release', late('pending→gagal', FAILED), 'release'), request: soon },
    { ...at('hold-2', late('pending→sukses', SUKSES), 'hold', 2), request: soon },
    { ...at('capture', late('pending→sukses', SUKSES), 'capture', 2), request: soon },
  ];
});

/** Every contact with the worker dead while it is under way. */
export const killedCases: Case[] = [...killedAtInquiry, ...killedAtPay, ...killedAtStatus, ...killedAtLedger];
