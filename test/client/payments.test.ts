import { Payments } from '../../client/payments.js';

/** Without a client every call to Temporal fails, so what is refused here never reaches it. */
const payments = new Payments(undefined as never);
const key = { provider: 'digiswitch', refId: 'inv-1' };

test('an invalid request is refused before anything is started', async () => {
  const request = { ...key, product: 'pln', customerNo: '530000000001', amount: 0 };
  await expect(payments.start(request)).rejects.toMatchObject({
    code: 'InvalidRequest',
    faults: [{ path: 'amount', reason: 'must be at least 1 rupiah' }],
  });
});

test('an invalid amount to confirm is refused before it is sent', async () => {
  await expect(payments.confirm(key, { amount: 1.5 })).rejects.toMatchObject({
    code: 'InvalidRequest',
    faults: [{ path: 'amount' }],
  });
});

test('an invalid verdict is refused before it is sent, with the faults that the workflow would report', async () => {
  const verdict = { status: 'Sukses', by: '', note: 'letter of 3 May' } as const;
  await expect(payments.resolve(key, verdict)).rejects.toMatchObject({
    code: 'InvalidRequest',
    faults: [{ path: 'by', reason: 'must name who decides' }],
  });
});

test('a list of no payments asks Temporal nothing', async () => {
  expect(await payments.list({ limit: 0 })).toEqual([]);
});
