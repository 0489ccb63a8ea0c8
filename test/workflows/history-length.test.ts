import { paymentId } from '../../contract/names.js';
import { pending, success } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

async function eventsOf(key: { provider: string; refId: string }) {
  const { events } = await suite.env.client.workflow.getHandle(paymentId(key)).fetchHistory();
  return events ?? [];
}

test('a payment polled 1,000 times has at most 14 more events than one polled twice: 8 of them renew the record of its reference', async () => {
  const config = testConfig({ poll: [{ every: '1m', for: '60d' }] });
  const lengths = [];
  for (const polls of [2, 1_000]) {
    const { payments, count, stop } = await suite.start({
      config,
      script: { pay: [pending], check: [...Array<typeof pending>(polls - 1).fill(pending), success] },
    });
    const request = aRequest();
    await payments.pay(request);
    expect(count('check')).toBe(polls);
    lengths.push((await eventsOf(request)).length);
    await stop();
  }
  const [few = 0, many = 0] = lengths;
  expect(many - few).toBeLessThanOrEqual(14);
});
