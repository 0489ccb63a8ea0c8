import { INJECTED_FAULTS, faulty, onInquiry, onPay, SUKSES, type Case, type Expected } from '../case.js';

const EXPIRED: Expected = { ends: 'Gagal', reason: 'expired', funds: 'none' };
const NO_BILL: Expected = { ends: 'Gagal', reason: 'inquiry-failed', funds: 'none' };

/** An inquiry costs nothing: it is asked again, and nothing is held or sent before it is answered. */
export const inquiryCases: Case[] = [
  ...INJECTED_FAULTS.flatMap((fault): Case[] => [
    {
      title: `first inquiry ${fault.says}`,
      contact: 'inquiry',
      rules: [onInquiry({ ...faulty(fault), times: 1 }), onPay({ answer: 'sukses' })],
      // This reply is a failed inquiry: there is no bill.
      expected: fault.fault === 'not-found' ? NO_BILL : SUKSES,
    },
    {
      title: `every inquiry ${fault.says}, until the deadline`,
      contact: 'inquiry',
      rules: [onInquiry(faulty(fault)), onPay({ answer: 'sukses' })],
      request: { deadline: fault.fault === 'not-found' ? '1h' : '8s' },
      expected: fault.fault === 'not-found' ? NO_BILL : EXPIRED,
    },
  ]),
  {
    title: 'the inquiry finds no bill',
    contact: 'inquiry',
    rules: [onInquiry({ answer: { outcome: 'gagal', rc: '54' } })],
    expected: NO_BILL,
  },
];
