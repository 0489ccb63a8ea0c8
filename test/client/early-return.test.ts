import { setTimeout } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Payments } from '../../client/payments.js';
import { paymentId } from '../../contract/names.js';
import { devServerTest } from '../support/dev-server-test.js';
import { pending, success, type Script } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';

const script: Script = {};

const suite = devServerTest({
  script,
  config: testConfig({ minGap: '1s', firstCheck: '1s', poll: [{ every: '1s', for: '1h' }] }),
});
beforeEach(() => Object.assign(script, { pay: undefined, check: undefined }));

/** A client of its own, and the names of the calls that it makes. */
async function counted() {
  const calls: string[] = [];
  const connection = await Connection.connect({
    address: suite.server.address,
    interceptors: [
      (options, next) => {
        calls.push(options.method_definition.path.replace(/.*\//, ''));
        return next(options) as never;
      },
    ],
  });
  return { payments: new Payments(new Client({ connection })), calls, close: () => connection.close() };
}

test('an outcome that comes at once costs one call to Temporal', async () => {
  const { payments, calls, close } = await counted();
  await payments.list({ limit: 1 });
  calls.length = 0;
  expect(await payments.pay(aRequest(), 10_000)).toMatchObject({ status: 'Sukses' });
  expect(calls).toEqual(['ExecuteMultiOperation']);
  await close();
});

test('a payment that is Pending at the limit was started, and its outcome comes later', async () => {
  Object.assign(script, { pay: [pending], check: [pending, success] });
  const request = aRequest();
  expect(await suite.workers.payments.pay(request, 50)).toBeUndefined();
  expect((await suite.workers.payments.progress(request)).status).toBe('Pending');
  expect(await suite.workers.payments.pay(request)).toMatchObject({ status: 'Sukses' });
});

test('a repeat after the end gives the same outcome, and one with other content is refused', async () => {
  const request = aRequest();
  const outcome = await suite.workers.payments.pay(request);
  expect(await suite.workers.payments.pay(request)).toEqual(outcome);
  await expect(suite.workers.payments.pay({ ...request, product: 'pdam' })).rejects.toMatchObject({
    code: 'RequestMismatch',
  });
});

test('other content is refused while the payment runs, whoever else waits for it', async () => {
  Object.assign(script, { pay: [pending], check: [pending, success] });
  const request = aRequest();
  const [first, second] = await Promise.allSettled([
    suite.workers.payments.pay(request),
    suite.workers.payments.start(request).then(() => suite.workers.payments.pay({ ...request, maxAmount: 5 })),
  ]);
  expect(first).toMatchObject({ value: { status: 'Sukses' } });
  expect(second).toMatchObject({ reason: { code: 'RequestMismatch' } });
});

test('a request that breaks the contract only at the worker is refused with its fault', async () => {
  await expect(suite.workers.payments.pay(aRequest({ account: 'a1' }))).rejects.toMatchObject({
    code: 'InvalidRequest',
  });
});

test('an update `outcome` with another id is refused, so that those who wait never block an operator', async () => {
  Object.assign(script, { pay: [pending], check: [pending] });
  const request = aRequest();
  await suite.workers.payments.start(request);
  while ((await suite.workers.payments.progress(request)).stage !== 'polling') await setTimeout(100);
  const handle = suite.env.client.workflow.getHandle(paymentId(request));
  await expect(handle.executeUpdate('outcome', { updateId: 'mine' })).rejects.toThrow('Workflow Update failed');
  const waiting = Array.from({ length: 200 }, () => handle.executeUpdate('outcome', { updateId: 'outcome' }));
  await expect(suite.workers.payments.cancel(request)).rejects.toMatchObject({ code: 'UpdateRefused' });
  script.check = [success];
  const outcomes = await Promise.all(waiting);
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
});
