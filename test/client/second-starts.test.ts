import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { deliverNotice } from '../../client/deliver-notice.js';
import { Payments } from '../../client/payments.js';
import { paymentId, paymentsQueue, referenceId, reviewId, WORKFLOWS } from '../../contract/names.js';
import type { PaymentRequest } from '../../contract/request.js';
import { devServerTest } from '../support/dev-server-test.js';
import { resetTo } from '../support/operator-acts.js';
import { pending, success, type Script } from '../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { aRequest, testConfig } from '../support/test-workers.js';

const script: Script = {};
const suite = devServerTest({
  script,
  config: testConfig({ minGap: '1s', firstCheck: '1s', poll: [{ every: '1s', for: '1h' }] }),
});
beforeEach(() => Object.assign(script, { pay: [success], check: [success] }));

const options = (request: PaymentRequest) => ({
  workflowId: paymentId(request),
  taskQueue: paymentsQueue,
  args: [request],
});

async function reaches(request: PaymentRequest, stage: string): Promise<void> {
  while ((await suite.workers.payments.progress(request)).stage !== stage) await sleep(50);
}

async function within<T>(ms: number, asked: Promise<T>): Promise<T | 'no answer'> {
  return Promise.race([asked, sleep(ms, 'no answer' as const)]);
}

// The latest run may be a start that came after the end: whoever waits by the update is compared with the run that answered it.
test('the outcome is not told to a caller with another request, because somebody has started that one since', async () => {
  Object.assign(script, { pay: [pending], check: [pending] });
  const rightful = aRequest({ customerNo: '530000000001' });
  const other = { ...rightful, customerNo: '530000000002' };
  await suite.workers.payments.start(rightful);
  await reaches(rightful, 'polling');

  const connection = await Connection.connect({ address: suite.server.address });
  const { workflowService } = connection;
  const read = workflowService.getWorkflowExecutionHistory.bind(workflowService);
  let starts = 0;
  // Between the answer of the update and the comparison.
  Object.defineProperty(workflowService, 'getWorkflowExecutionHistory', {
    value: async (asked: Parameters<typeof read>[0]) => {
      if (starts === 0) {
        starts += 1;
        await suite.env.client.workflow.getHandle(paymentId(rightful)).result();
        await suite.env.client.workflow.start(WORKFLOWS.payment, options(other));
      }
      return read(asked);
    },
  });
  const told = new Payments(new Client({ connection })).pay(other).then(
    (outcome) => ({ customerNo: outcome?.customerNo, status: outcome?.status }),
    (error: unknown) => (error as { code?: unknown }).code,
  );
  await sleep(1_000);
  Object.assign(script, { check: [success] });
  expect(await told).toBe('RequestMismatch');
  expect(starts).toBe(1);
  await connection.close();
}, 60_000);

/** How a caller waits for the outcome. */
const WAYS: [string, (request: PaymentRequest) => Promise<unknown>][] = [
  ['pay', (request) => suite.workers.payments.pay(request)],
  ['outcome', (request) => suite.workers.payments.outcome(request)],
];

describe('whoever waits for a payment that is terminated after it was sent', () => {
  test.each(WAYS)(
    'by %s hears that it is broken, and not that there is none',
    async (_name, ask) => {
      Object.assign(script, { pay: [pending], check: [pending] });
      const request = aRequest();
      await suite.workers.payments.start(request);
      await reaches(request, 'polling');
      const asked = ask(request).then(
        (told) => told,
        (error: unknown) => (error as { code?: unknown }).code ?? String(error),
      );
      await sleep(1_500);
      await suite.env.client.workflow.getHandle(paymentId(request)).terminate('by mistake');
      expect(await within(30_000, asked)).toBe('PaymentBroken');
    },
    60_000,
  );
});

test.each(WAYS)(
  'whoever waits by %s for a payment that is reset hears how it ends',
  async (_name, ask) => {
    Object.assign(script, { pay: [pending], check: [pending] });
    const request = aRequest();
    await suite.workers.payments.start(request);
    await reaches(request, 'polling');
    const asked = ask(request).then(
      (told) => (told as { status?: string } | undefined)?.status,
      (error: unknown) => (error as { code?: unknown }).code ?? String(error),
    );
    await sleep(1_500);
    await resetTo(suite.env.client, paymentId(request), 'last');
    Object.assign(script, { check: [success] });
    expect(await within(40_000, asked)).toBe('Sukses');
  },
  60_000,
);

describe('after an operator has reset the refused start, and not the payment', () => {
  async function resetOfTheRefused() {
    const request = aRequest();
    const paid = await suite.workers.payments.pay(request);
    const again = await suite.env.client.workflow.start(WORKFLOWS.payment, options(request));
    await expect(again.result()).rejects.toThrow();
    // `--type FirstWorkflowTask`.
    await resetTo(suite.env.client, paymentId(request), 'first');
    await sleep(3_000);
    return { request, paid };
  }

  test('that run is refused once more, and ends', async () => {
    const { request } = await resetOfTheRefused();
    const { status } = await suite.env.client.workflow.getHandle(paymentId(request)).describe();
    expect(status.name).toBe('FAILED');
  }, 60_000);

  test('pay tells the outcome of the payment', async () => {
    const { request, paid } = await resetOfTheRefused();
    expect(await within(20_000, suite.workers.payments.pay(request))).toEqual(paid);
  }, 60_000);

  test('a signed notice against the outcome reaches a review', async () => {
    const { request } = await resetOfTheRefused();
    const { client } = suite.env;
    const claim = claimAbout(request, { kind: 'failed', code: '74' });
    const delivered = await deliverNotice(client, request, claim, noticeWith(claim)).catch((error: unknown) => error);
    await sleep(3_000);
    const review = await client.workflow
      .getHandle(reviewId(request))
      .describe()
      .catch(() => undefined);
    // An error makes the provider send it once more: nothing is lost then.
    expect({ isLost: !(delivered instanceof Error) && review === undefined, delivered }).toMatchObject({
      isLost: false,
    });
  }, 60_000);
});

describe('while an operator is needed', () => {
  const long = devServerTest({
    script: { pay: [pending], check: [pending] },
    config: testConfig(
      { minGap: '1s', firstCheck: '1s', poll: [{ every: '1s', for: '1h' }], reviewAfter: '1s', pollLimit: '3s' },
      { retention: '4s' },
    ),
  });

  test('the record of the reference is renewed twice in the time that the server keeps it', async () => {
    const request = aRequest();
    const began = Date.now();
    await long.workers.payments.start(request);
    const record = long.env.client.workflow.getHandle(referenceId(request));
    while ((await long.workers.payments.progress(request)).stage !== 'polling') await sleep(50);
    const first = (await record.describe()).runId;
    while ((await record.describe()).runId === first) await sleep(100);
    const { startTime } = await record.describe();
    expect(startTime.getTime() - began).toBeLessThan(20_000);
    expect((await long.workers.payments.progress(request)).status).toBe('Pending');
  }, 60_000);
});
