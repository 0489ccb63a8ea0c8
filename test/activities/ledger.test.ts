import { MockActivityEnvironment } from '@temporalio/testing';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import { createLedgerActivities } from '../../activities/index.js';
import { thisMachine } from '../../activities/world.js';
import { testConfig } from '../support/test-workers.js';

const HOLD = { key: 'payment:p:r:hold', holdId: 'payment:p:r:1', account: 'a1', amount: 11_000 };

/** Asks a ledger that answers with `result` for a hold; `calls` gets what was sent. */
function hold(result: HttpResult, { attempt = 1, calls = [] as HttpCall[] } = {}) {
  const activities = createLedgerActivities({
    ...thisMachine,
    exchange: async (call) => {
      calls.push(call);
      return result;
    },
    config: testConfig({}, { ledger: { baseUrl: 'http://ledger.test/v1/', timeout: '3s' } }),
    providers: {},
    client: undefined as never,
    ledgerToken: 't0ken',
  });
  return new MockActivityEnvironment({ attempt }).run(activities.hold, HOLD);
}

const reply = (status: number, body = '', more = {}): HttpResult => ({
  kind: 'reply',
  status,
  headers: {},
  body: Buffer.from(body),
  ...more,
});

test('a hold is sent with its idempotency key and the token', async () => {
  const calls: HttpCall[] = [];
  expect(await hold(reply(201, '{}'), { calls })).toEqual({ kind: 'done' });
  expect(calls).toMatchObject([
    {
      method: 'POST',
      url: 'http://ledger.test/v1/holds',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'payment:p:r:hold',
        authorization: 'Bearer t0ken',
      },
      body: JSON.stringify({ id: 'payment:p:r:1', account: 'a1', amount: 11_000 }),
      timeoutMs: 3_000,
    },
  ]);
});

test('an empty body is an answer too', async () => {
  expect(await hold(reply(204))).toEqual({ kind: 'done' });
});

test('a 4xx is a refusal, which remembers whether an earlier attempt got no reply', async () => {
  expect(await hold(reply(402))).toEqual({ kind: 'refused', status: 402, message: 'HTTP 402', repeated: false });
  expect(await hold(reply(409), { attempt: 2 })).toMatchObject({ status: 409, repeated: true });
});

test.each<[string, HttpResult]>([
  ['timeout', { kind: 'unknown', why: 'timeout' }],
  ['connect', { kind: 'not-sent', why: 'connect' }],
  ['http-302', reply(302)],
  ['http-408', reply(408)],
  ['http-425', reply(425)],
  ['http-503', reply(503)],
  ['not-json', reply(200, '<html>')],
])('a step that is not answered (%s) is repeated', async (why, result) => {
  await expect(hold(result)).rejects.toMatchObject({
    type: 'LedgerUnanswered',
    nonRetryable: false,
    details: [{ why }],
  });
});

test('the ledger can say when the step is to be repeated', async () => {
  await expect(hold(reply(429, '', { retryAfterMs: 7_000 }))).rejects.toMatchObject({ nextRetryDelay: 7_000 });
});
