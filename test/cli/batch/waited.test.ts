import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { waitedMs } from '../../../cli/batch/waited.js';

const KEY = { provider: 'digiswitch', refId: 'r-1' };

/** A client whose only history has these events, each at its milliseconds. */
function clientOf(events: { at: number; [attributes: string]: unknown }[]): Client {
  const history = {
    events: events.map(({ at, ...attributes }, index) => ({
      eventId: index + 1,
      eventTime: msToTs(1_000_000 + at),
      ...attributes,
    })),
  };
  const workflowService = { getWorkflowExecutionHistory: async () => ({ history }) };
  return { options: { namespace: 'default' }, workflowService } as unknown as Client;
}

test('is the mean of the waits for workers, without the time of the activities', async () => {
  const client = clientOf([
    { at: 0 },
    { at: 0 },
    { at: 5 },
    { at: 20, workflowTaskCompletedEventAttributes: { scheduledEventId: 2 } },
    { at: 20 },
    { at: 60, activityTaskStartedEventAttributes: { scheduledEventId: 5, attempt: 1 } },
    { at: 900, activityTaskCompletedEventAttributes: { scheduledEventId: 5, startedEventId: 6 } },
  ]);
  expect(await waitedMs(client, KEY)).toBe(30);
});

test('leaves out an activity that was tried again, and is not known without any task', async () => {
  const again = { at: 900, activityTaskStartedEventAttributes: { scheduledEventId: 1, attempt: 2 } };
  expect(await waitedMs(clientOf([{ at: 0 }, again]), KEY)).toBeUndefined();
});
