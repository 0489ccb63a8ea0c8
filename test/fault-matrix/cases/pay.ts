import {
  INJECTED_FAULTS,
  faulty,
  GIVEN_BACK,
  LATE,
  MADE_AND_FAILED,
  NEVER,
  onPay,
  REFUSED,
  RELEASE,
  SUKSES_AT_ONCE,
  THEN_GAGAL,
  THEN_SUKSES,
  UNDECIDED,
  type Case,
} from '../case.js';

const ENDS = [SUKSES_AT_ONCE, THEN_SUKSES, THEN_GAGAL, MADE_AND_FAILED, REFUSED, NEVER];
const RAN = [...INJECTED_FAULTS.filter(({ ran }) => ran), undefined];

/** Pay × fault × how it truly ends × what happens at the deadline. */
export const payCases: Case[] = [
  ...RAN.flatMap((fault) => [
    ...ENDS.map((end): Case => {
      const rule = { answer: end.answer, ...(fault ? faulty(fault) : {}) };
      return {
        title: `pay ${fault?.says ?? 'answered'}, truly ${end.says}, deadline hold`,
        contact: 'pay',
        rules: [onPay(rule)],
        // The provider has nothing, and its refusal was not heard: nothing that it says later is a verdict.
        expected: end === REFUSED && fault ? UNDECIDED : end.expected,
      };
    }),
    ...LATE.map((end): Case => ({
      title: `pay ${fault?.says ?? 'answered'}, truly ${end.says}, deadline release`,
      contact: 'pay',
      rules: [onPay({ answer: end.answer, ...(fault ? faulty(fault) : {}) })],
      request: RELEASE,
      expected: end.expected,
    })),
  ]),
  ...INJECTED_FAULTS.filter(({ ran }) => !ran).flatMap((fault): Case[] => [
    {
      title: `pay ${fault.says}, nothing made, deadline hold`,
      contact: 'pay',
      rules: [onPay(faulty(fault))],
      expected: UNDECIDED,
    },
    {
      title: `pay ${fault.says}, nothing made, deadline release`,
      contact: 'pay',
      rules: [onPay(faulty(fault))],
      request: RELEASE,
      expected: GIVEN_BACK,
    },
  ]),
];
