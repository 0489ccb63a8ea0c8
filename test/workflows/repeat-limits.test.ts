import type { Evidence } from '../../contract/evidence.js';
import type { PaymentRequest } from '../../contract/request.js';
import { paymentId } from '../../contract/names.js';
import { absent, unknown, type ScriptedReply, type Script } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

let request: PaymentRequest;

afterEach(async () => {
  // The checks of a Pending payment would otherwise reach the next test's provider.
  await payment().terminate();
});

const MINUTE = 60_000;
const payment = () => suite.env.client.workflow.getHandle(paymentId(request));
const times = (count: number, reply: ScriptedReply<Evidence>) => Array<ScriptedReply<Evidence>>(count).fill(reply);

async function start(script: Script, provider: Record<string, unknown> = {}) {
  const config = testConfig({ poll: [{ every: '1m', for: '7d' }], ...provider });
  const workers = await suite.start({ script: { terms: { repeatAfterMs: 5 * MINUTE }, ...script }, config });
  request = aRequest({ deadline: '1d' });
  await workers.payments.start(request);
  return workers;
}

test('a notice that asks for a check is no ground for a repeat while the provider is silent', async () => {
  const { count } = await start({ pay: [unknown], check: [absent, ...times(9, unknown), absent, unknown] });
  while (count('check') < 8) await suite.env.sleep('1m');
  await payment().signal('notice', {});
  while (count('check') < 10) await suite.env.sleep('10s');
  expect(count('pay')).toBe(1);
  while (count('check') < 12) await suite.env.sleep('1m');
  expect(count('pay')).toBe(2);
});

test('an order that the provider has, in whatever state, restarts the wait for a repeat', async () => {
  const known = { kind: 'unknown', why: 'unknown-status', absent: false } as const;
  const { contacts, count } = await start({ pay: [unknown], check: [...times(4, absent), known, absent] });
  while (count('pay') < 2) await suite.env.sleep('1m');
  const [, , , , , sixth] = contacts.filter(({ what }) => what === 'check');
  const [, second] = contacts.filter(({ what }) => what === 'pay');
  expect(second!.at - sixth!.at).toBeGreaterThanOrEqual(5 * MINUTE);
});

test('a repeat that a cut-off holds back holds back no status check', async () => {
  const from = (await suite.env.currentTimeMs()) + 4 * MINUTE;
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Jakarta' });
  const cutOff = [{ from: clock.format(from), to: clock.format(from + 300 * MINUTE) }];
  const { payments, contacts, count } = await start({ pay: [unknown], check: [absent] }, { cutOff });
  while (count('check') < 20) await suite.env.sleep('1m');
  const { timeline } = await payments.progress(request);
  expect(timeline).toContainEqual(expect.objectContaining({ event: 'pay', result: 'not-sent: cut-off' }));
  const checks = contacts.filter(({ what }) => what === 'check').map(({ at }) => at);
  expect(checks[19]! - checks[0]!).toBeLessThan(60 * MINUTE);
});

test('a payment that its provider never comes to know is repeated a limited number of times, then only followed', async () => {
  const { count } = await start({ terms: { repeatAfterMs: 1_000 }, pay: [unknown], check: [absent] });
  while (count('pay') < 21) await suite.env.sleep('10m');
  const checks = count('check');
  const { historyLength } = await payment().describe();
  while (count('check') < checks + 30) await suite.env.sleep('10m');
  expect(count('pay')).toBe(21);
  expect((await payment().describe()).historyLength - historyLength).toBeLessThan(30);
});
