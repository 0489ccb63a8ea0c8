import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Payments } from '../../../client/payments.js';
import type { Evidence } from '../../../contract/evidence.js';
import type { Progress } from '../../../contract/messages.js';
import { paymentId } from '../../../contract/names.js';
import type { PaymentOutcome } from '../../../contract/outcome.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { addSearchAttributes } from '../../../worker/namespace.js';
import { startDevServer, type DevServer } from '../../support/environment.js';
import { resetTo } from '../../support/operator-acts.js';
import type { RememberingLedger } from '../../support/remembering-ledger.js';
import type { Script } from '../../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../../support/test-notice.js';
import { aRequest, startTestWorkers, testConfig, type TestWorkers } from '../../support/test-workers.js';

const WITHIN_MS = 40_000;
/** Times of a payment that a test follows in real time. */
const config = testConfig(
  { timeout: '1s', minGap: '1s', firstCheck: '3s', poll: [{ every: '1s', for: '1h' }], reviewAfter: '1h' },
  { ledger: { baseUrl: 'http://127.0.0.1:9', timeout: '1s' } },
);

/** Registers a development server in real time: the time-skipping server does not reset workflows. */
export function onDevServer() {
  let server: DevServer;
  let env: TestWorkflowEnvironment;
  const running: TestWorkers[] = [];
  beforeAll(async () => {
    server = await startDevServer();
    env = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
    await addSearchAttributes(env.connection, 'default');
  });
  afterEach(async () => {
    for (const workers of running.splice(0)) await workers.stop();
  });
  afterAll(async () => {
    await env.teardown();
    await server.stop();
  });

  /** Starts workers and a payment whose funds a ledger holds. */
  async function start(script: Script, ledger: RememberingLedger, more: Partial<PaymentRequest> = {}) {
    const workers = await startTestWorkers({ env, config, script, ledger: ledger.activities });
    running.push(workers);
    const payments = new Payments(env.client);
    const request = aRequest({ account: 'acc-1', ...more });
    const workflowId = paymentId(request);
    await payments.start(request);
    // Without a run id, so that it follows a reset.
    const handle = env.client.workflow.getHandle(workflowId);
    const until = async (condition: (progress: Progress) => boolean): Promise<void> => {
      const last = Date.now() + WITHIN_MS;
      while (!condition(await payments.progress(request))) {
        if (Date.now() > last) throw new Error(`not within the time of the test: ${condition.toString()}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };

    return {
      count: workers.count,
      progress: (): Promise<Progress> => payments.progress(request),
      reaches: (stage: Progress['stage']) => until((progress) => progress.stage === stage),
      reviewed: (why: RegExp) => until(({ review }) => why.test(review?.why ?? '')),
      terminate: () => handle.terminate('a test'),
      /** Everything after the first workflow task is done again. */
      reset: () => resetTo(env.client, workflowId, 'first'),
      signedSuccess(stated: Partial<Evidence> = {}): Promise<void> {
        return handle.signal('notice', noticeWith(claimAbout(request, stated)));
      },
      outcome: () => handle.result() as Promise<PaymentOutcome>,
    };
  }
  return { start };
}
