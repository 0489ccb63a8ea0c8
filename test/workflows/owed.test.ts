import { Payments } from '../../client/payments.js';
import type { PaymentRequest } from '../../contract/request.js';
import { reviewId } from '../../contract/names.js';
import { no, scriptedLedger } from '../support/scripted-ledger.js';
import { success, unknown, type Script } from '../support/scripted-provider.js';
import { aRequest, testConfig, realTimeClient } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

const config = testConfig({ reviewAfter: '1d' }, { ledger: { baseUrl: 'http://127.0.0.1:9' } });

async function startFunded(script: Script, answers: Parameters<typeof scriptedLedger>[0] = {}) {
  const ledger = scriptedLedger(answers);
  const workers = await suite.start({ script, config, ledger: ledger.activities });
  return { ...workers, steps: ledger.steps };
}

const funded = (more: Partial<PaymentRequest> = {}) => aRequest({ account: 'acc-1', ...more });

test('funds that cannot be taken again are owed, and a review is started that an operator resolves', async () => {
  const { payments, steps } = await startFunded(
    { pay: [unknown], check: [...Array<typeof unknown>(30).fill(unknown), success] },
    { hold: [{ kind: 'done' }, no(402)] },
  );
  const request = funded({ deadline: '5m', onDeadline: 'release' });
  await payments.start(request);
  // Not by waiting for the outcome with the clock let loose: once the payment has ended, nothing keeps the server from
  // skipping years at once, to the end of its own limit for the review.
  while ((await payments.progress(request)).stage !== 'ended') await suite.env.sleep('1h');
  const ended = new Payments(realTimeClient(suite.env));
  expect(await ended.outcome(request)).toMatchObject({ status: 'Sukses', funds: 'owed' });
  const review = realTimeClient(suite.env).workflow.getHandle(reviewId(request));
  // It reads the payment's record first, and that is complete only once the payment has ended.
  while (!(await ended.review(request))) await suite.env.sleep('1s');
  expect(await review.query('progress')).toMatchObject({ outcome: { funds: 'owed' } });
  // The time-skipping server may lose the answer to an update of a workflow that goes on at once, not the update.
  await payments.resolve(request, { status: 'Sukses', by: 'ops', note: 'account topped up' }).catch(() => undefined);
  expect(await review.result()).toMatchObject({
    status: 'Sukses',
    funds: 'captured',
    resolution: { by: 'ops' },
  });
  expect(steps.slice(-2).map(({ key }) => key)).toEqual(['hold', 'capture']);
});
