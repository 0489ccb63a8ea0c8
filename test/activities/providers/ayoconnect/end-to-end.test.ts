import type { BillFound, Order } from '../../../../activities/providers/provider.js';
import type { PaymentRequest } from '../../../../contract/request.js';
import {
  INJECTED_FAULTS as FAULTS,
  SANDBOX_SECRETS,
  type InjectedFault as FaultKind,
  type Sandbox,
} from '../../../../sandbox/index.js';
import { TEST_ENDINGS } from '../../../../sandbox/providers/ayoconnect/accounts.js';
import { SandboxUnderTest, clockAt } from '../../../sandbox/helpers.js';
import { linesOf, provider as make, request as example } from './support.js';

const signal = new AbortController().signal;
const secrets = SANDBOX_SECRETS.ayoconnect;
const under = new SandboxUnderTest();
const clock = clockAt('2024-05-06T03:00:00Z');
let sandbox: Sandbox;
let refs = 0;

beforeAll(async () => {
  sandbox = await under.start({ now: clock.now });
});
afterEach(() => sandbox.rules.clear());
afterAll(() => under.close());

const provider = (options: Parameters<typeof make>[0] = {}) => make({ baseUrl: sandbox.url, secrets, ...options });
const request = (more: Partial<PaymentRequest> = {}): PaymentRequest => {
  refs += 1;
  return { ...example, refId: `e2e-${refs}`, ...more };
};

/** Asks for the bill and pays it as the workflow does. */
async function ordered(of: PaymentRequest): Promise<Order & { bill: BillFound }> {
  const bill = await provider().inquire({ request: of }, signal);
  if (bill.kind !== 'bill') throw new Error(bill.message);
  return { request: of, bill, ...(bill.amount === undefined ? {} : { amount: bill.amount }) };
}

test('the published sequence is paid: bill, processing, and in the end the reference of PLN', async () => {
  const order = await ordered(request());
  expect(order.bill).toMatchObject({ amount: 25_220, admin: 3_000, customerName: 'INDAH PUTRI' });
  expect(await provider().pay(order, signal)).toMatchObject({ kind: 'pending', code: '299' });
  expect(await provider().check(order, signal)).toMatchObject({ kind: 'pending', code: '299' });
  clock.forward(2_000);
  const paid = await provider().check(order, signal);
  expect(paid).toMatchObject({ kind: 'success', serialNumber: '0213170Z02B75C0DCEF586D46B67C528', amount: 25_220 });
  expect(linesOf(paid)).toContain('Jumlah Tagihan | Bulan | Feb16');
});

test.each([
  [{ product: 'TLSTPOS' }, 'serialNumber'],
  [{ product: 'PLSTPL20' }, 'voucher'],
  [{ product: 'TSBXHALO' }, 'voucher'],
  [{ product: 'TSBXBPJS', fields: { month: '3' } }, 'voucher'],
  [{ product: 'TSBXPDAM', fields: { zoneId: '0012' } }, 'voucher'],
  [{ product: 'TSBXMONEY', amount: 50_000 }, 'voucher'],
] as const)('%j is paid, and its token is the %s', async (more, proof) => {
  const order = await ordered(request({ ...more, customerNo: '0812000111' }));
  await provider().pay(order, signal);
  clock.forward(2_000);
  const paid = await provider().check(order, signal);
  expect(paid).toMatchObject({ kind: 'success', amount: order.amount, [proof]: expect.any(String) as string });
  expect(sandbox.journal.charges('ayoconnect', order.request.refId).charges).toBe(1);
});

test('the balance falls by what was paid, and the product list names every product', async () => {
  const { balance: before } = await provider().balance(signal);
  const order = await ordered(request());
  await provider().pay(order, signal);
  expect((await provider().balance(signal)).balance).toBe(before - 25_220);
  expect(await provider().products(signal)).toContainEqual({
    ...{ product: 'PLSTPL20', name: 'PLN Prepaid 20.000', category: 'Listrik', active: true },
  });
  const wrong = provider({ secrets: { ...secrets, secret: 'wrong' } });
  await expect(wrong.balance(signal)).rejects.toMatchObject({ code: 'Unreachable' });
});

test('the test accounts fail as they say', async () => {
  const account = (name: keyof typeof TEST_ENDINGS) => request({ customerNo: `77${TEST_ENDINGS[name]}` });
  const inquire = (of: PaymentRequest) => provider().inquire({ request: of }, signal);
  expect(await inquire(account('inquiryFails'))).toMatchObject({ kind: 'refused', code: '304' });
  expect(await inquire(account('fourArrears'))).toMatchObject({ kind: 'refused', code: '' });
  expect(await inquire(account('twoArrears'))).toMatchObject({ kind: 'bill', admin: 6_000 });
  const failing = await ordered(account('paymentFails'));
  expect(await provider().pay(failing, signal)).toMatchObject({ kind: 'failed', code: '103' });
  expect(await provider().check(failing, signal)).toMatchObject({ kind: 'failed', code: '103' });
  const late = await ordered(account('pendingFails'));
  expect(await provider().pay(late, signal)).toMatchObject({ kind: 'pending' });
  clock.forward(2_000);
  expect(await provider().check(late, signal)).toMatchObject({ kind: 'failed' });
});

test('a wrong secret settles nothing: no bill, no verdict, and nothing made', async () => {
  const order = await ordered(request());
  const wrong = provider({ secrets: { ...secrets, secret: 'wrong' } });
  expect(await wrong.inquire(order, signal)).toMatchObject({ kind: 'unclear', why: 'http-401' });
  expect(await wrong.pay(order, signal)).toMatchObject({ kind: 'unknown', why: 'http-401' });
  expect(await wrong.check(order, signal)).toMatchObject({ kind: 'unknown', why: 'http-401' });
  expect(sandbox.journal.charges('ayoconnect', order.request.refId)).toMatchObject({ charges: 0, status: 'none' });
});

test('what is not known there is unknown and absent, and a repeated pay never a failure', async () => {
  const order = await ordered(request());
  expect(await provider().check(order, signal)).toMatchObject({ kind: 'unknown', why: 'not-found', absent: true });
  await provider().pay(order, signal);
  expect(await provider().pay(order, signal)).toMatchObject({ kind: 'unknown', why: 'duplicate-reference' });
  expect(sandbox.journal.charges('ayoconnect', order.request.refId).charges).toBe(1);
});

test('an inquiry id that is gone fails the payment, with nothing made', async () => {
  const order = await ordered(request());
  const gone = { ...order, bill: { ...order.bill, handle: { inquiryId: 1 } } };
  expect(await provider().pay(gone, signal)).toMatchObject({ kind: 'failed', code: '313' });
  expect(sandbox.journal.charges('ayoconnect', order.request.refId).charges).toBe(0);
});

describe.each(FAULTS.filter((fault) => fault !== 'forged-signature' && fault !== 'unsigned'))(
  'the fault %s',
  (fault) => {
    const slow = fault === 'slow' ? { timeout: '300ms' } : {};
    const faulty = (asks: 'pay' | 'status' | 'inquiry') => {
      const match = fault === 'reset-before-read' ? { provider: 'ayoconnect' } : { provider: 'ayoconnect', asks };
      sandbox.rules.add({ match, fault: fault as FaultKind, times: 1 });
    };

    test('a fault never makes a verdict of a contact', async () => {
      const order = await ordered(request());
      faulty('pay');
      expect((await provider(slow).pay(order, signal)).kind).toBe('unknown');
      sandbox.rules.clear();
      clock.forward(2_000);
      faulty('status');
      expect((await provider(slow).check(order, signal)).kind).toBe('unknown');
      sandbox.rules.clear();
      faulty('inquiry');
      // An inquiry has no reference; and to one, "no such transaction" is a plain no.
      const kind = fault === 'wrong-reference' ? 'bill' : fault === 'not-found' ? 'refused' : 'unclear';
      expect((await provider(slow).inquire(order, signal)).kind).toBe(kind);
      expect(sandbox.journal.charges('ayoconnect', order.request.refId).charges).toBeLessThanOrEqual(1);
    });
  },
);
