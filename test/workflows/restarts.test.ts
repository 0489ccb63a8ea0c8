import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Stage as PaymentStage } from '../../contract/messages.js';
import { paymentId } from '../../contract/request.js';
import { startTestEnvironment } from '../support/environment.js';
import { scriptedLedger } from '../support/scripted-ledger.js';
import { pending, success } from '../support/scripted-provider.js';
import { aRequest, setStage, testConfig, type Stage } from '../support/stage.js';

let env: TestWorkflowEnvironment;

beforeAll(async () => {
  env = await startTestEnvironment();
});
afterAll(async () => {
  await env.teardown();
});

const config = testConfig({}, { ledger: { baseUrl: 'http://127.0.0.1:9' } });

test('workers may be replaced between any two steps: each step is made once and the outcome is right', async () => {
  const made: string[] = [];
  const open = async (): Promise<Stage> => {
    const ledger = scriptedLedger();
    const stage = await setStage({
      env,
      config,
      // Without a cache no task waits for the worker that is gone.
      maxCachedWorkflows: 0,
      script: { pay: [pending], check: made.includes('check') ? [success] : [pending] },
      ledger: {
        hold: (args) => (made.push('hold'), ledger.activities.hold(args)),
        capture: (args) => (made.push('capture'), ledger.activities.capture(args)),
      },
    });
    return stage;
  };
  const request = aRequest({ confirm: 'manual', account: 'acc-1' });
  const replaced = async (stage: Stage): Promise<Stage> => {
    await stage.strike();
    made.push(...stage.contacts.map(({ what }) => what));
    return open();
  };
  const reaches = async (stage: Stage, wanted: PaymentStage) => {
    while ((await stage.payments.progress(request)).stage !== wanted) await env.sleep('1s');
  };

  let stage = await open();
  await stage.payments.start(request);
  await reaches(stage, 'awaiting-confirmation');
  stage = await replaced(stage);
  await stage.payments.confirm(request, { amount: 11_000 });
  await reaches(stage, 'polling');
  stage = await replaced(stage);
  while (stage.count('check') === 0) await env.sleep('30s');
  stage = await replaced(stage);
  const outcome = await stage.payments.outcome(request);
  expect(outcome).toMatchObject({ status: 'Sukses', funds: 'captured' });
  await replaced(stage).then((last) => last.strike());
  const times = (what: string) => made.filter((one) => one === what).length;
  expect(['inquire', 'hold', 'pay', 'capture'].map(times)).toEqual([1, 1, 1, 1]);
});

test('a worker without a cache replays the whole payment at every step and comes to the same outcome', async () => {
  const stage = await setStage({
    env,
    config,
    maxCachedWorkflows: 0,
    script: { pay: [pending], check: [pending, pending, success] },
    ledger: scriptedLedger().activities,
  });
  const request = aRequest({ confirm: 'manual', account: 'acc-1' });
  await stage.payments.startBill(request);
  await stage.payments.confirm(request, { amount: 11_000 });
  await env.client.workflow.getHandle(paymentId(request)).signal('notice');
  expect(await stage.payments.outcome(request)).toMatchObject({ status: 'Sukses', funds: 'captured' });
  await stage.strike();
});
