import type { PaymentRequest } from '../../contract/request.js';
import { paymentId } from '../../contract/names.js';
import { no, scriptedLedger, silence } from '../support/scripted-ledger.js';
import { failed, pending, refused, success, unknown, type Script } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';

const suite = workflowTest();

const config = testConfig({ reviewAfter: '1d' }, { ledger: { baseUrl: 'http://127.0.0.1:9' } });

async function startFunded(script: Script, answers: Parameters<typeof scriptedLedger>[0] = {}) {
  const ledger = scriptedLedger(answers);
  const workers = await suite.start({ script, config, ledger: ledger.activities });
  return { ...workers, steps: ledger.steps };
}

const funded = (more: Partial<PaymentRequest> = {}) => aRequest({ account: 'acc-1', ...more });

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await suite.env.sleep('4h');
}

test('funds are held before pay and captured after Sukses', async () => {
  const { payments, steps } = await startFunded({ pay: [pending], check: [success] });
  const outcome = await payments.pay(funded({ charge: 12_000 }));
  expect(outcome).toMatchObject({ status: 'Sukses', funds: 'captured', charge: 12_000, amount: 11_000 });
  expect(steps).toEqual([
    { step: 'hold', key: 'hold', holdId: '1', amount: 12_000 },
    { step: 'capture', key: 'capture', holdId: '1', amount: 12_000 },
  ]);
});

test.each([
  ['a refusal', { pay: [refused] }],
  ['a confirmed failure', { pay: [failed], check: [failed] }],
])('after %s the hold is released', async (_, script) => {
  const { payments, steps } = await startFunded(script);
  expect(await payments.pay(funded())).toMatchObject({ status: 'Gagal', funds: 'released' });
  expect(steps.map(({ step }) => step)).toEqual(['hold', 'release']);
});

test('a hold that the ledger refuses ends the payment with nothing sent', async () => {
  const { payments, count, steps } = await startFunded({}, { hold: [no(402)] });
  expect(await payments.pay(funded())).toMatchObject({ status: 'Gagal', reason: 'no-funds', funds: 'none' });
  expect(count('pay')).toBe(0);
  expect(steps.map(({ step }) => step)).toEqual(['hold']);
});

test('a refusal of a repeated hold is followed by a release, because the unanswered try may have been carried out', async () => {
  const { payments, steps } = await startFunded({}, { hold: [silence, no(402, true)], release: [no(404)] });
  expect(await payments.pay(funded())).toMatchObject({ reason: 'no-funds', funds: 'none' });
  expect(steps.map(({ step }) => step)).toEqual(['hold', 'hold', 'release']);
});

test('every step is repeated with its key until the ledger answers', async () => {
  const { payments, steps } = await startFunded({}, { hold: [silence, silence], capture: [silence, silence, silence] });
  expect(await payments.pay(funded())).toMatchObject({ funds: 'captured' });
  expect(steps.map(({ key }) => key)).toEqual([...Array(3).fill('hold'), ...Array(4).fill('capture')]);
});

test('nothing is released while the provider is silent', async () => {
  const { payments, steps } = await startFunded({
    pay: [unknown],
    check: [...Array<typeof unknown>(40).fill(unknown), success],
  });
  expect(await payments.pay(funded({ deadline: '5m' }))).toMatchObject({ status: 'Sukses', funds: 'captured' });
  expect(steps.map(({ step }) => step)).toEqual(['hold', 'capture']);
});

test('a payment that expires before pay was sent leaves no hold', async () => {
  const { payments, steps } = await startFunded({ pay: [{ kind: 'not-sent', why: 'connect' }] });
  expect(await payments.pay(funded({ deadline: '5m' }))).toMatchObject({ reason: 'expired', funds: 'released' });
  expect(steps.map(({ step }) => step)).toEqual(['hold', 'release']);
});

describe('with onDeadline: release', () => {
  test('funds go back at the deadline, and a later Sukses takes them again with a new hold', async () => {
    const { payments, steps } = await startFunded({
      pay: [unknown],
      check: [...Array<typeof unknown>(30).fill(unknown), success],
    });
    const outcome = await payments.pay(funded({ deadline: '5m', onDeadline: 'release' }));
    expect(outcome).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect(steps).toEqual([
      { step: 'hold', key: 'hold', holdId: '1', amount: 11_000 },
      { step: 'release', key: 'release', holdId: '1' },
      { step: 'hold', key: 'hold-2', holdId: '2', amount: 11_000 },
      { step: 'capture', key: 'capture', holdId: '2', amount: 11_000 },
    ]);
  });

  test('a later Gagal moves nothing more', async () => {
    const { payments, steps } = await startFunded({
      pay: [unknown],
      check: [...Array<typeof unknown>(30).fill(unknown), failed],
    });
    const outcome = await payments.pay(funded({ deadline: '5m', onDeadline: 'release' }));
    expect(outcome).toMatchObject({ status: 'Gagal', funds: 'released' });
    expect(steps.map(({ step }) => step)).toEqual(['hold', 'release']);
  });
});

describe('a review', () => {
  test('is opened at reviewAfter when there is no verdict; polling goes on and its verdict still ends the payment', async () => {
    const { payments } = await startFunded({
      pay: [unknown],
      check: [...Array<typeof unknown>(60).fill(unknown), success],
    });
    const request = funded();
    await payments.start(request);
    await until(async () => (await payments.progress(request)).review !== undefined);
    expect(await payments.progress(request)).toMatchObject({ funds: 'held', stage: 'polling', status: 'Pending' });
    expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', funds: 'captured' });
  });

  test.each([
    ['Sukses', 'captured'],
    ['Gagal', 'released'],
  ] as const)(
    'is resolved by an operator to %s: name and note are recorded, and funds are %s',
    async (status, funds) => {
      const { payments } = await startFunded({ pay: [unknown], check: [unknown] });
      const request = funded();
      await payments.start(request);
      await expect(payments.resolve(request, { status, by: 'ops', note: 'dashboard' })).rejects.toMatchObject({
        code: 'UpdateRefused',
      });
      await until(async () => (await payments.progress(request)).review !== undefined);
      await payments.resolve(request, { status, by: 'ops', note: 'provider dashboard' });
      expect(await payments.outcome(request)).toMatchObject({ status, reason: 'resolved', funds });
      const { timeline } = await payments.progress(request);
      expect(timeline).toContainEqual(
        expect.objectContaining({ event: 'resolve', message: 'ops: provider dashboard' }),
      );
    },
  );

  test('is opened for a capture that the ledger refuses, and the capture is not repeated until an operator decides', async () => {
    const { payments, steps } = await startFunded({}, { capture: [no(409)] });
    const request = funded();
    await payments.start(request);
    await until(async () => (await payments.progress(request)).review !== undefined);
    expect(steps.filter(({ step }) => step === 'capture')).toHaveLength(1);
    await expect(payments.resolve(request, { status: 'Gagal', by: 'ops', note: 'x' })).rejects.toMatchObject({
      code: 'UpdateRefused',
    });
    await payments.resolve(request, { status: 'Sukses', by: 'ops', note: 'ledger mended' });
    expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', funds: 'captured' });
  });

  test('is needed to move money after a contradicting verdict', async () => {
    const { payments, steps } = await startFunded({ pay: [success] }, { capture: [no(409)] });
    const request = funded();
    await payments.start(request);
    await until(async () => (await payments.progress(request)).review !== undefined);
    const handle = suite.env.client.workflow.getHandle(paymentId(request));
    await handle.signal('notice', noticeWith(claimAbout(request, { kind: 'failed', code: '74', message: 'Refund' })));
    await suite.env.sleep('1h');
    expect(steps.map(({ step }) => step)).toEqual(['hold', 'capture']);
    await payments.resolve(request, { status: 'Gagal', by: 'ops', note: 'refunded by the provider' });
    expect(await payments.outcome(request)).toMatchObject({ status: 'Gagal', reason: 'resolved', funds: 'released' });
  });
});

test('without a status call only a notice or an operator settles', async () => {
  const { payments, count } = await suite.start({
    script: { pay: [pending] },
    config: testConfig({ statusCall: false, reviewAfter: '1d' }),
  });
  const request = aRequest();
  await payments.start(request);
  await until(async () => (await payments.progress(request)).review !== undefined);
  expect(count('check')).toBe(0);
  await payments.resolve(request, { status: 'Sukses', by: 'ops', note: 'statement of the day' });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', reason: 'resolved' });
});

test('a contradiction before the settlement moves no money until an operator has decided', async () => {
  const { payments, steps } = await startFunded({ pay: [pending], check: [pending] });
  const request = funded();
  await payments.start(request);
  const handle = suite.env.client.workflow.getHandle(paymentId(request));
  while ((await payments.progress(request)).stage !== 'polling') await suite.env.sleep('1s');
  const signed = (kind: 'success' | 'failed', code: string) =>
    handle.signal('notice', noticeWith(claimAbout(request, { kind, code, serialNumber: 'S9' })));
  await Promise.all([signed('success', '00'), signed('failed', '02')]);
  await suite.env.sleep('1h');
  const { review, funds } = await payments.progress(request);
  if (review) {
    expect(funds).toBe('held');
    expect(steps.map(({ step }) => step)).toEqual(['hold']);
    await payments.resolve(request, { status: 'Sukses', by: 'ops', note: 'provider dashboard' });
  }
  expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', funds: 'captured', serialNumber: 'S9' });
});

test('a release that the ledger refuses after an unanswered hold waits for an operator, each time under a new key', async () => {
  const { payments, steps } = await startFunded({}, { hold: [silence, no(402, true)], release: [no(409), no(409)] });
  const request = funded();
  const refusals = () => steps.filter(({ step }) => step === 'release').length;
  await payments.start(request);
  await until(async () => (await payments.progress(request)).review !== undefined);
  await payments.resolve(request, { status: 'Gagal', by: 'ops', note: 'the account was closed' });
  await until(() => Promise.resolve(refusals() === 2));
  expect(await payments.progress(request)).toMatchObject({ status: 'Pending', funds: 'holding' });
  await payments.resolve(request, { status: 'Gagal', by: 'ops', note: 'opened again' });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Gagal', reason: 'no-funds', funds: 'released' });
  const keys = steps.filter(({ step }) => step === 'release').map(({ key }) => key);
  expect(keys).toEqual(['release', expect.stringMatching(/^release@\d+$/), expect.stringMatching(/^release@\d+$/)]);
  expect(new Set(keys).size).toBe(3);
});

test('a capture refused for good gives the hold back and the funds are owed', async () => {
  const { payments, steps } = await startFunded({}, { capture: [no(422), no(422)] });
  const request = funded();
  await payments.start(request);
  await until(async () => (await payments.progress(request)).review !== undefined);
  await payments.resolve(request, { status: 'Sukses', by: 'ops', note: 'once more' });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', funds: 'owed' });
  expect(steps.map(({ step }) => step)).toEqual(['hold', 'capture', 'capture', 'release']);
});
