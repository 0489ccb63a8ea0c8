import { paymentId } from '../../contract/names.js';
import { eachTestsFolder } from '../support/folder.js';
import { eventually, startMachine, type Machine } from './machine.js';
import { resetTo } from '../support/operator-acts.js';

const folder = eachTestsFolder();
let machine: Machine;
afterEach(() => machine.stop());

const bill = (refId: string) => ({
  provider: 'digiswitch',
  refId,
  product: 'pln',
  customerNo: '530000000001',
  testing: true,
});

const reset = (refId: string) => resetTo(machine.client, paymentId({ provider: 'digiswitch', refId }), 'first');

test('the reset of a payment that has ended sends no second pay: status settles it', async () => {
  machine = await startMachine({ folder: folder() });
  await machine.startWorker();
  const { payments } = machine;
  const first = await payments.pay(bill('reset'));
  await reset('reset');
  const second = await payments.outcome(bill('reset'));
  expect([first?.status, second?.status]).toEqual(['Sukses', 'Sukses']);
  expect(await machine.charges('digiswitch', 'reset')).toMatchObject({ charges: 1, pays: [expect.anything()] });
});

test('a payment that was terminated comes back by reset, and is followed to its end', async () => {
  machine = await startMachine({ folder: folder() });
  await machine.rules([
    { match: { ref: 'back', asks: 'pay' }, answer: { outcome: 'pending→sukses', after: { checks: 6 } } },
  ]);
  await machine.startWorker();
  const { payments, client } = machine;
  await payments.start(bill('back'));
  await eventually(async () => (await payments.progress(bill('back'))).stage === 'polling');
  await client.workflow.getHandle(paymentId(bill('back'))).terminate('a test');
  await expect(payments.outcome(bill('back'))).rejects.toMatchObject({ code: 'PaymentBroken' });
  await reset('back');
  expect(await payments.outcome(bill('back'))).toMatchObject({ status: 'Sukses' });
  expect(await machine.charges('digiswitch', 'back')).toMatchObject({ charges: 1, pays: [expect.anything()] });
});

test('the reset of a payment whose deadline has passed does not end as if nothing had been sent', async () => {
  machine = await startMachine({ folder: folder() });
  await machine.startWorker();
  const { payments } = machine;
  const request = { ...bill('late'), deadline: '10s' };
  const first = await payments.pay(request);
  expect(first?.status).toBe('Sukses');
  await eventually(() => Date.now() > Date.parse(first?.startedAt ?? '') + 10_000);
  await reset('late');
  expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses' });
  expect(await machine.charges('digiswitch', 'late')).toMatchObject({ charges: 1, pays: [expect.anything()] });
});
