import { demoPayments, demoProviders, ENDINGS, showPayments } from '../../cli/demo.js';
import type { Session } from '../../cli/session.js';
import { configSchema } from '../../contract/config.js';
import { parsePaymentRequest } from '../../contract/request.js';
import { EXAMPLES, type ExampleKind } from '../../sandbox/index.js';
import { A_PROGRESS, AN_OUTCOME } from './fake-tools.js';

const FAMILY = ['digiswitch', 'digiflazz'].map((name) => ({ name, adapter: 'digiflazz', testing: true }));

test('every product of the family is paid with every kind of ending', () => {
  const kinds = new Map<string, Set<ExampleKind>>();
  for (const { product, kind } of EXAMPLES['digiflazz']!) {
    kinds.set(product, (kinds.get(product) ?? new Set()).add(kind));
  }
  for (const found of kinds.values()) expect([...found].sort()).toEqual(Object.keys(ENDINGS).sort());
});

test('every run pays with references of its own, all with the test switch, the providers taking turns', () => {
  const runs = [0, 1].flatMap(() => demoPayments(FAMILY));
  const requests = runs.map(({ request }) => parsePaymentRequest(request));
  expect(new Set(requests.map(({ refId }) => refId)).size).toBe(requests.length);
  expect(requests.every(({ testing }) => testing)).toBe(true);
  expect(new Set(requests.map(({ provider }) => provider))).toEqual(new Set(['digiswitch', 'digiflazz']));
});

test('every example is a good request, and its reference ends in how it ends', () => {
  const providers = Object.keys(EXAMPLES).map((adapter) => ({ name: adapter, adapter, testing: false }));
  for (const { request, bill } of demoPayments(providers)) {
    expect(parsePaymentRequest(request).refId.endsWith(`-${bill.kind}`)).toBe(true);
  }
});

function configured(changes: object) {
  const provider = { adapter: 'digiflazz', baseUrl: 'http://localhost:7411', credentials: {}, allowTesting: true };
  const poll = [{ every: '1s', for: '1m' }];
  return configSchema.parse({ providers: { shop: { ...provider, poll, ...changes } } });
}

test('the demo pays with providers that the sandbox plays and with no other', () => {
  expect(demoProviders(configured({}))).toEqual([{ name: 'shop', adapter: 'digiflazz', testing: true }]);
  for (const changes of [{ baseUrl: 'https://shop.example.com' }, { adapter: 'other' }]) {
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
    within: (_ms: number, calls: () => Promise<unknown>) => calls(),
  } as unknown as Session;
  const payments = demoPayments(FAMILY, { digiflazz: [{ product: 'pln', customerNo: '530000000001', kind }] });
  const lines: string[] = [];
  const [shown] = await showPayments(session, payments, { limitMs: 1, log: (line) => lines.push(line) });
  expect(shown).toMatchObject({ asDocumented });
  expect(lines.at(-1)).toContain(outcome?.status ?? 'still Pending');
});
