import { setTimeout as sleep } from 'node:timers/promises';
import { deliverNotice } from '../../client/deliver-notice.js';
import { paymentId, reviewId } from '../../contract/names.js';
import type { PaymentRequest } from '../../contract/request.js';
import { devServerTest } from '../support/dev-server-test.js';
import { endRetention, resetTo } from '../support/operator-acts.js';
import { success } from '../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { aRequest } from '../support/test-workers.js';

// A review outlives its payment, and `payments.resolve` asks the payment first.

const suite = devServerTest({ script: { pay: [success] } });
const verdict = { status: 'Gagal', by: 'ops', note: 'ticket 1' } as const;

async function underReview(): Promise<PaymentRequest> {
  const { client } = suite.env;
  const request = aRequest();
  await suite.workers.payments.pay(request);
  await client.workflow.getHandle(paymentId(request)).result();
  const claim = claimAbout(request, { kind: 'failed', code: '74' });
  expect(await deliverNotice(client, request, claim, noticeWith(claim))).toBe('contradicted');
  while (!(await suite.workers.payments.review(request))?.open) await sleep(100);
  return request;
}

const codeOf = (error: unknown) => (error as { code?: unknown }).code ?? String(error);

test('an open review is resolved', async () => {
  const request = await underReview();
  expect(await suite.workers.payments.resolve(request, verdict)).toMatchObject({ open: false, status: 'Gagal' });
});

test('an open review is resolved after the retention of its payment', async () => {
  const request = await underReview();
  const { client } = suite.env;
  await endRetention(client, paymentId(request));
  expect((await suite.workers.payments.review(request))?.open).toBe(true);
  const resolved = await suite.workers.payments.resolve(request, verdict).catch(codeOf);
  expect(resolved).toMatchObject({ open: false, status: 'Gagal' });
}, 90_000);

test('an open review is resolved where its payment was reset and terminated since', async () => {
  const request = await underReview();
  const { client } = suite.env;
  const handle = client.workflow.getHandle(paymentId(request));
  await resetTo(client, paymentId(request), 'first');
  await handle.terminate('by mistake');
  expect((await client.workflow.getHandle(reviewId(request)).describe()).status.name).toBe('RUNNING');
  const resolved = await suite.workers.payments.resolve(request, verdict).catch(codeOf);
  expect(resolved).toMatchObject({ open: false, status: 'Gagal' });
}, 60_000);
