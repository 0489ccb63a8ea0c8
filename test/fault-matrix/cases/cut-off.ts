import {
  FAILED,
  MADE_AND_FAILED,
  onPay,
  REFUSED,
  RELEASE,
  SUKSES,
  SUKSES_AT_ONCE,
  type Case,
  type End,
} from '../case.js';

const SOON: readonly End[] = [
  { says: 'Pending, then Sukses', answer: { outcome: 'pending→sukses', after: { ms: 6_000 } }, expected: SUKSES },
  { says: 'Pending, then Gagal', answer: { outcome: 'pending→gagal', after: { ms: 6_000 } }, expected: FAILED },
];

/** The counterparty is gone as a whole: nothing listens, or each connection is reset before a byte is read. */
export const cutOffCases: Case[] = (['refused port', 'reset before read'] as const).flatMap((cutOff): Case[] => [
  {
    title: `inquiry ${cutOff}`,
    contact: 'inquiry',
    rules: [onPay({ answer: 'sukses' })],
    cutOff,
    expected: SUKSES,
  },
  ...SOON.map((end): Case => ({
    title: `status check ${cutOff}, truly ${end.says}`,
    contact: 'status',
    rules: [onPay({ answer: end.answer })],
    cutOff,
    expected: end.expected,
  })),
  ...(cutOff === 'refused port' ? refusedPort() : resetBeforeRead()),
]);

/** Proven not sent: pay is sent once the port is there again, unless the deadline comes first. */
function refusedPort(): Case[] {
  const cutOff = 'refused port';
  return [
    ...[SUKSES_AT_ONCE, ...SOON, MADE_AND_FAILED, REFUSED].map((end): Case => ({
      title: `pay ${cutOff} until the port is there again, truly ${end.says}`,
      contact: 'pay',
      rules: [onPay({ answer: end.answer })],
      cutOff,
      expected: end.expected,
    })),
    ...(['hold', 'release'] as const).map((onDeadline): Case => ({
      title: `pay ${cutOff} until the deadline, deadline ${onDeadline}`,
      contact: 'pay',
      rules: [onPay({ answer: 'sukses' })],
      request: { onDeadline, deadline: '20s' },
      cutOff,
      expected: { ends: 'Gagal', reason: 'expired', funds: 'released' },
    })),
  ];
}

/** The bytes left this machine, so pay is not repeated, whatever became of them. */
function resetBeforeRead(): Case[] {
  return [{}, RELEASE].map((request) => ({
    title: `pay reset before read, deadline ${request.onDeadline ?? 'hold'}`,
    contact: 'pay',
    rules: [onPay({ answer: 'sukses' })],
    request,
    cutOff: 'reset before read',
    expected: { ends: 'as provided' },
  }));
}
