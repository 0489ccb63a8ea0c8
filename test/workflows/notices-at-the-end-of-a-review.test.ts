import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpResult } from '../../activities/http.js';
import { deliverNotice } from '../../client/deliver-notice.js';
import { reviewId } from '../../contract/names.js';
import type { ReviewProgress } from '../../contract/messages.js';
import { devServerTest } from '../support/dev-server-test.js';
import { success } from '../support/scripted-provider.js';
import { withInterceptors } from '../support/intercepted-bundle.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { aRequest, testConfig, type TestWorkersOptions } from '../support/test-workers.js';

// A review that has been resolved waits for the start of its last message. What arrives then can oppose its resolution.

const SHOP = { name: 'shop', url: 'http://shop.test/hook', insecure: true, secret: { env: 'S' } };
const options: Omit<TestWorkersOptions, 'env'> = {
  script: { pay: [success] },
  config: testConfig({}, { notify: [{ ...SHOP, events: ['payment.resolved'] }] }),
  exchange: async (): Promise<HttpResult> => ({ kind: 'reply', status: 200, headers: {}, body: Buffer.from('') }),
};
withInterceptors('workflows/after-the-verdict/slow-child.ts', (bundle) => void (options.bundle = bundle));
const suite = devServerTest(options);

test('a signed contradiction that comes while a resolved review tells its end is weighed by somebody', async () => {
  const { client } = suite.env;
  const request = aRequest();
  expect(await suite.workers.payments.pay(request)).toMatchObject({ status: 'Sukses' });
  await client.workflow.getHandle(`payment:${request.provider}:${request.refId}`).result();

  const review = client.workflow.getHandle(reviewId(request));
  const progress = () => review.query<ReviewProgress | undefined>('progress').catch(() => undefined);
  const first = claimAbout(request, { kind: 'failed', code: '74' });
  expect(await deliverNotice(client, request, first, noticeWith(first))).toBe('contradicted');
  while (!(await progress())?.open) await sleep(100);
  await review.executeUpdate('resolve', { args: [{ status: 'Sukses', by: 'ops', note: 'ticket 1' }] });
  expect((await review.describe()).status.name).toBe('RUNNING');

  const second = claimAbout(request, { kind: 'failed', code: '75', message: 'refunded on the 22nd' });
  expect(await deliverNotice(client, request, second, noticeWith(second))).toBe('contradicted');
  await sleep(12_000);
  const { status } = await review.describe();
  const known = (await progress())?.evidence.map((one) => one.code);
  // A review goes on, which has read it. (That `75` is among the evidence of a review that has ended helps nobody.)
  expect({ status: status.name, known }).toEqual({
    status: 'RUNNING',
    known: expect.arrayContaining(['75']) as unknown,
  });
}, 60_000);
