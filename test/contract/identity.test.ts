import fc from 'fast-check';
import { isAboutPayment, sameCustomer, sameProduct } from '../../contract/identity.js';
import type { Claim } from '../../contract/evidence.js';
import type { PaymentRequest } from '../../contract/request.js';

const request: PaymentRequest = { provider: 'digiswitch', refId: 'inv-1', product: 'pln', customerNo: '0658,0212' };
const claim: Claim = {
  refId: 'inv-1',
  product: 'pln',
  customerNo: '658,212',
  evidence: { kind: 'success', from: 'notice', at: '2026-07-01T00:00:00.000Z', code: '00', message: 'Sukses' },
};

test.each([
  ['0812', '812', true],
  ['0812', '0812', true],
  ['0', '000', true],
  ['0658,0212', '658, 212', true],
  ['0658,0212', '0658', false],
  ['0658,0212', '0212,0658', false],
  ['812', '8120', false],
  ['1', '', false],
])('whether customers %j and %j are the same: %p', (asked, answered, same) => {
  expect(sameCustomer(asked, answered)).toBe(same);
  expect(sameCustomer(answered, asked)).toBe(same);
});

test("a customer's number that went through a JSON number is still the same", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,15}$/), (text) => expect(sameCustomer(text, String(Number(text)))).toBe(true)),
  );
});

test('two numbers without leading zeros are the same customer only when they are equal', () => {
  const number = fc.stringMatching(/^[1-9]\d{0,19}$/);
  fc.assert(fc.property(number, number, (one, other) => expect(sameCustomer(one, other)).toBe(one === other)));
});

test('a product is the same as itself and its configured aliases, in the exact spelling', () => {
  expect(sameProduct('pln', 'pln')).toBe(true);
  expect(sameProduct('pln', 'dspln', ['dspln'])).toBe(true);
  expect(sameProduct('pln', 'dspln')).toBe(false);
  expect(sameProduct('pln', 'PLN')).toBe(false);
});

test('a claim is about a payment when its reference, product and customer agree', () => {
  expect(isAboutPayment(request, [], claim)).toBe(true);
  expect(isAboutPayment(request, ['dspln'], { ...claim, product: 'dspln' })).toBe(true);
});

test.each([
  ['reference', { refId: 'inv-2' }],
  ['spelling of the reference', { refId: 'INV-1' }],
  ['product', { product: 'pdam' }],
  ['customer', { customerNo: '658,213' }],
  ['part of the customer number', { customerNo: '658' }],
])('a claim with another %s is not about the payment', (_, other) => {
  expect(isAboutPayment(request, ['dspln'], { ...claim, ...other })).toBe(false);
});
