import type { ProviderUnderTest, Reply } from '../provider-under-test.js';
import { member, raw } from '../edit.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS, type Ask } from '../subject.js';

const FIELDS = ['amount', 'cost', 'admin'] as const;
const ADVICE =
  'Read amounts with `parseExact` and `rupiah` (activities/providers/reading.ts); leave out what they refuse.';

/** Spellings that are no whole, exact amount that is zero or more. */
const NO_AMOUNT = [
  ...['100.000', '1.000', '1,000', 'Rp 1.000', '-1', '1e3', '', ' ', '1 000', 'abc', '0x10', '٣', '1.5', '1.', 'NaN'],
  ...[raw('-5'), raw('10.5'), raw('0.1'), raw('1e400'), raw('9007199254740993'), raw('123456789012345678901234')],
  ...[raw('1.0000000000000001'), null, undefined, true, [], {}, [5], ['1000'], { value: 5 }],
];

/** Amounts, from the parser on. */
export const money: readonly ProviderPromise[] = [
  {
    name: "a bill's amounts are the integers that its reply states",
    advice: ADVICE,
    check: (kit) => demandStated(kit, 'inquiry'),
  },
  {
    name: "a payment's amounts are the integers that its reply states",
    advice: ADVICE,
    check: (kit) => demandStated(kit, 'status'),
  },
  {
    name: 'an amount as large as an integer can be is not rounded, and a larger one is left out',
    advice: ADVICE,
    async check(kit) {
      for (const text of ['9007199254740991', '9007199254740990', '8999999999999999']) {
        await demandAmounts(kit, raw(text), Number(text));
      }
      for (const text of ['9007199254740992', '9007199254740993', '1e16']) await demandAmounts(kit, raw(text));
    },
  },
  {
    name: 'what is no whole amount never becomes a number',
    advice: ADVICE,
    async check(kit) {
      for (const value of NO_AMOUNT) await demandAmounts(kit, value);
    },
  },
];

/** Every amount that a reply may carry is set to a value in turn: it may be read as `exact`, or left out. */
async function demandAmounts(kit: ProviderUnderTest, value: unknown, exact?: number): Promise<void> {
  for (const ask of ASKS) {
    for (const field of FIELDS) {
      const path = kit.subject.words[ask][field];
      if (path === undefined) continue;
      const reply = await kit.reading(ask, { set: { [path]: value } });
      const read = amountOf(reply, field);
      const right = read === undefined || read === exact;
      demand(right, () => `${path} ${shown(value)} in reply to ${ask} was read as ${field} ${read}`);
    }
  }
}

async function demandStated(kit: ProviderUnderTest, ask: Ask): Promise<void> {
  const reply = await kit.reading(ask);
  const json: unknown = JSON.parse(kit.samples[ask].body.toString());
  const words = kit.subject.words[ask];
  demand(words.amount === undefined || amountOf(reply, 'amount') !== undefined, () => `no amount: ${shown(reply)}`);
  for (const field of FIELDS) {
    const path = words[field];
    const read = amountOf(reply, field);
    const stated = path === undefined ? undefined : Number(member(json, path));
    if (read !== undefined) demand(read === stated, () => `${field} is ${read}, and the reply states ${stated}`);
  }
}

function amountOf(reply: Reply, field: (typeof FIELDS)[number]): number | undefined {
  return field in reply ? (reply as Partial<Record<typeof field, number>>)[field] : undefined;
}
