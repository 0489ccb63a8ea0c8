import { type Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import { standingRun } from '../../activities/payment-record.js';

const key = { provider: 'p', refId: 'r' };

interface Known {
  runId: string;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED' | 'TERMINATED';
  type?: string;
  /** @default the run itself */
  firstRunId?: string;
}

/** Descriptions of runs, each started after the one before it. */
function runsOf(known: Known[]): WorkflowExecutionDescription[] {
  return known.map(({ runId, status, type = 'payment', firstRunId = runId }, index) => {
    const run = { workflowId: 'payment:p:r', runId, type, taskQueue: 'payments', status: { name: status } };
    return { ...run, startTime: new Date(index), raw: { workflowExecutionInfo: { firstRunId } } } as never;
  });
}

/** What stands where Temporal knows all these runs, and its list shows some. @param owner the first run that has used the reference */
function standing(known: Known[], { listed = known, owner }: { listed?: Known[]; owner?: string } = {}) {
  const runs = runsOf(known);
  const latest = runs.at(-1);
  if (!latest) throw new RangeError('no run');
  const client = {
    workflow: {
      getHandle: (id: string, runId?: string) => ({
        describe: async () => {
          if (id === 'payment:p:r') return runs.find((run) => run.runId === runId);
          if (owner === undefined) throw new WorkflowNotFoundError('not found', id, undefined);
          return { memo: { firstRunId: owner } };
        },
      }),
      async *list() {
        yield* runsOf(listed);
      },
    },
  } as unknown as Client;
  return standingRun(client, key, latest);
}

const ended: Known = { runId: 'r1', status: 'COMPLETED' };
const refused: Known = { runId: 'r2', status: 'FAILED' };

test.each<[string, Known[], Awaited<ReturnType<typeof standing>>]>([
  ['a payment that has ended', [ended], { kind: 'ended', runId: 'r1' }],
  ['the payment before a run that was refused', [ended, refused], { kind: 'ended', runId: 'r1' }],
  [
    'the payment before a completed workflow of another type',
    [ended, { runId: 'r2', status: 'COMPLETED', type: 'other' }],
    { kind: 'ended', runId: 'r1' },
  ],
  [
    'a run in the place of an ended one that was ended from outside',
    [ended, { runId: 'r2', status: 'TERMINATED', firstRunId: 'r1' }],
    { kind: 'broken', runId: 'r2' },
  ],
  [
    "the payment before somebody else's run that was ended from outside",
    [ended, { runId: 'r2', status: 'TERMINATED' }],
    { kind: 'ended', runId: 'r1' },
  ],
  [
    'a payment that was ended from outside',
    [{ runId: 'r1', status: 'TERMINATED' }, refused],
    { kind: 'broken', runId: 'r1' },
  ],
  ['that every run was refused', [{ runId: 'r1', status: 'FAILED' }, refused], { kind: 'refused', runId: 'r2' }],
])('finds %s', async (_what, known, found) => {
  expect(await standing(known)).toEqual(found);
});

test('a running run is the payment, unless the record of its reference names another', async () => {
  const running: Known = { runId: 'r2', status: 'RUNNING' };
  expect(await standing([running])).toEqual({ kind: 'running', runId: 'r2' });
  expect(await standing([running], { owner: 'r2' })).toEqual({ kind: 'running', runId: 'r2' });
  expect(await standing([ended, { ...running, firstRunId: 'r1' }], { owner: 'r1' })).toMatchObject({ kind: 'running' });
  expect(await standing([ended, running], { owner: 'r1' })).toEqual({ kind: 'ended', runId: 'r1' });
});

test('nothing is concluded from a list that lags behind', async () => {
  expect(await standing([ended, refused], { listed: [] })).toEqual({ kind: 'unlisted' });
  const stillRunning: Known = { runId: 'r1', status: 'RUNNING' };
  expect(await standing([ended, refused], { listed: [stillRunning, refused] })).toEqual({ kind: 'unlisted' });
});
