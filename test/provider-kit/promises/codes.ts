import { nothingOf } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS, type Ask, type Subject } from '../subject.js';

/** What the protocol's codes mean, and that no other code means anything. */
export const codes: readonly ProviderPromise[] = [
  ...ASKS.map(table),
  ...ASKS.map(undefinedCodes),
  {
    name: 'the table of codes covers every class that the protocol has',
    advice:
      "List in the subject's `cases` a success, a failure, a pending and an unknown reply for pay and for status.",
    async check({ subject }) {
      demand(
        has(subject, 'inquiry', 'bill') && has(subject, 'inquiry', 'refused'),
        () => 'inquiry: no bill or no refusal',
      );
      for (const ask of ['pay', 'status'] as const) {
        demand(has(subject, ask, 'unknown'), () => `${ask}: no unknown reply`);
        demand(has(subject, ask, 'pending'), () => `${ask}: no pending reply`);
      }
      demand(has(subject, 'status', 'success') && has(subject, 'status', 'failed'), () => 'status: no verdicts');
      demand(has(subject, 'pay', 'refused') || has(subject, 'pay', 'failed'), () => 'pay: no refusal and no failure');
    },
  },
];

function table(ask: Ask): ProviderPromise {
  return {
    name: `every reply to ${ask} in the protocol's table means what the table says`,
    advice: 'Read codes from a table with one row for each code that is documented, and by what was asked.',
    async check(kit) {
      for (const { name, is, ...change } of kit.subject.cases[ask]) {
        const reply = await kit.reading(ask, change);
        demand(reply.kind === is, () => `${name} should be ${is} and was read as ${shown(reply)}`);
      }
    },
  };
}

const STRANGE = ['', 'zz', '-1', '00000', '9999', 'ok', 'SUKSES!', 4711, 1.5, null, undefined, true, [], {}, ['00']];

function undefinedCodes(ask: Ask): ProviderPromise {
  return {
    name: `a verdict that the protocol does not define is ${nothingOf(ask)} in reply to ${ask}`,
    advice: 'Let nothing be more than unknown (unclear for an inquiry) by default: only what is in the table is.',
    async check(kit) {
      for (const path of kit.subject.words[ask].verdict) {
        for (const value of STRANGE) {
          const reply = await kit.reading(ask, { set: { [path]: value } });
          demand(reply.kind === nothingOf(ask), () => `${path} ${shown(value)} was read as ${shown(reply)}`);
        }
      }
    },
  };
}

function has(subject: Subject, ask: Ask, kind: string): boolean {
  return subject.cases[ask].some(({ is }) => is === kind);
}
