import type { Client, WorkflowExecutionInfo } from '@temporalio/client';

/** A list is read until it has this many for each one that is asked for, at most. */
const SPARE = 4;
const LEAST = 200;
const HOUR_MS = 3_600_000;
/** Since then, and further back each time: an hour, some days, some months, ever. */
const STEPS = [1, 24, 24 * 8, 24 * 64, Infinity];

/**
 * The executions that a query finds, the latest start first. Temporal's own order is by the time of the end, those that run
 * first: the list is asked for since some time, so that all that have started since are read and sorted here.
 * @param limit the number at most.
 */
export async function newestFirst(
  client: Client,
  query: string,
  limit: number,
  now = Date.now(),
): Promise<WorkflowExecutionInfo[]> {
  if (limit < 1) return [];
  let [early, late] = [now, now];
  for (const hours of STEPS) {
    late = early;
    early = Math.max(0, now - hours * HOUR_MS);
    if ((await count(client, query, early)) >= limit) break;
  }
  // There may be many more than needed: then the time since which is asked is halved.
  const most = Math.max(limit * SPARE, LEAST);
  while (late - early > 1_000 && (await count(client, query, early)) > most) {
    const middle = Math.floor((early + late) / 2);
    if ((await count(client, query, middle)) >= limit) early = middle;
    else late = middle;
  }
  const found: WorkflowExecutionInfo[] = [];
  for await (const info of client.workflow.list({ query: startedSince(query, early), pageSize: 1_000 })) {
    found.push(info);
  }
  return found.sort((one, other) => other.startTime.getTime() - one.startTime.getTime()).slice(0, limit);
}

async function count(client: Client, query: string, since: number): Promise<number> {
  return (await client.workflow.count(startedSince(query, since))).count;
}

function startedSince(query: string, since: number): string {
  return `(${query}) AND StartTime >= '${new Date(since).toISOString()}'`;
}
