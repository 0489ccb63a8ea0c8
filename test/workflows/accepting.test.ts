import { Context } from '@temporalio/activity';
import { TuntasError } from '../../contract/errors.js';
import { paymentId } from '../../contract/names.js';
import { recordedPayment } from '../../activities/recorded-payment.js';
import type { Script } from '../support/scripted-provider.js';
import { aRequest } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

/** Pays a bill and counts what stands in its history. `from`: the search attributes are the client library's or not. */
async function pay(script: Script, { from = 'client' } = {}) {
  const { payments, stop } = await suite.start({ script });
  const request = aRequest();
  const workflowId = paymentId(request);
  const { client } = suite.env;
  if (from === 'workflow')
    await client.workflow.start('payment', { workflowId, taskQueue: 'payments', args: [request] });
  const outcome = await payments.pay(request);
  const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
  const { plan } = await recordedPayment(client, request);
  await stop();
  return {
    outcome,
    plan,
    failedTasks: events?.filter((event) => event.workflowTaskFailedEventAttributes).length,
    tasks: events?.filter((event) => event.workflowTaskCompletedEventAttributes).length,
    upserts: events?.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes).length,
    activities: events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name).filter(Boolean),
  };
}

test('a payment is accepted without an activity of the server, and its history shows the plan', async () => {
  const paid = await pay({});
  expect(paid).toMatchObject({ outcome: { status: 'Sukses' }, activities: ['inquire', 'pay'], tasks: 3, upserts: 2 });
  expect(paid.plan).toMatchObject({ checkQueue: 'payments-digiswitch-checks' });
});

test('a payment started by another program writes its search attributes itself', async () => {
  expect(await pay({}, { from: 'workflow' })).toMatchObject({ outcome: { status: 'Sukses' }, upserts: 3 });
});

test('what the worker does not have in memory is asked for again by the server', async () => {
  const terms = {
    get inquiry(): boolean {
      if (Context.current().info.isLocal) throw new TuntasError('Unreachable', 'digiswitch: no product list');
      return true;
    },
  };
  const paid = await pay({ terms });
  expect(paid).toMatchObject({
    outcome: { status: 'Sukses' },
    activities: ['accept', 'inquire', 'pay'],
    failedTasks: 0,
  });
  expect(paid.plan).toMatchObject({ inquiry: true });
});
