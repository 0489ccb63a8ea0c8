import type { ReceiptLine } from '../../../contract/outcome.js';
import type { Reply } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import type { Row } from '../subject.js';

const ROWS: readonly Row[] = [
  { name: 'Zona', value: 'B 7' },
  { name: 'Kosong', value: '' },
  { name: 'Abonemen', value: '0007' },
  { name: '2019', value: 'lunas' },
  { name: 'Hilang', value: null },
  { name: 'Catatan', value: 'Jl. Contoh №1 🙂' },
];
const SHOWN = ['Zona=B 7', 'Abonemen=0007', '2019=lunas', 'Catatan=Jl. Contoh №1 🙂'];

/** What belongs to one product passes through. */
export const receipt: readonly ProviderPromise[] = [
  {
    name: "rows that nobody has seen before appear in the receipt in the provider's order, empty ones left out",
    advice: "Copy product-specific rows to `receipt` whatever they are called; write no code for one product's sample.",
    async check(kit) {
      for (const ask of ['inquiry', 'status'] as const) {
        const reply = await kit.reading(ask, { set: kit.subject.rows(ask, ROWS) });
        const lines = linesOf(reply).map(({ name, value }) => `${name}=${value}`);
        const found = lines.filter((line) => SHOWN.includes(line));
        demand(shown(found) === shown(SHOWN), () => `in reply to ${ask}: ${shown(lines)}`);
        demand(!lines.some((line) => /^(Kosong|Hilang)=/.test(line)), () => `empty rows in ${shown(lines)}`);
      }
    },
  },
  {
    name: 'members that nobody has seen before change no verdict',
    advice: 'Let the zod objects for replies be open (`z.object`): a provider may add members at any time.',
    async check(kit) {
      for (const ask of ['inquiry', 'pay', 'status'] as const) {
        const before = await kit.reading(ask);
        const parent = kit.subject.words[ask].verdict[0]?.split('.').slice(0, -1).join('.') ?? '';
        const set = { [parent ? `${parent}.baru` : 'baru']: { a: [1, 'x', null] }, baru_sekali: 'y' };
        const reply = await kit.reading(ask, { set });
        demand(reply.kind === before.kind, () => `${ask}: ${shown(reply)} instead of ${shown(before)}`);
      }
    },
  },
  {
    name: "a receipt has text only, and stays small enough for a workflow's history",
    advice: 'Bound the depth of rows and the length of names and values, and end with `withinLimits`.',
    async check(kit) {
      const many = Array.from({ length: 20_000 }, (_, i) => ({ name: `baris ${i}`, value: `nilai ${i}` }));
      const long = [{ name: 'n'.repeat(50_000), value: 'v'.repeat(50_000) }];
      const odd = [1, true, [], {}, [[['x']]], { a: { b: 'c' } }].map((value, i) => ({ name: `aneh ${i}`, value }));
      for (const rows of [many, long, odd]) {
        for (const ask of ['inquiry', 'status'] as const) {
          const reply = await kit.reading(ask, { set: kit.subject.rows(ask, rows) });
          const lines = linesOf(reply);
          const text = lines.every(({ name, value }) => typeof name === 'string' && typeof value === 'string');
          demand(text && lines.every(({ value }) => value !== ''), () => shown(lines));
          const size = JSON.stringify(reply).length;
          demand(size < 100_000, () => `a reply to ${ask} became ${size} characters`);
        }
      }
    },
  },
];

function linesOf(reply: Reply): ReceiptLine[] {
  return 'receipt' in reply ? (reply.receipt ?? []) : [];
}
