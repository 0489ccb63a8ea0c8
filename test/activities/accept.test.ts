import { WorkflowNotFoundError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createAccept } from '../../activities/accept.js';
import { thisMachine } from '../../activities/world.js';
import type { Deps } from '../../activities/deps.js';
import type { Plan } from '../../contract/plan.js';
import type { ProductTerms } from '../../activities/providers/provider.js';
import { TuntasError } from '../../contract/errors.js';
import { paymentId } from '../../contract/names.js';
import { scriptedProvider } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';

/** Accepts a request for a product with these terms; `afterMs`: milliseconds since the payment began. */
async function accept(
  terms: () => Promise<ProductTerms>,
  {
    afterMs = 0,
    deadline = '15m',
    sleep = thisMachine.sleep,
    isLocal = false,
    provider: named = 'digiswitch',
    usedBy = '',
  } = {},
): Promise<Plan> {
  const request = aRequest({ deadline, provider: named });
  const begun = Date.now();
  const { provider } = scriptedProvider('digiswitch', {}, () => Promise.resolve(begun));
  const deps = {
    ...thisMachine,
    config: testConfig(),
    providers: { digiswitch: { ...provider, terms } },
    now: () => Promise.resolve(begun + afterMs),
    sleep,
    client: {
      workflow: { ...workflow, list: () => [], getHandle: () => ({ describe: async () => recordOf(usedBy) }) },
    },
  } as unknown as Deps;
  const workflowExecution = { workflowId: paymentId(request), runId: 'run' };
  const env = new MockActivityEnvironment({ workflowExecution, scheduledTimestampMs: begun, isLocal });
  return env.run(createAccept(deps), request, 'run');
}

/** A server on which every reference is new. */
const workflow = { start: async () => ({ terminate: async () => undefined }) };

function recordOf(firstRunId: string) {
  if (firstRunId === '') throw new WorkflowNotFoundError('no record', 'reference', undefined);
  return { memo: { firstRunId } };
}

const unreachable = () => Promise.reject(new TuntasError('Unreachable', 'digiswitch: no product list'));

test('terms that are not available yet are asked for again', async () => {
  await expect(accept(unreachable)).rejects.toMatchObject({ type: 'TermsUnknown', nonRetryable: false });
});

test('a provider that never answers about its terms does not hold the activity up', async () => {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const never = () => new Promise<never>(() => undefined);
  await expect(accept(never, { sleep })).rejects.toMatchObject({ type: 'TermsUnknown' });
  expect(waits).toEqual([2_000]);
});

test('as a local activity it takes only the terms that are in memory', async () => {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const never = () => new Promise<never>(() => undefined);
  await expect(accept(never, { sleep, isLocal: true })).rejects.toMatchObject({ type: 'TermsUnknown' });
  expect(waits).toEqual([100]);
});

test('a provider that this worker does not have is waited for, because another worker may have it', async () => {
  const attempt = accept(async () => ({ inquiry: true }), { provider: 'new-one', afterMs: 59_000, deadline: '1m' });
  await expect(attempt).rejects.toMatchObject({ type: 'ProviderUnknown', nonRetryable: false });
});

test('at the deadline a provider that no worker has makes the request invalid', async () => {
  const attempt = accept(async () => ({ inquiry: true }), { provider: 'new-one', afterMs: 60_000, deadline: '1m' });
  await expect(attempt).rejects.toMatchObject({ type: 'InvalidRequest', nonRetryable: true });
});

test('the faults of a request under a used reference say that it was used, because it may be paid', async () => {
  const late = { provider: 'gone', afterMs: 60_000, deadline: '1m' };
  const faultsOf = async (usedBy: string) => {
    const error = (await accept(async () => ({ inquiry: true }), { ...late, usedBy }).catch(
      (thrown: unknown) => thrown,
    )) as ApplicationFailure;
    return (error.details?.[0] as { path: string }[]).map(({ path }) => path);
  };
  expect(await faultsOf('another run')).toEqual(['provider', 'refId']);
  expect(await faultsOf('run')).toEqual(['provider']);
  expect(await faultsOf('')).toEqual(['provider']);
});

test('status checks have a queue of their own in the plan', async () => {
  expect(await accept(async () => ({ inquiry: true }))).toMatchObject({
    queue: 'payments-digiswitch',
    checkQueue: 'payments-digiswitch-checks',
  });
});

test('from the deadline on terms no longer matter: nothing will be sent', async () => {
  expect(await accept(unreachable, { afterMs: 60_000, deadline: '1m' })).toMatchObject({ inquiry: true });
});

test('a repeat of pay is planned only where the terms allow it', async () => {
  expect(await accept(async () => ({ inquiry: true, repeatAfterMs: 600_000 }))).toMatchObject({
    repeatAfterMs: 600_000,
  });
  expect(await accept(async () => ({ inquiry: true }))).not.toHaveProperty('repeatAfterMs');
});
