import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import { paymentId, paymentsQueue, WORKFLOWS } from '../../contract/names.js';
import type { NotificationBody } from '../../contract/notification.js';
import { devServerTest } from '../support/dev-server-test.js';
import { success } from '../support/scripted-provider.js';
import { aRequest, startTestWorkers, testConfig, type TestWorkers } from '../support/test-workers.js';

const SHOP = { name: 'shop', url: 'http://shop.test/hook', insecure: true, secret: { env: 'S' }, firstRetry: '1s' };
const config = testConfig({}, { notify: [SHOP] });
const received: NotificationBody[] = [];
let answersWith = 500;
const exchange = async (call: HttpCall): Promise<HttpResult> => {
  received.push(JSON.parse(call.body ?? '') as NotificationBody);
  return { kind: 'reply', status: answersWith, headers: {}, body: Buffer.from('') };
};

const script = { pay: [success] };
const suite = devServerTest({ script, config, exchange });
let later: TestWorkers | undefined;
afterEach(() => later?.stop());

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const last = Date.now() + 40_000;
  while (!(await condition())) {
    if (Date.now() > last) throw new Error(`not within the time of the test: ${condition.toString()}`);
    await sleep(100);
  }
}

test('an end that was not delivered is told after its payment was terminated, reset, and its reference started again', async () => {
  const { env, workers } = suite;
  const { payments } = workers;
  const request = aRequest();
  await payments.pay(request);
  await until(() => received.length > 0);
  await workers.stop();

  const workflowId = paymentId(request);
  const told = env.client.workflow.getHandle(workflowId);
  const { runId } = await told.describe();
  const { events } = await told.fetchHistory();
  const lastTask = events?.findLast((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
  /** To the last task, before which the message was started. */
  const reset = () =>
    env.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: lastTask ?? null,
      requestId: randomUUID(),
      reason: 'a test',
    });
  // No worker carries this run on.
  await reset();
  await env.client.workflow.getHandle(workflowId).terminate('by mistake');

  later = await startTestWorkers({ env, config, script, exchange });
  const isWaiting = async () => {
    const [message] = await payments.notifications({ refId: request.refId, pending: true });
    return /waits for a reset/.test(message?.why ?? '');
  };
  await until(isWaiting);
  await reset();
  const outcome = await payments.outcome(request);
  const again = { workflowId, taskQueue: paymentsQueue, args: [request] };
  await expect(env.client.workflow.execute(WORKFLOWS.payment, again)).rejects.toThrow();
  const tries = received.length;
  answersWith = 204;
  await until(() => received.length > tries);
  expect(received.at(-1)).toMatchObject({ type: 'payment.succeeded', data: { status: outcome?.status } });
  await until(async () => (await payments.notifications({ refId: request.refId, pending: true })).length === 0);
});
