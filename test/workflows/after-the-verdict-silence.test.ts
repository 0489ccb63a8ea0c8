import { rememberingLedger } from '../support/remembering-ledger.js';
import { failed, pending, success, unknown } from '../support/scripted-provider.js';
import { settlementTest } from './after-the-verdict/support.js';

const suite = settlementTest();

describe('a ledger that does not answer', () => {
  test.each([
    ['capture', 'Sukses', 'captured', [success]],
    ['release', 'Gagal', 'released', [failed]],
  ] as const)(
    'to %s puts the payment under review, is asked on under the same key, and its answer ends the payment',
    async (step, status, funds, check) => {
      const ledger = rememberingLedger();
      ledger.on(step, 'silent');
      await suite.startWorkers({ script: { pay: [pending], check: [...check] }, ledger });
      const payment = await suite.startPayment();
      await payment.reviewed(new RegExp(`has not answered ${step} for 15 minutes`));
      expect(await payment.progress()).toMatchObject({ status: 'Pending', stage: 'settling', funds: 'held' });
      const before = ledger.count(step);
      await payment.pass('10m');
      expect(ledger.count(step)).toBeGreaterThan(before);
      ledger.on(step, 'execute');
      expect(await payment.outcome()).toMatchObject({ status, funds });
      expect(new Set(ledger.calls.filter((call) => call.step === step).map(({ key }) => key)).size).toBe(1);
      expect(ledger.open()).toEqual([]);
    },
  );

  test.each([
    ['made', 'unheard', 'released'],
    ['not made', 'silent', 'none'],
  ] as const)(
    'to a hold that was %s ends the payment at its deadline with nothing sent and nothing held',
    async (_, behaviour, funds) => {
      const ledger = rememberingLedger();
      ledger.on('hold', behaviour);
      const workers = await suite.startWorkers({ ledger });
      const payment = await suite.startPayment({ deadline: '5m' });
      await payment.pass('10m');
      expect(await payment.progress()).toMatchObject({ stage: 'ended' });
      expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'expired', funds });
      expect([ledger.open(), workers.count('pay')]).toEqual([[], 0]);
    },
  );

  test('to a hold puts the payment under review, and pay is sent once the hold is answered', async () => {
    const ledger = rememberingLedger();
    ledger.on('hold', 'silent');
    const workers = await suite.startWorkers({ ledger });
    const payment = await suite.startPayment({ deadline: '2h' });
    await payment.reviewed(/has not answered hold/);
    expect(workers.count('pay')).toBe(0);
    ledger.on('hold', 'execute');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), workers.count('pay')]).toEqual([11_000, 1]);
  });

  test('to a hold leaves an operator the choice to end the payment with nothing sent', async () => {
    const ledger = rememberingLedger();
    ledger.on('hold', 'unheard');
    const workers = await suite.startWorkers({ ledger });
    const payment = await suite.startPayment({ deadline: '2h' });
    await payment.reviewed(/has not answered hold/);
    await expect(payment.resolve('Sukses')).rejects.toMatchObject({ code: 'UpdateRefused' });
    await payment.resolve('Gagal');
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'resolved', funds: 'released' });
    expect([ledger.open(), workers.count('pay')]).toEqual([[], 0]);
  });

  test('and then refuses, and then executes, moves the funds once', async () => {
    const ledger = rememberingLedger();
    ledger.on('capture', 'silent');
    await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/has not answered capture/);
    ledger.on('capture', 409);
    await payment.reviewed(/refused capture \(409\)/);
    ledger.on('capture', 'execute');
    await payment.resolve('Sukses');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });

  test('to a release and then refuses it, and then executes it, leaves nothing held', async () => {
    const ledger = rememberingLedger();
    ledger.on('release', 'silent');
    await suite.startWorkers({ script: { pay: [failed], check: [failed] }, ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/has not answered release/);
    ledger.on('release', 409);
    await payment.reviewed(/refused release \(409\)/);
    await payment.resolve('Gagal');
    await payment.reviewed(/refused release \(409\)/);
    ledger.on('release', 'execute');
    await payment.resolve('Gagal');
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', funds: 'released' });
    expect(ledger.open()).toEqual([]);
  });

  test('to the release at the deadline captures the first hold, or a new one, when Sukses comes', async () => {
    const ledger = rememberingLedger();
    ledger.on('release', 'unheard');
    await suite.startWorkers({
      script: { pay: [unknown], check: [...Array<typeof unknown>(8).fill(unknown), success] },
      ledger,
    });
    const payment = await suite.startPayment({ deadline: '5m', onDeadline: 'release' });
    await payment.reviewed(/has not answered release/);
    ledger.on('release', 'execute');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });
});

test('a server that describes no workflow does not keep a notice from settling the payment', async () => {
  const ledger = rememberingLedger();
  const workers = await suite.startWorkers({
    script: { pay: [pending], check: [pending] },
    provider: { poll: [{ every: '5h', for: '30d' }], reviewAfter: '20d' },
    activityClient: suite.clientWithoutDescriptions(),
    ledger,
  });
  const payment = await suite.startPayment();
  await payment.until(() => workers.count('check') > 0);
  await payment.hint();
  await payment.pass('1m');
  await payment.signedSuccess();
  await payment.pass('1h');
  expect(await payment.progress()).toMatchObject({ stage: 'ended', status: 'Sukses', funds: 'captured' });
});
