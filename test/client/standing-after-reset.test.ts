import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { standingRun } from '../../activities/payment-record.js';

// A payment was reset, and somebody's later start of it came to nothing: which run says what became of it?

const key = { provider: 'p', refId: 'r' };

interface Known {
  runId: string;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED' | 'TERMINATED';
  firstRunId?: string;
}

function runsOf(known: Known[]): WorkflowExecutionDescription[] {
  return known.map(({ runId, status, firstRunId = runId }, index) => {
    const run = { workflowId: 'payment:p:r', runId, type: 'payment', taskQueue: 'payments', status: { name: status } };
    return { ...run, startTime: new Date(index), raw: { workflowExecutionInfo: { firstRunId } } } as never;
  });
}

function standing(known: Known[], listed = known) {
  const runs = runsOf(known);
  const client = {
    workflow: {
      getHandle: (id: string, runId?: string) => ({
        describe: async () =>
          id === 'payment:p:r' ? runs.find((run) => run.runId === runId) : { memo: { firstRunId: 'r1' } },
      }),
      async *list() {
        yield* runsOf(listed);
      },
    },
  } as unknown as Client;
  return standingRun(client, key, runs.at(-1) as WorkflowExecutionDescription);
}

const ended: Known = { runId: 'r1', status: 'COMPLETED' };

test('a reset run that was terminated stays broken, also where a later start of somebody else was terminated', async () => {
  const broken: Known = { runId: 'r2', status: 'TERMINATED', firstRunId: 'r1' };
  // Without the third run this is `broken`; so it is with one that was refused.
  expect(await standing([ended, broken])).toMatchObject({ kind: 'broken' });
  expect(await standing([ended, broken, { runId: 'r3', status: 'FAILED' }])).toMatchObject({ kind: 'broken' });
  expect(await standing([ended, broken, { runId: 'r3', status: 'TERMINATED' }])).toMatchObject({ kind: 'broken' });
});

test('nothing is concluded from a list that lags behind the end of a reset run', async () => {
  const known: Known[] = [
    ended,
    { runId: 'r2', status: 'COMPLETED', firstRunId: 'r1' },
    { runId: 'r3', status: 'FAILED' },
  ];
  const stale: Known[] = [
    ended,
    { runId: 'r2', status: 'RUNNING', firstRunId: 'r1' },
    { runId: 'r3', status: 'FAILED' },
  ];
  expect(await standing(known)).toEqual({ kind: 'ended', runId: 'r2' });
  expect(await standing(known, stale)).toEqual({ kind: 'unlisted' });
});
