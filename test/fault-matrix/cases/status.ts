import {
  INJECTED_FAULTS,
  faulty,
  GIVEN_BACK,
  LATE,
  NEVER,
  onPay,
  onStatus,
  RELEASE,
  SUKSES_AT_ONCE,
  THEN_GAGAL,
  THEN_SUKSES,
  UNDECIDED,
  type Case,
} from '../case.js';

/** The answer to pay is lost or says Pending; then status calls meet a fault, once or for ever. */
export const statusCases: Case[] = INJECTED_FAULTS.flatMap((fault): Case[] => [
  ...[THEN_SUKSES, THEN_GAGAL, NEVER].map((end): Case => ({
    title: `first status check ${fault.says}, truly ${end.says}, deadline hold`,
    contact: 'status',
    rules: [onStatus({ ...faulty(fault), times: 1 }), onPay({ answer: end.answer })],
    expected: end.expected,
  })),
  ...LATE.map((end): Case => ({
    title: `first status check ${fault.says}, truly ${end.says}, deadline release`,
    contact: 'status',
    rules: [onStatus({ ...faulty(fault), times: 1 }), onPay({ answer: end.answer })],
    request: RELEASE,
    expected: end.expected,
  })),
  {
    title: `every status check ${fault.says}, truly Sukses and the answer to pay lost, deadline hold`,
    contact: 'status',
    rules: [onStatus(faulty(fault)), onPay({ answer: SUKSES_AT_ONCE.answer, fault: 'reset-after-charge' })],
    expected: UNDECIDED,
  },
  {
    title: `every status check ${fault.says}, truly Sukses and the answer to pay lost, deadline release`,
    contact: 'status',
    rules: [onStatus(faulty(fault)), onPay({ answer: SUKSES_AT_ONCE.answer, fault: 'reset-after-charge' })],
    request: RELEASE,
    expected: GIVEN_BACK,
  },
  {
    title: `every status check ${fault.says}, pay said Gagal and that it was made, deadline hold`,
    contact: 'status',
    rules: [onStatus(faulty(fault)), onPay({ answer: { outcome: 'gagal', rc: '02' } })],
    expected: UNDECIDED,
  },
]);
