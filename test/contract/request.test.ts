import fc from 'fast-check';
import { InvalidInput } from '../../contract/errors.js';
import { parsePaymentRequest, readPaymentRequest } from '../../contract/request.js';

const request = { provider: 'digiflazz', refId: 'inv-1', product: 'pln', customerNo: '530000000001' };
const faultPaths = (value: unknown) => {
  const read = readPaymentRequest(value);
  return 'faults' in read ? [...new Set(read.faults.map(({ path }) => path))] : [];
};

const fieldsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, 'x']));

test('the shortest request and one with every field are accepted unchanged', () => {
  const full = {
    ...request,
    amount: 50_000,
    charge: 52_500,
    fields: { zoneId: '2001', downline_id: '7' },
    confirm: 'manual',
    maxAmount: 60_000,
    deadline: '15m',
    onDeadline: 'release',
    account: 'acc-1',
    testing: true,
  };
  expect(parsePaymentRequest(request)).toEqual(request);
  expect(parsePaymentRequest(full)).toEqual(full);
});

test('a product that takes no customer has an empty number, and a composite number keeps its commas', () => {
  for (const customerNo of ['', '0658,0212'])
    expect(parsePaymentRequest({ ...request, customerNo })).toMatchObject({ customerNo });
});

test.each([
  ['an unknown key', { price: 1 }, 'price'],
  ['no reference', { refId: undefined }, 'refId'],
  ['a reference that starts with a dot', { refId: '.a' }, 'refId'],
  ['a reference with a colon', { refId: 'a:b' }, 'refId'],
  ['a reference that ends with a line feed', { refId: 'a\n' }, 'refId'],
  ['a reference of 65 characters', { refId: 'a'.repeat(65) }, 'refId'],
  ['a provider in capitals', { provider: 'Digiflazz' }, 'provider'],
  ['a customer number that is a JSON number', { customerNo: 530000000001 }, 'customerNo'],
  ['a customer number with a line feed', { customerNo: '53\n' }, 'customerNo'],
  ['a product without a name', { product: '' }, 'product'],
  ['an amount of 0', { amount: 0 }, 'amount'],
  ['a negative charge', { charge: -1 }, 'charge'],
  ['an amount with a fraction', { amount: 1.5 }, 'amount'],
  ['an amount as text', { maxAmount: '11000' }, 'maxAmount'],
  ['an amount that JSON readers round', { amount: 2 ** 53 }, 'amount'],
  ['a deadline that is not a duration', { deadline: 'soon' }, 'deadline'],
  ['an unknown way to confirm', { confirm: 'later' }, 'confirm'],
  ['an input that is not text', { fields: { zoneId: 2001 } }, 'fields.zoneId'],
  ['an empty account', { account: '' }, 'account'],
  ['a product with an ESC', { product: 'pln\u001b[2J' }, 'product'],
  ['an account with a line feed', { account: 'acc\n1' }, 'account'],
  ['an account that reverses the text after it', { account: 'acc\u202e1' }, 'account'],
  ['a product with a C1 control character', { product: 'pln\u009b' }, 'product'],
  ['a product with a line separator', { product: 'pln\u2028' }, 'product'],
  ['a product with half a character', { product: 'pln\ud800' }, 'product'],
  ['a customer number with an invisible mark', { customerNo: '\u200e0812' }, 'customerNo'],
  ['an input with an ESC', { fields: { zoneId: '\u001b]0;x' } }, 'fields.zoneId'],
  ['an input whose name has an ESC', { fields: { 'zone\u001b': '1' } }, 'fields.zone\\x1b'],
  ['an unknown key with an ESC', { '\u001bx': 1 }, '\\x1bx'],
  ['a request of 33 inputs', { fields: fieldsOf(33) }, 'fields'],
])('%s is refused, and the fault names the path', (_, change, path) => {
  expect(faultPaths({ ...request, ...change })).toEqual([path]);
});

test('the largest number of inputs and every printable character are accepted', () => {
  const most = { ...request, product: 'pln é ü 電 😀 "<&\\', fields: fieldsOf(32) };
  expect(parsePaymentRequest(most)).toEqual(most);
});

test("the fault of an input's name says what is wrong with it", () => {
  const read = readPaymentRequest({ ...request, fields: { 'a\u0007': '1' } });
  expect(read).toEqual({ faults: [{ path: 'fields.a\\x07', reason: 'has a character that is not printable' }] });
});

test.each(['__proto__', 'constructor', 'prototype'])('an input cannot be called %s', (name) => {
  const value = JSON.parse(`{ "fields": { "${name}": "x" } }`) as object;
  expect(faultPaths({ ...request, ...value })).toContain(`fields.${name}`);
});

test('every fault of a request is reported at once, as InvalidRequest, without the values', () => {
  const secret = 'secret value';
  const parse = () => parsePaymentRequest({ ...request, refId: secret, amount: 0, [`unknown`]: secret });
  expect(parse).toThrow(InvalidInput);
  expect(parse).toThrow(expect.objectContaining({ code: 'InvalidRequest' }));
  expect(parse).toThrow(/refId: .*amount: .*unknown: unknown key/);
  expect(parse).not.toThrow(new RegExp(secret));
});

test('no JSON value makes the check throw, and what it accepts is the value itself', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (any, more) => {
      for (const value of [any, { ...request, ...more }]) {
        const read = readPaymentRequest(value);
        if ('request' in read) expect(read.request).toEqual(value);
        else expect(read.faults.length).toBeGreaterThan(0);
      }
    }),
  );
});
