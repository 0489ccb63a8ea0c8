import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { HttpResult } from '../../activities/http.js';
import { deliverNotice } from '../../client/deliver-notice.js';
import { reviewId } from '../../contract/names.js';
import type { ReviewProgress } from '../../contract/messages.js';
import { devServerTest } from '../support/dev-server-test.js';
import { success } from '../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { aRequest, testConfig, type TestWorkersOptions } from '../support/test-workers.js';

// A review that has been resolved waits for the start of its last message. What arrives then is accepted, and read by nobody:
// `end` in `workflows/settling.ts` hands on what is left, `settleReview` in `workflows/review.ts` does not.

const SHOP = { name: 'shop', url: 'http://shop.test/hook', insecure: true, secret: { env: 'S' } };
const options: Omit<TestWorkersOptions, 'env'> = {
  script: { pay: [success] },
  config: testConfig({}, { notify: [{ ...SHOP, events: ['payment.resolved'] }] }),
  exchange: async (): Promise<HttpResult> => ({ kind: 'reply', status: 200, headers: {}, body: Buffer.from('') }),
};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuntas-review-'));
  const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const { code } = await bundleWorkflowCode({
    workflowsPath: pathOf('../../workflows/index.ts'),
    workflowInterceptorModules: [pathOf('./after-the-verdict/slow-child.ts')],
    logger: new DefaultLogger('ERROR'),
  });
  options.bundle = join(folder, 'workflows.js');
  await writeFile(options.bundle, code);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
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
