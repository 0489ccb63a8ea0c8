import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { endOfDay } from '../../activities/schedule.js';
import { startTestEnvironment } from '../support/environment.js';
import { notSent } from '../support/scripted-provider.js';
import { aRequest, startTestWorkers, testConfig, type TestWorkers } from '../support/test-workers.js';

let env: TestWorkflowEnvironment;
let workers: TestWorkers | undefined;

beforeAll(async () => {
  env = await startTestEnvironment();
});
afterEach(async () => {
  await workers?.stop();
  workers = undefined;
});
afterAll(async () => {
  await env.teardown();
});

const config = testConfig({ sameDay: true, timeZone: 'Asia/Jakarta' });

/** Waits until that long before midnight in Jakarta. */
async function untilMidnightLess(ms: number): Promise<number> {
  const now = await env.currentTimeMs();
  const midnight = endOfDay(now + ms, 'Asia/Jakarta');
  await env.sleep(midnight - ms - now);
  return midnight;
}

test('a bill of 23:59 WIB that is confirmed after midnight is not paid: expired, nothing sent', async () => {
  workers = await startTestWorkers({ env, config });
  const { payments, count } = workers;
  const midnight = await untilMidnightLess(60_000);
  const request = aRequest({ confirm: 'manual' });
  const bill = await payments.startBill(request);
  expect(Date.parse(bill.expiresAt ?? '')).toBe(midnight);
  await env.sleep('2m');
  await expect(payments.confirm(request, { amount: 11_000 })).rejects.toMatchObject({ code: 'PaymentEnded' });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Gagal', reason: 'expired' });
  expect(count('pay')).toBe(0);
});

test('a bill of 23:59 WIB that is confirmed before midnight is paid', async () => {
  workers = await startTestWorkers({ env, config });
  const { payments, count } = workers;
  await untilMidnightLess(60_000);
  const request = aRequest({ confirm: 'manual' });
  await payments.startBill(request);
  await payments.confirm(request, { amount: 11_000 });
  expect((await payments.outcome(request))?.status).toBe('Sukses');
  expect(count('pay')).toBe(1);
});

test('a pay that cannot leave the machine is not tried on the next business day', async () => {
  workers = await startTestWorkers({ env, config, script: { pay: [notSent] } });
  const { payments, contacts } = workers;
  const midnight = await untilMidnightLess(120_000);
  expect(await payments.pay(aRequest())).toMatchObject({ status: 'Gagal', reason: 'expired' });
  expect(Math.max(...contacts.map(({ at }) => at))).toBeLessThan(midnight);
});

test('a payment that was sent before midnight is followed on the days after', async () => {
  workers = await startTestWorkers({ env, config, script: { pay: [{ kind: 'pending', code: '03' }] } });
  const { payments } = workers;
  await untilMidnightLess(20_000);
  expect(await payments.pay(aRequest())).toMatchObject({ status: 'Sukses' });
});
