import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startTestTuntas, TestLedger, type TestTuntas, type TestTuntasOptions } from '../../testing/index.js';
import { startTestEnvironment } from '../support/environment.js';

// The log of a worker is not part of a test's result.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});

let temporal: TestWorkflowEnvironment;
beforeAll(async () => {
  temporal = await startTestEnvironment();
});
afterAll(() => temporal.teardown());

const started: TestTuntas[] = [];
const start = async (options: Omit<TestTuntasOptions, 'temporal'> = {}) => {
  const tuntas = await startTestTuntas({ temporal, ...options });
  started.push(tuntas);
  return tuntas;
};
afterEach(async () => {
  for (const tuntas of started.splice(0)) await tuntas.stop();
});

const bill = { provider: 'biller', product: 'pln', customerNo: '530000000001' };

test('a provider without a script states a bill and pays it', async () => {
  const { payments, provider } = await start();
  expect(await payments.pay({ ...bill, refId: 'usual' })).toMatchObject({
    status: 'Sukses',
    amount: 11_000,
    admin: 2_500,
  });
  expect(provider.contacts.map(({ what, refId }) => `${what} ${refId}`)).toEqual(['inquire usual', 'pay usual']);
});

test('the bill of a nominal is the nominal', async () => {
  const { payments } = await start();
  expect(await payments.pay({ ...bill, refId: 'nominal', amount: 50_000 })).toMatchObject({ amount: 50_000 });
});

test('each payment gets the replies in turn, and the last one again and again', async () => {
  const { payments, provider } = await start({
    script: { pay: [{ kind: 'pending' }], check: [{ kind: 'unknown' }, { kind: 'pending' }, { kind: 'success' }] },
  });
  for (const refId of ['turn-1', 'turn-2']) {
    expect(await payments.pay({ ...bill, refId })).toMatchObject({ status: 'Sukses' });
    expect(provider.count('check', refId)).toBe(3);
  }
  expect(provider.count('check')).toBe(6);
});

test('one payment may have a script of its own, and a function replies to its order', async () => {
  const { payments, provider } = await start({ script: { pay: [{ kind: 'refused', code: '44' }] } });
  provider.script(
    { pay: [({ amount, bill: found }) => ({ kind: 'success', serialNumber: `${amount ?? found?.amount}` })] },
    'own',
  );
  expect(await payments.pay({ ...bill, refId: 'own' })).toMatchObject({ status: 'Sukses', serialNumber: '11000' });
  expect(await payments.pay({ ...bill, refId: 'other' })).toMatchObject({ reason: 'rejected', code: '44' });
});

test('a failed inquiry and a bill above the limit send nothing', async () => {
  const { payments, provider } = await start();
  provider.script({ inquiry: [{ kind: 'refused', message: 'Nomor salah' }] }, 'wrong');
  expect(await payments.pay({ ...bill, refId: 'wrong' })).toMatchObject({
    reason: 'inquiry-failed',
    message: 'Nomor salah',
  });
  expect(await payments.pay({ ...bill, refId: 'dear', maxAmount: 10_999 })).toMatchObject({ reason: 'over-limit' });
  expect(provider.count('pay')).toBe(0);
});

test('the ledger holds, captures and releases, and executes a step once however often it comes', async () => {
  const { payments, ledger, provider } = await start();
  ledger.next('hold', 'silent', 503, 'unheard');
  ledger.next('capture', 'unheard');
  expect(await payments.pay({ ...bill, refId: 'paid', account: 'ani' })).toMatchObject({ funds: 'captured' });
  expect(ledger.captured('ani')).toBe(11_000);
  const [hold] = ledger.holds({ provider: 'biller', refId: 'paid' });
  expect(hold?.contacts.map(({ command }) => command)).toEqual(['hold', 'hold', 'hold', 'hold', 'capture', 'capture']);
  provider.script({ pay: [{ kind: 'failed' }], check: [{ kind: 'failed' }] });
  expect(await payments.pay({ ...bill, refId: 'lost', account: 'ani' })).toMatchObject({ funds: 'released' });
  expect(ledger.captured('ani')).toBe(11_000);
});

test('a customer without funds is not charged, and the ledger of a test may refuse by itself', async () => {
  const ledger = new TestLedger();
  await ledger.setBalance('budi', 10_999);
  const { payments, provider } = await start({ ledger });
  expect(await payments.pay({ ...bill, refId: 'poor', account: 'budi' })).toMatchObject({ reason: 'no-funds' });
  ledger.next('hold', 409);
  expect(await payments.pay({ ...bill, refId: 'blocked', account: 'citra' })).toMatchObject({ reason: 'no-funds' });
  expect(provider.count('pay')).toBe(0);
});

test('time passes at once, until an operator has to decide', async () => {
  const { payments } = await start({
    script: { pay: [{ kind: 'pending' }], check: [{ kind: 'pending' }] },
    config: { providers: { biller: { reviewAfter: '1h' } } },
  });
  const key = await payments.start({ ...bill, refId: 'stuck', account: 'ani' });
  await temporal.sleep('90m');
  expect(await payments.progress(key)).toMatchObject({
    status: 'Pending',
    review: { why: 'no verdict from the provider' },
  });
  await payments.resolve(key, { status: 'Gagal', by: 'Ayu', note: 'the provider knows no such payment' });
  expect(await payments.outcome(key)).toMatchObject({ status: 'Gagal', reason: 'resolved', funds: 'released' });
});

test('a test sees Pending in the middle, and decides then how the payment ends', async () => {
  const { payments, provider } = await start({ script: { pay: [{ kind: 'pending' }], check: [{ kind: 'pending' }] } });
  const key = await payments.start({ ...bill, refId: 'middle' });
  await temporal.sleep('10s');
  expect(await payments.progress(key)).toMatchObject({ status: 'Pending', stage: 'polling' });
  provider.script({ check: [{ kind: 'success', serialNumber: 'SN-4' }] });
  expect(await payments.outcome(key)).toMatchObject({ status: 'Sukses', serialNumber: 'SN-4' });
});

test('the provider may have the name that the code under test uses', async () => {
  const { payments, config } = await start({ provider: 'digiflazz' });
  expect(Object.keys(config.providers)).toEqual(['digiflazz']);
  expect(await payments.pay({ ...bill, provider: 'digiflazz', refId: 'named' })).toMatchObject({ status: 'Sukses' });
});

test('a payment under way goes on with the next worker', async () => {
  const script = { pay: [{ kind: 'unknown' as const }], check: [{ kind: 'pending' as const }] };
  const first = await start({ script });
  const key = await first.payments.start({ ...bill, refId: 'moved' });
  while (first.provider.count('check') === 0) await temporal.sleep('1s');
  await first.stop();
  const second = await start({ script: { check: [{ kind: 'success' }] } });
  expect(await second.payments.outcome(key)).toMatchObject({ status: 'Sukses' });
  expect([first.provider.count('pay'), second.provider.count('pay')]).toEqual([1, 0]);
});

test('a configuration that is wrong is refused with the path of the field', async () => {
  await expect(start({ config: { providers: { biller: { reviewAfter: 'soon' } } } })).rejects.toThrow(
    'providers.biller.reviewAfter',
  );
  await expect(start({ config: { providers: { other: { adapter: 'digiflazz' } } } })).rejects.toMatchObject({
    code: 'InvalidConfig',
  });
});
