import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { createReceiver, type Known } from '../../docs/examples/receiver.js';
import { NOTIFICATION_TYPES } from '../../contract/notification.js';

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const payments = new Map<string, Known>();
let server: Server;
let url: string;

beforeAll(async () => {
  server = createReceiver(payments, SECRET).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => payments.clear());

async function send(type: string, timestamp: string, status: string, secret = SECRET): Promise<number> {
  const body = JSON.stringify({ type, timestamp, data: { provider: 'digiflazz', refId: 'inv-1', status } });
  const at = new Date();
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

const state = () => payments.get('digiflazz inv-1');

test('the documented receiver takes signed messages, and refuses others', async () => {
  expect(await send('payment.succeeded', '2026-11-21T03:00:05.120Z', 'Sukses')).toBe(204);
  expect(state()).toMatchObject({ status: 'Sukses' });
  const other = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;
  expect(await send('payment.failed', '2026-11-21T04:00:00.000Z', 'Gagal', other)).toBe(401);
  expect(state()).toMatchObject({ status: 'Sukses' });
});

test('no state of the documented receiver goes backwards, in whatever order messages come', async () => {
  await send('payment.succeeded', '2026-11-21T03:00:05.120Z', 'Sukses');
  expect(await send('payment.review', '2026-11-21T03:00:05.119Z', 'Pending')).toBe(204);
  expect(state()).toMatchObject({ type: 'payment.succeeded' });
});

test('the page shows the very files, and every type of message', async () => {
  const page = await readFile('docs/notify.md', 'utf8');
  for (const file of ['docs/examples/receiver.ts', 'docs/examples/receiver.py']) {
    expect(page).toContain(await readFile(file, 'utf8'));
  }
  for (const type of NOTIFICATION_TYPES) expect(page).toContain(`\`${type}\``);
});
