import { paymentId } from '../../contract/names.js';
import { pending, type Script } from './scripted-provider.js';
import { aRequest, realTimeClient, testConfig } from './test-workers.js';
import type { WorkflowTest } from './workflow-test.js';

/** A provider whose payments only a webhook or an operator settles. */
export const WEBHOOKS_ONLY = { statusCall: false, reviewAfter: '1h' };

/** Starts payments at such a provider, and waits until pay was answered Pending. */
export function waitingPayment(suite: WorkflowTest) {
  return async (script: Script = {}, more: Record<string, unknown> = {}) => {
    const workers = await suite.start({
      script: { pay: [pending], check: [pending], ...script },
      config: testConfig(WEBHOOKS_ONLY, more),
    });
    const request = aRequest();
    await workers.payments.start(request);
    const handle = realTimeClient(suite.env).workflow.getHandle(paymentId(request));
    while ((await workers.payments.progress(request)).stage !== 'polling') await suite.env.sleep('1s');
    return { ...workers, request, handle };
  };
}
