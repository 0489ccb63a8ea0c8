import { rememberingLedger } from '../support/remembering-ledger.js';
import { success, unknown } from '../support/scripted-provider.js';
import { onDevServer } from './after-the-verdict/reset.js';

const suite = onDevServer();
const alreadyPaid = { kind: 'refused', code: '88', message: 'Tagihan sudah lunas' } as const;

describe('a payment that was sent, terminated, and reset to before its inquiry', () => {
  test('captures nothing without an amount: an operator decides', async () => {
    const ledger = rememberingLedger();
    const payment = await suite.start(
      { inquiry: [{ kind: 'bill' }, alreadyPaid], pay: [unknown], check: [unknown] },
      ledger,
    );
    await payment.reaches('polling');
    await payment.terminate();
    await payment.reset();
    await payment.reaches('polling');
    await payment.signedSuccess();
    await payment.reviewed(/capture/);
    expect(ledger.calls.filter(({ step }) => step === 'capture')).toEqual([]);
    expect(await payment.progress()).toMatchObject({
      status: 'Pending',
      funds: 'held',
      review: { why: 'no amount is known to capture' },
    });
    expect(payment.count('pay')).toBe(1);
  });

  test('captures the amount that the provider then states', async () => {
    const ledger = rememberingLedger();
    const payment = await suite.start(
      { inquiry: [{ kind: 'bill' }, alreadyPaid], pay: [unknown], check: [unknown] },
      ledger,
    );
    await payment.reaches('polling');
    await payment.terminate();
    await payment.reset();
    await payment.reaches('polling');
    await payment.signedSuccess({ amount: 11_000 });
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured', charge: 11_000 });
    expect([ledger.taken(), ledger.open(), payment.count('pay')]).toEqual([11_000, [], 1]);
  });

  test('captures the charge that the request states', async () => {
    const ledger = rememberingLedger();
    const payment = await suite.start(
      { inquiry: [{ kind: 'bill' }, alreadyPaid], pay: [unknown], check: [success] },
      ledger,
      {
        charge: 12_000,
      },
    );
    await payment.reaches('polling');
    await payment.terminate();
    await payment.reset();
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured', charge: 12_000 });
    expect([ledger.taken(), ledger.open(), payment.count('pay')]).toEqual([12_000, [], 1]);
  });
});
