import { DEMO_BILLS, type DemoKind, ENDINGS } from '../../cli/demo-bills.js';
import { demoPayments, demoProviders, showPayments } from '../../cli/demo.js';
import type { Session } from '../../cli/session.js';
import { configSchema } from '../../contract/config.js';
import { parsePaymentRequest } from '../../contract/request.js';
import { TEST_NUMBERS } from '../../sandbox/index.js';
import { A_PROGRESS, AN_OUTCOME } from './fake-tools.js';

test('the example bills are twelve products, each with every kind of ending', () => {
  const kinds = new Map<string, Set<DemoKind>>();
  for (const { product, kind } of DEMO_BILLS) kinds.set(product, (kinds.get(product) ?? new Set()).add(kind));
  expect(kinds.size).toBe(12);
  for (const found of kinds.values()) expect([...found].sort()).toEqual(Object.keys(ENDINGS).sort());
});

test('the example bills have the numbers that the sandbox knows', () => {
  const numbersOf = (product: string, kind: DemoKind) =>
    DEMO_BILLS.filter((bill) => bill.product === product && bill.kind === kind).map(
      ({ customerNo }) => customerNo.split(',')[0],
    );
  for (const product of new Set(DEMO_BILLS.map((bill) => bill.product))) {
    expect({
      sukses: numbersOf(product, 'sukses'),
      inquiryFails: numbersOf(product, 'inquiry-fails')[0],
      payFails: numbersOf(product, 'pay-fails')[0],
      pendingSukses: numbersOf(product, 'pending-sukses'),
      pendingGagal: numbersOf(product, 'pending-gagal')[0],
    }).toEqual(TEST_NUMBERS[product]);
  }
});

test('every run pays with references of its own, all with the test switch, the providers taking turns', () => {
  const runs = [0, 1].flatMap(() => demoPayments(DEMO_BILLS, ['digiswitch', 'digiflazz']));
  const requests = runs.map(({ request }) => parsePaymentRequest(request));
  expect(new Set(requests.map(({ refId }) => refId)).size).toBe(requests.length);
  expect(requests.every(({ testing }) => testing)).toBe(true);
  expect(new Set(requests.map(({ provider }) => provider))).toEqual(new Set(['digiswitch', 'digiflazz']));
});

function configured(changes: object) {
  const provider = { adapter: 'digiflazz', baseUrl: 'http://localhost:7411', credentials: {}, allowTesting: true };
  const poll = [{ every: '1s', for: '1m' }];
  return configSchema.parse({ providers: { shop: { ...provider, poll, ...changes } } });
}

test('the demo pays with providers that the sandbox plays and with no other', () => {
  expect(demoProviders(configured({}))).toEqual(['shop']);
  for (const changes of [{ baseUrl: 'https://shop.example.com' }, { allowTesting: false }, { adapter: 'other' }]) {
    expect(() => demoProviders(configured(changes))).toThrow('providers: the demo needs one');
  }
});

test.each([
  ['sukses', AN_OUTCOME, [], true],
  ['pending-sukses', AN_OUTCOME, A_PROGRESS.timeline, true],
  ['pending-sukses', AN_OUTCOME, [], false],
  ['sukses', AN_OUTCOME, A_PROGRESS.timeline, false],
  ['pay-fails', { ...AN_OUTCOME, status: 'Gagal', reason: 'failed' }, [], true],
  ['inquiry-fails', { ...AN_OUTCOME, status: 'Gagal', reason: 'failed' }, [], false],
  ['pay-fails', AN_OUTCOME, [], false],
  ['sukses', undefined, [], false],
] as const)('a bill of the kind %s is compared with what came of it', async (kind, outcome, timeline, asDocumented) => {
  const session = {
    payments: {
      start: async (request: object) => request,
      outcome: async () => outcome,
      progress: async () => ({ ...A_PROGRESS, timeline }),
    },
    hasWorker: async () => true,
  } as unknown as Session;
  const payments = demoPayments([{ product: 'pln', customerNo: '530000000001', kind }], ['digiswitch']);
  const lines: string[] = [];
  const [shown] = await showPayments(session, payments, { limitMs: 1, log: (line) => lines.push(line) });
  expect(shown).toMatchObject({ asDocumented });
  expect(lines.at(-1)).toContain(outcome?.status ?? 'still Pending');
});
