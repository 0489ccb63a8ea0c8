import { endOfDay } from '../../activities/schedule.js';
import { notSent } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

const config = testConfig({ sameDay: true, timeZone: 'Asia/Jakarta' });

/** Waits until `ms` before midnight in Jakarta, and returns that midnight. Milliseconds since 1970. */
async function sleepUntilBeforeMidnight(ms: number): Promise<number> {
  const now = await suite.env.currentTimeMs();
  const midnight = endOfDay(now + ms, 'Asia/Jakarta');
  await suite.env.sleep(midnight - ms - now);
  return midnight;
}

test('a bill of 23:59 WIB that is confirmed after midnight is not paid: expired, nothing sent', async () => {
  const { payments, count } = await suite.start({ config });
  const midnight = await sleepUntilBeforeMidnight(60_000);
  const request = aRequest({ confirm: 'manual' });
  const bill = await payments.startBill(request);
  expect(Date.parse(bill.expiresAt ?? '')).toBe(midnight);
  await suite.env.sleep('2m');
  await expect(payments.confirm(request, { amount: 11_000 })).rejects.toMatchObject({ code: 'PaymentEnded' });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Gagal', reason: 'expired' });
  expect(count('pay')).toBe(0);
});

test('a bill of 23:59 WIB that is confirmed before midnight is paid', async () => {
  const { payments, count } = await suite.start({ config });
  await sleepUntilBeforeMidnight(60_000);
  const request = aRequest({ confirm: 'manual' });
  await payments.startBill(request);
  await payments.confirm(request, { amount: 11_000 });
  expect((await payments.outcome(request))?.status).toBe('Sukses');
  expect(count('pay')).toBe(1);
});

test('a pay that cannot leave the machine is not tried on the next business day', async () => {
  const { payments, contacts } = await suite.start({ config, script: { pay: [notSent] } });
  const midnight = await sleepUntilBeforeMidnight(120_000);
  expect(await payments.pay(aRequest())).toMatchObject({ status: 'Gagal', reason: 'expired' });
  expect(Math.max(...contacts.map(({ at }) => at))).toBeLessThan(midnight);
});

test('a payment that was sent before midnight is followed on the days after', async () => {
  const { payments } = await suite.start({ config, script: { pay: [{ kind: 'pending', code: '03' }] } });
  await sleepUntilBeforeMidnight(20_000);
  expect(await payments.pay(aRequest())).toMatchObject({ status: 'Sukses' });
});
