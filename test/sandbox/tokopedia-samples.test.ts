import { readFile } from 'node:fs/promises';
import { sampleSchema } from '../../sandbox/providers/tokopedia/sample.js';

type Samples = Record<string, { inquiry: Record<string, unknown>; success: Record<string, unknown> }>;

const FILE = new URL('../../sandbox/providers/tokopedia/samples/pln.json', import.meta.url);

async function published() {
  const samples = JSON.parse(await readFile(FILE, 'utf8')) as Samples;
  return samples['pln-postpaid-new']!;
}

test('a sample is read with the price, the fee and the number of its published replies', async () => {
  const sample = sampleSchema.parse(await published());
  expect(sample).toMatchObject({ number: '102111106111', base: 930_246, admin: 6_000, pays: 'bill' });
});

test.each([
  ['a price that is not base_price and admin_fee', { inquiry: { base_price: 930_247 } }, ['inquiry', 'sales_price']],
  ['an order at another price', { success: { sales_price: 1 } }, ['inquiry', 'sales_price']],
  ["a meter_id that is not the request's number", { inquiry: { meter_id: '1' } }, ['inquiry', 'meter_id']],
  ['an amount that is text', { success: { partner_fee: '1000' } }, ['success', 'partner_fee']],
  ['an unknown attribute', { success: { serial: '1' } }, ['success']],
])('a sample with %s is refused', async (_what, change: { inquiry?: object; success?: object }, path) => {
  const sample = await published();
  Object.assign(sample.inquiry, change.inquiry);
  Object.assign(sample.success, change.success);
  const { error } = sampleSchema.safeParse(sample);
  expect(error?.issues.map((issue) => issue.path)).toEqual([path]);
});
