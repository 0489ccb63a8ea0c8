import { customerHash } from '../../contract/customer.js';
import { failed, success, type Script } from '../support/scripted-provider.js';
import { devServerTest } from '../support/dev-server-test.js';
import { aRequest } from '../support/test-workers.js';
import { deliverNotice } from '../../client/deliver-notice.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';

const KEY = new Uint8Array(32).fill(3);
const EARLIER_KEY = new Uint8Array(32).fill(4);

const script: Script = { pay: [success] };

const suite = devServerTest({ script, customerKey: KEY });

/** Temporal's list may lag behind by a second. */
async function eventually<T>(read: () => Promise<T[]>, count: number): Promise<T[]> {
  for (let tries = 0; tries < 40; tries += 1) {
    const found = await read();
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return read();
}

test("a customer's payments are found by the hash of the number, and those of others are not", async () => {
  const ours = [aRequest({ customerNo: '530000000777' }), aRequest({ customerNo: '530000000777' })];
  for (const request of [...ours, aRequest({ customerNo: '530000000778' })]) await suite.workers.payments.pay(request);
  const customer = [customerHash(KEY, '530000000777'), customerHash(EARLIER_KEY, '530000000777')];
  const found = await eventually(() => suite.workers.payments.list({ customer }), 2);
  expect(found.map(({ refId }) => refId).sort()).toEqual(ours.map(({ refId }) => refId).sort());
});

test('the review of an ended payment is found as well', async () => {
  const request = aRequest({ customerNo: '530000000779' });
  await suite.workers.payments.pay(request);
  await deliverNotice(suite.env.client, request, claimAbout(request, failed), noticeWith(claimAbout(request, failed)));
  const customer = [customerHash(KEY, request.customerNo)];
  const found = await eventually(() => suite.workers.payments.list({ customer, review: true }), 1);
  expect(found).toMatchObject([{ refId: request.refId, review: true }]);
});

test('neither the number nor its last digits are in a search attribute, and a product without a number has no hash', async () => {
  const request = aRequest({ customerNo: '' });
  await suite.workers.payments.pay(request);
  const described = await suite.env.client.workflow.getHandle(`payment:digiswitch:${request.refId}`).describe();
  const names = described.typedSearchAttributes.getAll().map(({ key }) => key.name);
  expect(names).toContain('PaymentStatus');
  expect(names).not.toContain('PaymentCustomer');
});
