import { paymentId, referenceId } from '../../contract/names.js';
import { devServerTest } from '../support/dev-server-test.js';
import { success } from '../support/scripted-provider.js';
import { aRequest } from '../support/test-workers.js';

const suite = devServerTest({ script: { pay: [success] } });

test('who may start workflows cannot have a reference paid a second time by starting its record again', async () => {
  const { client } = suite.env;
  const { payments, count } = suite.workers;
  const request = aRequest();
  expect(await payments.pay(request)).toMatchObject({ status: 'Sukses' });
  await client.workflow.getHandle(paymentId(request)).result();
  expect(count('pay')).toBe(1);

  // Temporal's default policies: the ids of an ended payment, and of its record, can be started again.
  const again = await client.workflow.start('payment', {
    workflowId: paymentId(request),
    taskQueue: 'payments',
    args: [request],
    startDelay: '3s',
  });
  await client.workflow.start('anything', {
    workflowId: referenceId(request),
    taskQueue: 'nobody',
    memo: { firstRunId: again.firstExecutionRunId },
  });
  const ended = await again.result().then(
    ({ status }: { status: string }) => status,
    () => 'refused',
  );
  expect({ ended, pays: count('pay') }).toEqual({ ended: 'refused', pays: 1 });
}, 60_000);
