import type { Evidence } from '../../contract/evidence.js';
import type { PaymentRequest } from '../../contract/request.js';
import { paymentId } from '../../contract/names.js';
import { scriptedLedger } from '../support/scripted-ledger.js';
import {
  absent,
  pending,
  refused,
  success,
  unknown,
  type ScriptedReply,
  type Script,
} from '../support/scripted-provider.js';
import { aRequest, testConfig, type TestWorkers } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

const MINUTE = 60_000;
const terms = { repeatAfterMs: 5 * MINUTE };

async function start(script: Script, more: Record<string, unknown> = {}, provider: Record<string, unknown> = {}) {
  const ledger = scriptedLedger({});
  const poll = [
    { every: '1m', for: '1h' },
    { every: '1h', for: '7d' },
  ];
  const config = testConfig({ poll, ...provider }, { ledger: { baseUrl: 'http://127.0.0.1:9' }, ...more });
  const workers = await suite.start({ script: { terms, ...script }, config, ledger: ledger.activities });
  return { ...workers, steps: ledger.steps };
}

/** The progress of a payment after that many days; it is still Pending, and is terminated. */
async function progressAfter(days: number, { payments }: TestWorkers, request: PaymentRequest) {
  await payments.start(request);
  for (let passed = 0; passed < days; passed += 1) await suite.env.sleep('1d');
  const progress = await payments.progress(request);
  await terminate(request);
  return progress;
}

/** Ends a Pending payment: its checks would otherwise reach the next test's provider. */
async function terminate(request: PaymentRequest): Promise<void> {
  await suite.env.client.workflow.getHandle(paymentId(request)).terminate();
}

/** Lets time pass in steps until something holds. */
async function until(holds: () => boolean | Promise<boolean>, step: string): Promise<void> {
  for (let steps = 0; !(await holds()); steps += 1) {
    if (steps > 500) throw new Error('the condition that the test waits for did not become true');
    await suite.env.sleep(step);
  }
}

const times = (count: number, reply: ScriptedReply<Evidence>) => Array<ScriptedReply<Evidence>>(count).fill(reply);

test('an unanswered pay that the provider knows nothing of for long enough is sent again, with the same reference', async () => {
  const { payments, contacts, count } = await start({
    pay: [unknown, pending],
    check: [...times(6, absent), pending, success],
  });
  const request = aRequest({ deadline: '1h' });
  expect(await payments.pay(request)).toMatchObject({ status: 'Sukses', refId: request.refId });
  expect(count('pay')).toBe(2);
  const [first, second] = contacts.filter(({ what }) => what === 'pay');
  expect(first?.order.again).toBeUndefined();
  expect(second?.order.again).toBe(true);
  const firstAbsent = contacts.find(({ what }) => what === 'check');
  expect(second!.at - firstAbsent!.at).toBeGreaterThanOrEqual(terms.repeatAfterMs);
});

test('a repeat keeps the pause that the provider asks for when it reports no such payment', async () => {
  const { payments, contacts } = await start({
    pay: [unknown, pending],
    check: [...times(6, { ...absent, retryAfterMs: 4 * MINUTE }), pending, success],
  });
  await payments.pay(aRequest({ deadline: '1h' }));
  const repeat = contacts.findIndex(({ what, order }) => what === 'pay' && order.again);
  expect(contacts[repeat]!.at - contacts[repeat - 1]!.at).toBeGreaterThanOrEqual(4 * MINUTE);
});

test('a repeat keeps minGap like any other contact', async () => {
  const { payments, contacts } = await start({
    pay: [unknown, unknown, pending],
    check: [...times(12, absent), success],
  });
  await payments.pay(aRequest({ deadline: '1h' }));
  const gaps = contacts.slice(2).map(({ at }, index) => at - contacts[index + 1]!.at);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE);
});

test('silence between two "not found" neither counts nor restarts the wait; any other reply about the payment ends it', async () => {
  const { payments, count } = await start({
    pay: [unknown],
    check: [absent, unknown, absent, absent, pending, ...times(30, absent), success],
  });
  expect((await payments.pay(aRequest({ deadline: '12h' })))?.status).toBe('Sukses');
  expect(count('pay')).toBe(1);
});

test('a provider whose documentation does not allow it is never sent the same pay again', async () => {
  const { payments, count } = await start({
    terms: {},
    pay: [unknown],
    check: [...times(30, absent), success],
  });
  expect((await payments.pay(aRequest({ deadline: '12h' })))?.status).toBe('Sukses');
  expect(count('pay')).toBe(1);
});

test('nothing is sent again from the deadline on, however long the provider knows nothing', async () => {
  const workers = await start({ pay: [unknown], check: [absent] });
  const progress = await progressAfter(2, workers, aRequest({ deadline: '4m' }));
  expect(progress).toMatchObject({ stage: 'polling', status: 'Pending' });
  expect(workers.count('pay')).toBe(1);
});

test('nothing is sent again after funds were released', async () => {
  const workers = await start({ pay: [unknown], check: [absent] });
  const progress = await progressAfter(
    1,
    workers,
    aRequest({ account: 'acc-1', deadline: '4m', onDeadline: 'release' }),
  );
  expect(progress).toMatchObject({ status: 'Pending', funds: 'released' });
  expect(workers.count('pay')).toBe(1);
});

test('a refusal of the repeat says nothing about the first pay: Pending, and funds stay held', async () => {
  const workers = await start({ pay: [unknown, refused], check: [absent] });
  const request = aRequest({ account: 'acc-1', deadline: '30m' });
  const progress = await progressAfter(1, workers, request);
  expect(progress).toMatchObject({ status: 'Pending', funds: 'held' });
  expect(progress.timeline).toContainEqual(
    expect.objectContaining({ event: 'pay', result: 'unknown: repeat-refused' }),
  );
  expect(workers.steps.map(({ step }) => step)).toEqual(['hold']);
});

test('every repeat needs the provider to know nothing for as long again', async () => {
  const workers = await start({ pay: [unknown], check: [absent] });
  await progressAfter(1, workers, aRequest({ deadline: '31m' }));
  const pays = workers.contacts.filter(({ what }) => what === 'pay').map(({ at }) => at);
  expect(pays.length).toBeGreaterThan(2);
  for (const [index, at] of pays.slice(1).entries()) {
    expect(at - pays[index]!).toBeGreaterThanOrEqual(terms.repeatAfterMs);
  }
});

test('an operator cannot decide while a repeat is under way, and nothing is sent again once one may', async () => {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const workers = await start(
    { pay: [unknown, () => answered.then(() => unknown)], check: [absent] },
    {},
    // A little later than the repeat goes out.
    { reviewAfter: '425s' },
  );
  const request = aRequest({ deadline: '2h' });
  await workers.payments.start(request);
  await until(() => workers.count('check') >= 6, '20s');
  await until(() => workers.count('pay') === 2, '1s');
  // In fewer seconds than the heartbeat's timeout: the clock must not run past a worker that lives.
  await until(async () => (await workers.payments.progress(request)).review !== undefined, '2s');
  const verdict = { status: 'Gagal', by: 'ops', note: 'seen in the dashboard' } as const;
  try {
    await expect(workers.payments.resolve(request, verdict)).rejects.toThrow(/pay is under way/);
  } finally {
    answer();
  }
  const checks = workers.count('check');
  await until(() => workers.count('check') >= checks + 10, '1m');
  expect(workers.count('pay')).toBe(2);
  await terminate(request);
});

test('progress counts the replies that proved nothing, by reason', async () => {
  const workers = await start({
    pay: [pending],
    check: [
      { kind: 'unknown', why: 'bad-signature' },
      { kind: 'unknown', why: 'unsigned' },
      { kind: 'unknown', why: 'bad-signature' },
      pending,
    ],
  });
  const request = aRequest();
  await workers.payments.start(request);
  while (workers.count('check') < 5) await suite.env.sleep('1m');
  await suite.env.sleep('1s');
  const { unproven } = await workers.payments.progress(request);
  await terminate(request);
  expect(unproven).toEqual({ 'bad-signature': 2, unsigned: 1 });
});
