import { gate, rememberingLedger } from '../support/remembering-ledger.js';
import { success, unknown } from '../support/scripted-provider.js';
import { settlementTest } from './after-the-verdict/support.js';

// The time-skipping server's clock stops when a review ends that a payment has started: each block has its own server.

const releasedAtDeadline = { deadline: '5m', onDeadline: 'release' } as const;
const paidLate = { pay: [unknown], check: [...Array<typeof unknown>(8).fill(unknown), success] };

describe('funds that are owed', () => {
  const suite = settlementTest();

  test('are taken by a second resolution of the review, once the account that the ledger refused is topped up', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({ script: paidLate, ledger });
    const payment = await suite.startPayment(releasedAtDeadline);
    await payment.until(() => ledger.count('release') > 0);
    ledger.on('hold', 402);
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'owed' });

    await payment.review.resolve('Sukses');
    expect(await payment.review.isOpen()).toBe(true);
    ledger.on('hold', 'execute');
    await payment.review.resolve('Sukses');
    expect(await payment.review.ends()).toBe(true);
    expect(await payment.review.result()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });
});

describe('a capture that the ledger refused', () => {
  const suite = settlementTest();

  test('is made when an operator resolves the payment after the ledger was mended', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({ ledger });
    ledger.on('capture', 409);
    const payment = await suite.startPayment();
    await payment.reviewed(/capture/);
    ledger.on('capture', 'execute');
    await payment.resolve('Sukses');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
    const keys = ledger.calls.filter(({ step }) => step === 'capture').map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  test('is made under its first key while the ledger has not answered, however often it is asked', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({ ledger });
    ledger.on('capture', 'unheard');
    const payment = await suite.startPayment();
    await payment.reviewed(/capture/);
    await payment.resolve('Sukses').catch(() => undefined);
    await payment.pass('10m');
    ledger.on('capture', 'execute');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    const keys = ledger.calls.filter(({ step }) => step === 'capture').map(({ key }) => key);
    expect(new Set(keys).size).toBe(1);
    expect(ledger.taken()).toBe(11_000);
  });
});

describe.each([
  ['Sukses', 'captured', 11_000],
  ['Gagal', 'released', 0],
] as const)('a hold that the ledger no longer knows', (status, funds, taken) => {
  const suite = settlementTest();

  test(`leaves a review that an operator closes with ${status}`, async () => {
    const ledger = rememberingLedger();
    ledger.on('capture', async () => {
      ledger.losesHolds();
      return 'execute';
    });
    await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/capture/);
    ledger.on('hold', 402);
    await payment.resolve('Sukses');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'owed' });

    ledger.on('hold', 'execute');
    ledger.on('capture', 'execute');
    await payment.review.resolve(status);
    expect(await payment.review.ends()).toBe(true);
    expect(await payment.review.result()).toMatchObject({ status, funds });
    expect([ledger.taken(), ledger.open()]).toEqual([taken, []]);
  });
});

describe('a capture that the ledger does not undo', () => {
  const suite = settlementTest();

  test('is reviewed after a Gagal that was resolved while it was made, and is undone there', async () => {
    const ledger = rememberingLedger();
    const capture = gate();
    ledger.on('capture', capture.behaviour);
    ledger.on('release', 409);
    await suite.startWorkers({ ledger });
    const payment = await suite.startPayment();
    await capture.atGate;
    await payment.signedFailure();
    capture.open();
    await payment.reviewed(/contradicts/);
    await payment.until(() => ledger.taken() > 0);
    await payment.resolve('Gagal');
    await payment.reviewed(/release/);
    await payment.resolve('Gagal');
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', funds: 'captured' });
    expect(await payment.review.isOpen()).toBe(true);

    ledger.on('release', 'execute');
    await payment.review.resolve('Gagal');
    expect(await payment.review.ends()).toBe(true);
    expect(await payment.review.result()).toMatchObject({ status: 'Gagal', funds: 'released' });
    expect([ledger.taken(), ledger.open()]).toEqual([0, []]);
  });
});

describe('a new hold that the ledger refuses while a failure contradicts the Sukses', () => {
  const suite = settlementTest();

  test('leaves nothing owed and no review when the payment is resolved to Gagal', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({ script: paidLate, ledger });
    const payment = await suite.startPayment(releasedAtDeadline);
    await payment.until(() => ledger.count('release') > 0);
    const hold = gate();
    ledger.on('hold', hold.behaviour);
    await payment.until(() => ledger.count('hold') > 1);
    await payment.signedFailure();
    hold.open(402);
    await payment.reviewed(/contradicts/);
    await payment.resolve('Gagal');
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', funds: 'released' });
    expect(await payment.review.isOpen()).toBe(false);
    expect([ledger.taken(), ledger.open()]).toEqual([0, []]);
  });
});
