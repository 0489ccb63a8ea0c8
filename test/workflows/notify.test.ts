import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import type { NotificationBody } from '../../contract/notification.js';
import { deliverNotice } from '../../client/deliver-notice.js';
import { notificationId, paymentId } from '../../contract/names.js';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import { no, scriptedLedger } from '../support/scripted-ledger.js';
import { failed, success, unknown, type Script } from '../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { aRequest, testConfig, TEST_SECRET } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

const SHOP = { name: 'shop', url: 'http://shop.test/hook', insecure: true, secret: { env: 'SHOP_SECRET' } };

/** What receivers were sent, in the order of its arrival; every message is verified as a receiver would. */
interface Received {
  to: string;
  id: string;
  body: NotificationBody;
}

const reply = (status: number): HttpResult => ({ kind: 'reply', status, headers: {}, body: Buffer.from('') });

async function start(
  script: Script,
  receivers: object[] = [SHOP],
  answers: HttpResult[] = [],
  replies: Parameters<typeof scriptedLedger>[0] = {},
) {
  const received: Received[] = [];
  const exchange = async (call: HttpCall): Promise<HttpResult> => {
    const text = call.body ?? '';
    const headers = call.headers ?? {};
    new Webhook(TEST_SECRET).verify(text, { ...headers, 'webhook-timestamp': headers['webhook-timestamp'] ?? '' });
    received.push({ to: call.url, id: headers['webhook-id'] ?? '', body: JSON.parse(text) as NotificationBody });
    return answers.shift() ?? reply(200);
  };
  const ledger = scriptedLedger(replies);
  const config = testConfig({ reviewAfter: '3s' }, { ledger: { baseUrl: 'http://127.0.0.1:9' }, notify: receivers });
  const workers = await suite.start({ script, config, exchange, ledger: ledger.activities });
  const types = () => received.map(({ body }) => body.type);
  const until = async (condition: () => boolean) => {
    for (let turns = 0; turns < 400 && !condition(); turns += 1) await sleep(50);
    expect(condition()).toBe(true);
  };
  return { ...workers, received, types, until };
}

test('a receiver is told once that a payment has succeeded, without names and vouchers', async () => {
  const { payments, received, until } = await start({
    pay: [{ ...success, voucher: '1234-5678-9012', customerName: 'BUDI' }],
  });
  const request = aRequest();
  const outcome = await payments.pay(request);
  await until(() => received.length > 0);
  const { provider, refId } = request;
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    id: expect.stringMatching(/^msg_[0-9a-f]{32}$/) as string,
    body: {
      type: 'payment.succeeded',
      data: { workflowId: paymentId(request), provider, refId, status: 'Sukses', outcome: { amount: outcome?.amount } },
    },
  });
  const text = JSON.stringify(received);
  for (const secret of ['1234-5678', '12345678', 'BUDI', request.customerNo]) expect(text).not.toContain(secret);
});

test('a release at the deadline, a review and its resolution are told in their order, and then the end', async () => {
  const { payments, received, types, until } = await start({ pay: [unknown], check: [] });
  const request = aRequest({ account: 'acc-1', charge: 11_000, deadline: '1s', onDeadline: 'release' });
  await payments.start(request);
  await until(() => types().includes('payment.review'));
  await payments.resolve(request, { status: 'Gagal', by: 'siti', note: 'asked by phone' });
  await until(() => types().includes('payment.failed'));
  const inOrder = received.map(({ body }) => body).sort((one, other) => one.timestamp.localeCompare(other.timestamp));
  expect(inOrder).toMatchObject([
    { type: 'payment.released', data: { status: 'Pending' } },
    { type: 'payment.review', data: { status: 'Pending', review: { why: 'no verdict from the provider' } } },
    { type: 'payment.resolved', data: { status: 'Pending', review: { resolution: { status: 'Gagal', by: 'siti' } } } },
    { type: 'payment.failed', data: { status: 'Gagal', outcome: { reason: 'resolved' } } },
  ]);
  expect(new Set(inOrder.map(({ timestamp }) => timestamp)).size).toBe(4);
  expect(JSON.stringify(received)).not.toContain('asked by phone');
});

test('a contradiction after the end is told, and what the review of it decided', async () => {
  const { payments, received, types, until } = await start({ pay: [success] });
  const request = aRequest({ account: 'acc-1' });
  await payments.pay(request);
  await deliverNotice(suite.env.client, request, claimAbout(request, failed), noticeWith(claimAbout(request, failed)));
  await until(() => types().includes('payment.contradicted'));
  await payments.resolve(request, { status: 'Gagal', by: 'siti', note: 'the bill was not paid' });
  await until(() => types().includes('payment.resolved'));
  await until(() => received.length === 3);
  const inOrder = received.map(({ body }) => body).sort((one, other) => one.timestamp.localeCompare(other.timestamp));
  expect(inOrder.map(({ type, data }) => [type, data.status])).toEqual([
    ['payment.succeeded', 'Sukses'],
    ['payment.contradicted', 'Sukses'],
    ['payment.resolved', 'Gagal'],
  ]);
});

test('each receiver gets the events that it asks for, with what it asks for', async () => {
  const { payments, received, until } = await start({ pay: [{ ...success, voucher: '1234-5678-9012' }] }, [
    { ...SHOP, events: ['payment.failed'] },
    { ...SHOP, name: 'vouchers', url: 'http://vouchers.test/', include: ['voucher'] },
    { ...SHOP, name: 'names', url: 'http://names.test/', include: ['customer'] },
  ]);
  const request = aRequest();
  await payments.pay(request);
  await until(() => received.length === 2);
  const outcomeTo = (host: string) => received.find(({ to }) => to.includes(host))?.body.data.outcome;
  expect(outcomeTo('vouchers')).toMatchObject({ voucher: '1234-5678-9012', customerNo: '…0001' });
  expect(outcomeTo('names')).toMatchObject({ voucher: '•••', customerNo: request.customerNo });
  expect(new Set(received.map(({ id }) => id)).size).toBe(2);
});

test('what is not delivered is sent again with the same id and content', async () => {
  const { payments, received, until } = await start(
    { pay: [success] },
    [{ ...SHOP, firstRetry: '1s' }],
    [reply(500), reply(302)],
  );
  await payments.pay(aRequest());
  await until(() => received.length === 3);
  expect(new Set(received.map((each) => JSON.stringify(each))).size).toBe(1);
});

test('a message that a receiver answers with 410 waits for an operator, who has it sent again', async () => {
  const { payments, received, until } = await start({ pay: [success] }, [SHOP], [reply(410)]);
  const request = aRequest();
  await payments.pay(request);
  await until(() => received.length === 1);
  const id = notificationId(request, 'shop', received[0]?.id ?? '');
  const handle = suite.env.client.workflow.getHandle(id);
  const isGivenUp = async () => (await handle.describe()).typedSearchAttributes.get(SEARCH_ATTRIBUTES.review) === true;
  while (!(await isGivenUp())) await sleep(50);
  await handle.signal('retry');
  expect(await handle.result()).toMatchObject({ delivered: 'delivered' });
  expect(received.map((each) => each.id)).toEqual([received[0]?.id, received[0]?.id]);
});

test('a message that no payment has started tells nobody anything', async () => {
  const { received } = await start({});
  const request = aRequest();
  const { provider, refId } = request;
  const receiver = { name: 'shop', events: [], firstRetryMs: 1_000, longestRetryMs: 1_000, giveUpAfterMs: 60_000 };
  const forged = { provider, refId, id: 'msg_1', type: 'payment.released', timestamp: '', status: 'Sukses', receiver };
  const options = { taskQueue: 'payments', workflowId: 'notify:shop:x', args: [forged] };
  await expect(suite.env.client.workflow.execute('notification', options)).rejects.toThrow();
  expect(received).toEqual([]);
});

test('an operator who is needed again, because the ledger refuses what was decided, is told', async () => {
  const { payments, received, types, until } = await start({ pay: [success] }, [SHOP], [], { release: [no(409)] });
  const request = aRequest({ account: 'acc-1' });
  await payments.pay(request);
  const claim = claimAbout(request, failed);
  await deliverNotice(suite.env.client, request, claim, noticeWith(claim));
  await until(() => types().includes('payment.contradicted'));
  const decide = () => payments.resolve(request, { status: 'Gagal', by: 'siti', note: 'the bill was not paid' });
  await decide();
  await until(() => types().includes('payment.review'));
  const told = received.find(({ body }) => body.type === 'payment.review');
  expect(told?.body.data).toMatchObject({
    status: 'Sukses',
    review: { why: expect.stringContaining('409') as string },
  });
  await decide();
  await until(() => types().includes('payment.resolved'));
  const last = received.find(({ body }) => body.type === 'payment.resolved');
  expect(last?.body.data).toMatchObject({ status: 'Gagal', review: { funds: 'released', resolution: { by: 'siti' } } });
});
