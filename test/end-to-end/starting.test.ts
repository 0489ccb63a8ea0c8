import { paymentId } from '../../contract/names.js';
import { eachTestsFolder } from '../support/folder.js';
import { startMachine, type Machine } from './machine.js';

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

test('the same reference started twice at once, 50 times over: one workflow, one charge, the same answer', async () => {
  machine = await startMachine({ folder: folder() });
  const { payments, client } = machine;
  await machine.startWorker();
  const refs = Array.from({ length: 50 }, (_, index) => `twice-${index}`);
  const answers = await Promise.all(refs.map((ref) => Promise.all([payments.pay(bill(ref)), payments.pay(bill(ref))])));
  for (const [index, [one, other]] of answers.entries()) {
    expect(one).toMatchObject({ status: 'Sukses', refId: refs[index] });
    expect(other).toEqual(one);
    expect(await machine.charges('digiswitch', refs[index]!)).toMatchObject({ charges: 1, pays: [expect.anything()] });
  }
  const runs = [];
  for await (const run of client.workflow.list({ query: "WorkflowType = 'payment'" })) runs.push(run.workflowId);
  expect(runs.sort()).toEqual(refs.map((refId) => paymentId({ provider: 'digiswitch', refId })).sort());

  // Long after its end the reference still answers with the outcome, and takes no other content.
  expect(await payments.pay(bill('twice-0'))).toEqual(answers[0]?.[0]);
  await expect(payments.start({ ...bill('twice-0'), customerNo: '630000000001' })).rejects.toMatchObject({
    code: 'RequestMismatch',
    message: expect.stringContaining('customerNo') as string,
  });
});

test("started again after its end under Temporal's default policies, a reference is refused, and keeps its outcome", async () => {
  machine = await startMachine({ folder: folder() });
  const { client, payments } = machine;
  await machine.startWorker();
  const request = bill('again');
  const start = () =>
    client.workflow.execute('payment', { workflowId: paymentId(request), taskQueue: 'payments', args: [request] });
  expect(await start()).toMatchObject({ status: 'Sukses' });
  await expect(start()).rejects.toMatchObject({
    cause: { type: 'InvalidRequest', message: expect.stringContaining('refId: was used before') as string },
  });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses' });
  expect(await machine.charges('digiswitch', 'again')).toMatchObject({ charges: 1, pays: [expect.anything()] });
});

test('a request that breaks the contract is refused before anything is started', async () => {
  machine = await startMachine({ folder: folder() });
  await expect(machine.payments.start({ ...bill('bad ref'), amount: 1.5 })).rejects.toMatchObject({
    code: 'InvalidRequest',
    message: expect.stringMatching(/refId: .*amount: /) as string,
  });
  const runs = [];
  for await (const run of machine.client.workflow.list()) runs.push(run.workflowId);
  expect(runs).toEqual([]);
});

test('a request that reaches the workflow all the same fails it with InvalidRequest, and no provider was called', async () => {
  machine = await startMachine({ folder: folder() });
  await machine.startWorker();
  const { client } = machine;
  const start = (workflowId: string, request: unknown) =>
    client.workflow.execute('payment', { workflowId, taskQueue: 'payments', args: [request] });
  const broken = [
    ['payment:digiswitch:odd', { ...bill('odd'), surprise: 1 }],
    ['payment:digiswitch:other', bill('another-reference')],
    // Another worker may know the provider, so this one waits until the deadline.
    ['payment:nobody:r', { ...bill('r'), provider: 'nobody', deadline: '1s' }],
    ['payment:digiswitch:funds', { ...bill('funds'), account: 'a' }],
  ] as const;
  for (const [id, request] of broken) {
    await expect(start(id, request)).rejects.toMatchObject({ cause: { type: 'InvalidRequest' } });
  }
  expect(await (await fetch(`${machine.sandbox.url}/_sandbox/journal`)).json()).toEqual([]);
});
