import type { Stage as PaymentStage } from '../../contract/messages.js';
import { paymentId } from '../../contract/names.js';
import { scriptedLedger } from '../support/scripted-ledger.js';
import { pending, success } from '../support/scripted-provider.js';
import { aRequest, testConfig, type TestWorkers } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

const config = testConfig({}, { ledger: { baseUrl: 'http://127.0.0.1:9' } });

test('workers may be replaced between any two steps: each step is made once and the outcome is right', async () => {
  const made: string[] = [];
  const open = async (): Promise<TestWorkers> => {
    const ledger = scriptedLedger();
    return suite.start({
      config,
      // Without a cache no task waits for the worker that is gone.
      maxCachedWorkflows: 0,
      script: { pay: [pending], check: made.includes('check') ? [success] : [pending] },
      ledger: {
        hold: (args) => (made.push('hold'), ledger.activities.hold(args)),
        capture: (args) => (made.push('capture'), ledger.activities.capture(args)),
      },
    });
  };
  const request = aRequest({ confirm: 'manual', account: 'acc-1' });
  const replaced = async (workers: TestWorkers): Promise<TestWorkers> => {
    await workers.stop();
    made.push(...workers.contacts.map(({ what }) => what));
    return open();
  };
  const reaches = async (workers: TestWorkers, wanted: PaymentStage) => {
    while ((await workers.payments.progress(request)).stage !== wanted) await suite.env.sleep('1s');
  };

  let workers = await open();
  await workers.payments.start(request);
  await reaches(workers, 'awaiting-confirmation');
  workers = await replaced(workers);
  await workers.payments.confirm(request, { amount: 11_000 });
  await reaches(workers, 'polling');
  workers = await replaced(workers);
  while (workers.count('check') === 0) await suite.env.sleep('30s');
  workers = await replaced(workers);
  const outcome = await workers.payments.outcome(request);
  expect(outcome).toMatchObject({ status: 'Sukses', funds: 'captured' });
  await replaced(workers).then((last) => last.stop());
  const times = (what: string) => made.filter((one) => one === what).length;
  expect(['inquire', 'hold', 'pay', 'capture'].map(times)).toEqual([1, 1, 1, 1]);
});

test('a worker without a cache replays the whole payment at every step and comes to the same outcome', async () => {
  const workers = await suite.start({
    config,
    maxCachedWorkflows: 0,
    script: { pay: [pending], check: [pending, pending, success] },
    ledger: scriptedLedger().activities,
  });
  const request = aRequest({ confirm: 'manual', account: 'acc-1' });
  await workers.payments.startBill(request);
  await workers.payments.confirm(request, { amount: 11_000 });
  await suite.env.client.workflow.getHandle(paymentId(request)).signal('notice');
  expect(await workers.payments.outcome(request)).toMatchObject({ status: 'Sukses', funds: 'captured' });
  await workers.stop();
});
