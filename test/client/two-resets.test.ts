import { setTimeout as sleep } from 'node:timers/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Payments } from '../../client/payments.js';
import { paymentId } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import { addSearchAttributes } from '../../worker/namespace.js';
import { startDevServer, type DevServer } from '../support/environment.js';
import { resetTo } from '../support/operator-acts.js';
import { rememberingLedger } from '../support/remembering-ledger.js';
import { unknown } from '../support/scripted-provider.js';
import { aRequest, startTestWorkers, testConfig } from '../support/test-workers.js';

const TIMES = { timeout: '1s', minGap: '1s', firstCheck: '3s', poll: [{ every: '1s', for: '1h' }], reviewAfter: '1h' };
const LEDGER = { ledger: { baseUrl: 'http://127.0.0.1:9', timeout: '1s' } };
const alreadyPaid = { kind: 'refused', code: '88', message: 'Tagihan sudah lunas' } as const;

let server: DevServer;
let env: TestWorkflowEnvironment;
beforeAll(async () => {
  server = await startDevServer();
  env = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
  await addSearchAttributes(env.connection, 'default');
});
afterAll(async () => {
  await env.teardown();
  await server.stop();
});

test('a second reset of a payment whose first run was refused does not end it with the hold of the run between open', async () => {
  const request = aRequest({ account: 'acc-1' });
  const workflowId = paymentId(request);
  const handle = env.client.workflow.getHandle(workflowId);
  const reset = () => resetTo(env.client, workflowId, 'first');
  // The first run is refused: no ledger is configured yet.
  const before = await startTestWorkers({ env, config: testConfig(TIMES) });
  await env.client.workflow.start('payment', { workflowId, taskQueue: 'payments', args: [request] });
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'InvalidRequest' } });
  await before.stop();

  // An operator mends the configuration and resets it: it holds the funds and asks for the status.
  const ledger = rememberingLedger();
  const workers = await startTestWorkers({
    env,
    config: testConfig(TIMES, LEDGER),
    script: { inquiry: [{ kind: 'bill' }, alreadyPaid], check: [unknown] },
    ledger: ledger.activities,
  });
  await reset();
  const payments = new Payments(env.client);
  for (
    let tries = 0;
    ledger.open().length === 0 || (await payments.progress(request)).stage !== 'polling';
    tries += 1
  ) {
    if (tries > 100) throw new Error('no hold');
    await sleep(200);
  }

  // Pay is not sent after a reset, so he resets it once more.
  await reset();
  const result = handle.result() as Promise<PaymentOutcome>;
  const ended = await Promise.race([result, sleep(15_000, undefined)]);
  const left = { status: ended?.status, reason: ended?.reason, funds: ended?.funds, open: ledger.open() };
  // A call that waits when its connection is closed ends the process: the SDK repeats it.
  if (!ended) await handle.terminate('the end of the test');
  await result.catch(() => undefined);
  await workers.stop();
  // Either it goes on, or it has released what the run before it held.
  expect(ended === undefined || ledger.open().length === 0 ? 'held to' : left).toBe('held to');
}, 120_000);
