import fc from 'fast-check';
import {
  checkQueue,
  holdIdOf,
  keyOf,
  ledgerQueue,
  paymentId,
  paymentsQueue,
  providerQueue,
  reviewId,
} from '../../contract/names.js';

/** Provider names and references that the contract accepts. */
const key = fc.record({
  provider: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/),
  refId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
});

test('the names are the ones that programs in other languages use', () => {
  const inv1 = { provider: 'digiflazz', refId: 'inv-1' };
  expect(paymentId(inv1)).toBe('payment:digiflazz:inv-1');
  expect(reviewId(inv1)).toBe('review:digiflazz:inv-1');
  expect(holdIdOf(paymentId(inv1), 2)).toBe('payment:digiflazz:inv-1:2');
  expect([paymentsQueue, ledgerQueue, providerQueue('digiflazz'), checkQueue('digiflazz')]).toEqual([
    'payments',
    'payments-ledger',
    'payments-digiflazz',
    'payments-digiflazz-checks',
  ]);
});

test('a workflow id gives back the provider and the reference that it was made of', () => {
  fc.assert(
    fc.property(key, (payment) => {
      expect(keyOf(paymentId(payment))).toEqual(payment);
      expect(keyOf(reviewId(payment))).toEqual(payment);
    }),
  );
});

test('two payments never share a workflow id or a hold id', () => {
  fc.assert(
    fc.property(key, key, fc.constantFrom(1, 2), fc.constantFrom(1, 2), (one, other, first, second) => {
      const samePayment = one.provider === other.provider && one.refId === other.refId;
      expect(paymentId(one) === paymentId(other)).toBe(samePayment);
      expect(holdIdOf(paymentId(one), first) === holdIdOf(paymentId(other), second)).toBe(
        samePayment && first === second,
      );
    }),
  );
});
