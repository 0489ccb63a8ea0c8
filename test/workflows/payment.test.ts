import { paymentId } from '../../contract/names.js';
import { failed, notSent, pending, refused, success, unknown, type Script } from '../support/scripted-provider.js';
import { aRequest, testConfig, type TestWorkersOptions } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';

const suite = workflowTest();

const start = (script: Script, options: Partial<TestWorkersOptions> = {}) => suite.start({ script, ...options });

test('a bill that is paid at once ends in Sukses with the proof of the reply to pay', async () => {
  const { payments, count } = await start({});
  const outcome = await payments.pay(aRequest());
  expect(outcome).toMatchObject({
    status: 'Sukses',
    amount: 11_000,
    charge: 11_000,
    cost: 10_000,
    serialNumber: 'S1',
    customerName: 'Nama Pelanggan Pertama',
    funds: 'none',
    receipt: [{ name: 'tarif', value: 'R1' }],
  });
  expect([count('inquire'), count('pay'), count('check')]).toEqual([1, 1, 0]);
});

test('a Pending that lasts days ends in Sukses once status says so', async () => {
  const { payments, count, contacts } = await start({
    pay: [pending],
    check: [...Array<typeof pending>(60).fill(pending), success],
  });
  const outcome = await payments.pay(aRequest());
  expect(outcome?.status).toBe('Sukses');
  expect([count('pay'), count('check')]).toEqual([1, 61]);
  expect(contacts.at(-1)!.at - contacts[0]!.at).toBeGreaterThan(2 * 86_400_000);
});

test('silence on pay and errors on status calls are never a failure', async () => {
  const { payments } = await start({
    pay: [unknown],
    check: [...Array<typeof unknown>(30).fill(unknown), { kind: 'unknown', why: 'not-found' }, success],
  });
  expect((await payments.pay(aRequest()))?.status).toBe('Sukses');
});

test('a failure in the reply to pay is asked about once more before it is Gagal', async () => {
  const { payments, count } = await start({ pay: [failed], check: [failed] });
  const outcome = await payments.pay(aRequest());
  expect(outcome).toMatchObject({ status: 'Gagal', reason: 'failed', code: '02' });
  expect(count('check')).toBe(1);
});

test('a failure in the reply to pay that status does not confirm is Sukses', async () => {
  const { payments } = await start({ pay: [failed], check: [pending, unknown, success] });
  expect((await payments.pay(aRequest()))?.status).toBe('Sukses');
});

test('a refusal with nothing made is Gagal at once', async () => {
  const { payments, count } = await start({ pay: [refused] });
  expect(await payments.pay(aRequest())).toMatchObject({ status: 'Gagal', reason: 'rejected', code: '44' });
  expect(count('check')).toBe(0);
});

test('pay is sent again only while it is proven that nothing left the machine', async () => {
  const { payments, count } = await start({ pay: [notSent, notSent, pending], check: [success] });
  expect((await payments.pay(aRequest()))?.status).toBe('Sukses');
  expect(count('pay')).toBe(3);
});

test('a failed inquiry ends in Gagal with the reply of the provider, and bill throws it', async () => {
  const { payments, count } = await start({ inquiry: [{ kind: 'refused', code: '54', message: 'Nomor salah' }] });
  const request = aRequest();
  await expect(payments.startBill(request)).rejects.toMatchObject({ code: 'InquiryFailed', message: 'Nomor salah' });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Gagal', reason: 'inquiry-failed', code: '54' });
  expect(count('pay')).toBe(0);
});

test('an unclear inquiry is asked again until the deadline and then ends as expired', async () => {
  const { payments, count } = await start({ inquiry: [{ kind: 'unclear', why: 'timeout' }] });
  expect(await payments.pay(aRequest({ deadline: '15m' }))).toMatchObject({ status: 'Gagal', reason: 'expired' });
  expect(count('inquire')).toBeGreaterThan(5);
  expect(count('pay')).toBe(0);
});

test('a bill above maxAmount is not paid', async () => {
  const { payments, count } = await start({});
  expect(await payments.pay(aRequest({ maxAmount: 10_999 }))).toMatchObject({ reason: 'over-limit' });
  expect(count('pay')).toBe(0);
});

describe('with confirm: manual', () => {
  test('it waits for the confirmation of exactly the bill', async () => {
    const { payments, count } = await start({});
    const request = aRequest({ confirm: 'manual' });
    const bill = await payments.startBill(request);
    expect(bill).toMatchObject({ amount: 11_000, inquiry: true });
    expect(count('pay')).toBe(0);
    await expect(payments.confirm(request, { amount: 10_999 })).rejects.toMatchObject({ code: 'UpdateRefused' });
    await payments.confirm(request, { amount: 11_000 });
    expect((await payments.outcome(request))?.status).toBe('Sukses');
  });

  test('cancel ends it with nothing sent, and is refused once pay was sent', async () => {
    const { payments, count } = await start({ pay: [pending], check: [pending] });
    const request = aRequest({ confirm: 'manual' });
    await payments.startBill(request);
    await payments.cancel(request);
    expect(await payments.outcome(request)).toMatchObject({ status: 'Gagal', reason: 'cancelled' });
    expect(count('pay')).toBe(0);

    const sent = await payments.start(aRequest());
    while (count('pay') === 0) await suite.env.sleep('1s');
    await expect(payments.cancel(sent)).rejects.toMatchObject({ code: 'UpdateRefused' });
    await suite.env.client.workflow.getHandle(paymentId(sent)).terminate();
  });

  test('a bill that nobody confirms by the deadline ends as expired', async () => {
    const { payments, count } = await start({});
    expect(await payments.pay(aRequest({ confirm: 'manual', deadline: '1h' }))).toMatchObject({ reason: 'expired' });
    expect(count('pay')).toBe(0);
  });
});

test('a native Cancel acts like the update cancel: the payment ends by its own rules', async () => {
  const { payments } = await start({});
  const request = aRequest({ confirm: 'manual' });
  await payments.startBill(request);
  await suite.env.client.workflow.getHandle(paymentId(request)).cancel();
  expect(await payments.outcome(request)).toMatchObject({ status: 'Gagal', reason: 'cancelled' });
});

test('a native Cancel of a payment that was sent changes nothing', async () => {
  const { payments, count } = await start({ pay: [pending], check: [pending, pending, success] });
  const key = await payments.start(aRequest());
  while (count('pay') === 0) await suite.env.sleep('100ms');
  await suite.env.client.workflow.getHandle(paymentId(key)).cancel();
  expect((await payments.outcome(key))?.status).toBe('Sukses');
});

describe('a signed notice', () => {
  test('that matches the payment settles it without a status call', async () => {
    const { payments, count } = await start({ pay: [pending], check: [pending] });
    const request = aRequest();
    await payments.start(request);
    while (count('check') < 3) await suite.env.sleep('30s');
    await suite.env.client.workflow
      .getHandle(paymentId(request))
      .signal('notice', noticeWith(claimAbout(request, { serialNumber: 'N1' })));
    expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', serialNumber: 'N1' });
  });

  test('about another customer is no evidence, only a reason to check', async () => {
    const { payments, count } = await start({ pay: [pending], check: [pending, pending, success] });
    const request = aRequest();
    await payments.start(request);
    while (count('check') < 1) await suite.env.sleep('30s');
    const other = noticeWith(claimAbout({ ...request, customerNo: '99' }, { kind: 'failed', code: '02' }));
    await suite.env.client.workflow.getHandle(paymentId(request)).signal('notice', other);
    expect((await payments.outcome(request))?.status).toBe('Sukses');
  });
});

test('a notice causes a check as soon as minGap allows, and not sooner', async () => {
  const config = testConfig({ firstCheck: '10m', poll: [{ every: '6h', for: '30d' }] });
  const { payments, count, contacts } = await start({ pay: [pending], check: [pending, success] }, { config });
  const request = aRequest();
  await payments.start(request);
  const handle = suite.env.client.workflow.getHandle(paymentId(request));
  while (count('check') < 1) await suite.env.sleep('1m');
  await suite.env.sleep('20s');
  const asked = await suite.env.currentTimeMs();
  await Promise.all([1, 2, 3].map(() => handle.signal('notice')));
  expect((await payments.outcome(request))?.status).toBe('Sukses');
  const [first, second] = contacts.filter(({ what }) => what === 'check');
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(60_000);
  expect(second!.at - asked).toBeLessThan(3_600_000);
  expect(count('check')).toBe(2);
});
