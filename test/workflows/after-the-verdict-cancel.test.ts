import { gate, rememberingLedger } from '../support/remembering-ledger.js';
import { pending, success, type Script } from '../support/scripted-provider.js';
import { settlementTest, type TestPayment } from './after-the-verdict/support.js';

type Cancel = (payment: TestPayment) => Promise<unknown>;

const ways: [string, Cancel][] = [
  ['the update cancel', (payment) => payment.cancel()],
  ["Temporal's own Cancel", (payment) => payment.cancelNatively()],
];

describe.each(ways)('%s', (way, cancel) => {
  const suite = settlementTest();

  async function start(script: Script, request: Parameters<typeof suite.startPayment>[0] = {}) {
    const ledger = rememberingLedger();
    const workers = await suite.startWorkers({ script, ledger });
    const payment = await suite.startPayment(request);
    return { ledger, workers, payment };
  }

  test('during the inquiry ends the payment with no hold', async () => {
    const { ledger, workers, payment } = await start({ inquiry: [{ kind: 'unclear', why: 'timeout' }] });
    await payment.until(() => workers.count('inquire') > 0);
    await cancel(payment);
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'cancelled', funds: 'none' });
    expect([workers.count('pay'), ledger.calls]).toEqual([0, []]);
  });

  test('instead of a confirmation ends the payment with no hold', async () => {
    const { ledger, workers, payment } = await start({}, { confirm: 'manual' });
    await payment.reaches('awaiting-confirmation');
    await cancel(payment);
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'cancelled', funds: 'none' });
    expect([workers.count('pay'), ledger.calls]).toEqual([0, []]);
  });

  test.each([
    ['was made', 'unheard', 'released'],
    ['was not made', 'silent', 'none'],
  ] as const)('while a hold that %s is unanswered ends the payment with nothing held', async (_, behaviour, funds) => {
    const ledger = rememberingLedger();
    ledger.on('hold', behaviour);
    const workers = await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await payment.until(() => ledger.count('hold') > 1);
    await cancel(payment);
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'cancelled', funds });
    expect([workers.count('pay'), ledger.open()]).toEqual([0, []]);
  });

  test('while the ledger executes the hold ends the payment with the hold released', async () => {
    const ledger = rememberingLedger();
    const hold = gate();
    ledger.on('hold', hold.behaviour);
    const workers = await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await hold.atGate;
    const cancelled = cancel(payment);
    await new Promise((resolve) => setTimeout(resolve, 500));
    hold.open();
    await cancelled;
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'cancelled', funds: 'released' });
    expect([workers.count('pay'), ledger.open()]).toEqual([0, []]);
  });

  test('between two attempts of pay ends the payment with the hold released', async () => {
    const { ledger, workers, payment } = await start({ pay: [{ kind: 'not-sent', why: 'connect' }] });
    await payment.until(() => workers.count('pay') > 1);
    await cancel(payment);
    const attempts = workers.count('pay');
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'cancelled', funds: 'released' });
    // One attempt may have been under way.
    expect(workers.count('pay')).toBeLessThanOrEqual(attempts + 1);
    expect(ledger.open()).toEqual([]);
  });

  const refused = (attempt: Promise<unknown>) =>
    way === 'the update cancel'
      ? expect(attempt).rejects.toMatchObject({ code: 'UpdateRefused' })
      : expect(attempt).resolves.toBeDefined();

  test('while status is polled for changes nothing', async () => {
    const { ledger, workers, payment } = await start({ pay: [pending], check: [pending, pending, success] });
    await payment.until(() => workers.count('check') > 0);
    await refused(cancel(payment));
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), workers.count('check')]).toEqual([11_000, 3]);
  });

  test('while a capture is unanswered changes nothing', async () => {
    const ledger = rememberingLedger();
    ledger.on('capture', 'silent');
    await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await payment.until(() => ledger.count('capture') > 1);
    await refused(cancel(payment));
    await payment.pass('5m');
    ledger.on('capture', 'execute');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });

  test('while a payment waits for an operator changes nothing', async () => {
    const ledger = rememberingLedger();
    ledger.on('capture', 409);
    await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/capture/);
    await refused(cancel(payment));
    ledger.on('capture', 'execute');
    await payment.resolve('Sukses');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });
});

// The time-skipping server's clock stops when an activity is cancelled that no worker took: its own server for each.
describe.each(ways)('%s', (_, cancel) => {
  const suite = settlementTest();

  test('while no worker takes pay takes it back, and a worker that comes later sends nothing', async () => {
    const ledger = rememberingLedger();
    const setting = { script: { terms: { inquiry: false, amount: 11_000 } }, ledger };
    const few = await suite.startWorkersWithoutProvider(setting);
    const payment = await suite.startPayment();
    await payment.until(() => ledger.open().length > 0);
    await payment.pass('1s');
    await cancel(payment);
    await payment.pass('1s');
    await few.stop();
    const workers = await suite.startWorkers(setting);
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'cancelled', funds: 'released' });
    expect([workers.count('pay'), ledger.open()]).toEqual([0, []]);
  });
});

describe("Temporal's own Cancel of a review", () => {
  const suite = settlementTest();

  test('does not end it: neither while it waits, nor between its hold and its capture', async () => {
    const ledger = rememberingLedger();
    ledger.on('capture', 409);
    await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/capture/);
    await payment.resolve('Sukses');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'owed' });
    await payment.review.cancelNatively();
    expect(await payment.review.isOpen()).toBe(true);

    const capture = gate();
    ledger.on('capture', capture.behaviour);
    const resolved = payment.review.resolve('Sukses');
    await capture.atGate;
    await payment.review.cancelNatively();
    await new Promise((resolve) => setTimeout(resolve, 500));
    capture.open();
    await resolved;
    expect(await payment.review.ends()).toBe(true);
    expect(await payment.review.result()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });
});
