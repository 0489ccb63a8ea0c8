import { LinePayments } from '../../cli/batch/line-payments.js';
import { RepeatingCalls } from '../../cli/batch/repeating-calls.js';
import { reportStatus } from '../../cli/report.js';
import { connectTo } from '../../cli/session.js';
import type { Tools } from '../../cli/tools.js';
import { paymentId, paymentsQueue, WORKFLOWS } from '../../contract/names.js';
import { devServerTest } from '../support/dev-server-test.js';
import { success } from '../support/scripted-provider.js';
import { aRequest } from '../support/test-workers.js';

// A start over an ended payment waits for a worker: the latest run is running, and the payment is not.

const suite = devServerTest({ script: { pay: [success] } });

async function setting() {
  const request = aRequest();
  const paid = await suite.workers.payments.pay(request);
  // Somebody's start under Temporal's default policies, which no worker has taken yet.
  const again = await suite.env.client.workflow.start(WORKFLOWS.payment, {
    workflowId: paymentId(request),
    taskQueue: paymentsQueue,
    args: [request],
    startDelay: '1h',
  });
  const session = await connectTo({
    connectionOptions: { address: suite.server.address },
    namespace: 'default',
  });
  const end = async () => {
    await session.close();
    await again.terminate();
  };
  return { request, paid, session, end };
}

test('the library tells the outcome', async () => {
  const { request, paid, end } = await setting();
  expect(await suite.workers.payments.outcome(request, 0)).toEqual(paid);
  await end();
});

test('a batch that asks again for a payment tells its outcome, and not that it goes on', async () => {
  const { request, paid, session, end } = await setting();
  const stop = new AbortController().signal;
  const lines = new LinePayments({ session, repeating: new RepeatingCalls(stop), stop, log: () => undefined });
  expect(await lines.ask(request)).toEqual({ outcome: paid });
  await end();
});

test('`tuntas status` without a worker tells the outcome that Temporal keeps, and not Pending', async () => {
  const { request, session, end } = await setting();
  const printed: unknown[] = [];
  const tools = { log: () => undefined, print: (text: string) => printed.push(text) } as unknown as Tools;
  const withoutWorker = { ...session, hasWorker: async () => false };
  const code = await reportStatus({ session: withoutWorker, tools }, request, false);
  expect({ code, printed: String(printed[0]).split(' ')[0] }).toEqual({ code: 0, printed: 'Sukses' });
  await end();
});
