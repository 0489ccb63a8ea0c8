import { FAILED, onPay, onStatus, SUKSES, UNDECIDED, type Case } from '../case.js';
import { inquiryCases } from './inquiry.js';
import { killedCases } from './killed.js';
import { noticeCases } from './notices.js';
import { payCases } from './pay.js';
import { statusCases } from './status.js';

// What does not depend on the protocol (the ledger, an operator, the ways to a deadline) is crossed in full with one
// provider; the others are crossed with every fault of their own contacts.
const ENDS = '(Pending, then Sukses|Pending, then Gagal)';
const LATE = '(Sukses|Gagal) after the deadline';
const CHOSEN = [
  // Whether "not found" ends an inquiry depends on the protocol.
  /^first inquiry (?!"not found"|status against rc|the reply to another reference)/,
  new RegExp(`^pay .*truly ${ENDS}, deadline hold`),
  new RegExp(`^pay (answered|slower than every timeout|garbage), truly ${LATE}, deadline release`),
  /^pay .*, nothing made/,
  new RegExp(`^first status check .*truly ${ENDS}, deadline hold`),
  /^every status check .*answer to pay lost, deadline hold/,
  new RegExp(`^pay in flight, worker killed, truly ${ENDS}, deadline hold`),
  /^pay in flight, worker killed, then the first status check ("not found"|garbage|http 500)/,
  /^status check in flight, worker killed/,
  /^inquiry in flight, worker killed/,
];

/** A cancelled or reset order is the same to every biller; only some billers sign notices. */
const SIGNED =
  /^notices: (one Sukses|the same Sukses|Pending after Sukses|Gagal that status|Sukses with|Sukses without|Gagal with)/;

const crossed = [...killedCases, ...payCases, ...statusCases, ...inquiryCases].filter(({ title }) =>
  CHOSEN.some((pattern) => pattern.test(title)),
);

const of = (biller: NonNullable<Case['biller']>, cases: readonly Case[]): Case[] =>
  cases.map((one) => ({ ...one, biller, title: `${biller}: ${one.title}` }));

const LATER = { outcome: 'pending→sukses', after: { checks: 1 } } as const;

/** An order that the biller knows nothing of is sent again, with the same id; a duplicate charges nothing. */
const sentAgain: Case[] = [
  {
    title: 'the first pay is never executed, the second one is',
    contact: 'pay',
    rules: [onPay({ fault: 'reset-after-read', times: 1 }), onPay({ answer: LATER })],
    expected: SUKSES,
  },
  {
    title: 'the first two pays are never executed, and the third one is never answered',
    contact: 'pay',
    rules: [onPay({ fault: 'reset-after-read', times: 2 }), onPay({ answer: LATER, fault: 'slow' })],
    expected: SUKSES,
  },
  {
    title: 'the first pay is never executed, worker killed, then it is sent again',
    contact: 'pay',
    rules: [onPay({ fault: 'reset-after-read', delay: 90_000, times: 1 }), onPay({ answer: LATER })],
    killedAt: { command: 'pay' },
    expected: SUKSES,
  },
  {
    title: 'pay is made and lost, and "not found" for so long that it is sent again: a duplicate',
    contact: 'status',
    rules: [onPay({ answer: LATER, fault: 'reset-after-charge' }), onStatus({ fault: 'not-found', times: 4 })],
    expected: SUKSES,
  },
  {
    title: 'pay is made and lost, "not found" until it is sent again, truly Gagal',
    contact: 'status',
    rules: [
      onPay({ answer: { outcome: 'pending→gagal', after: { checks: 1 } }, fault: 'reset-after-charge' }),
      onStatus({ fault: 'not-found', times: 4 }),
    ],
    expected: FAILED,
  },
  {
    // Its first "not found" comes so late that it has lasted long enough only after the deadline.
    title: 'nothing is sent again after the deadline',
    contact: 'pay',
    rules: [
      onPay({ fault: 'reset-after-read', times: 1 }),
      onPay({ answer: LATER }),
      onStatus({ fault: 'http-500', times: 6 }),
    ],
    request: { deadline: '20s' },
    expected: UNDECIDED,
  },
];

/** Replies whose signature is not the biller's are no evidence. */
const forged: Case[] = (['forged-signature', 'unsigned'] as const).flatMap((fault): Case[] => [
  {
    title: `first status check ${fault}`,
    contact: 'status',
    rules: [onStatus({ fault, times: 1 }), onPay({ answer: LATER })],
    expected: SUKSES,
  },
  {
    title: `every status check ${fault}`,
    contact: 'status',
    rules: [onStatus({ fault }), onPay({ answer: 'sukses' })],
    expected: UNDECIDED,
  },
]);

export const otherCases: Case[] = [
  ...of('tokopedia', [...crossed, ...sentAgain, ...forged, ...noticeCases.filter(({ title }) => SIGNED.test(title))]),
  ...of('ayoconnect', crossed),
];
