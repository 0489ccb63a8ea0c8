import { join } from 'node:path';
import type { temporal } from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { projectFolder } from '../../worker/bundle.js';
import { committed, currentVersion } from '../replay/histories.js';
import { fromJson } from '../replay/history-json.js';
import { scenarios } from '../replay/scenarios.js';
import { loadIsolate, simulate } from './one.js';
import { drawScenario } from './scenario.js';
import { millisecondsOf } from './temporal/history.js';
import { Machine } from './temporal/machine.js';

// Whether the simulation does what Temporal does, in both directions: recordings of the real thing are driven through the
// simulation's machine, and histories that the simulation has written are replayed by the SDK's own replayer.

Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});

const [from = '1', to = '41'] = process.argv.slice(2);
const codePath = join(projectFolder, 'dist', 'workflows.bundle.js');
const isolate = await loadIsolate(codePath);

async function recorded(): Promise<{ same: number; different: string[] }> {
  const different: string[] = [];
  const recordings = await committed(await currentVersion(), scenarios);
  for (const { name, workflowId, history } of recordings) {
    const events = fromJson(history).events ?? [];
    const started = events[0]?.workflowExecutionStartedEventAttributes;
    const run = {
      workflowId,
      runId: started?.originalExecutionRunId ?? '',
      type: started?.workflowType?.name ?? '',
      firstExecutionRunId: started?.firstExecutionRunId ?? '',
      startedAt: millisecondsOf(events[0]?.eventTime),
    };
    try {
      await (await Machine.open(isolate, run, events)).dispose();
    } catch (error) {
      different.push(`${name}: ${(error as Error).message}`);
    }
  }
  return { same: recordings.length - different.length, different };
}

async function simulated(): Promise<{ replayed: number; failed: string[] }> {
  const histories: { workflowId: string; history: temporal.api.history.v1.IHistory }[] = [];
  for (let seed = Number(from); seed < Number(to); seed += 1) {
    const { simulation } = await simulate(isolate, drawScenario(seed));
    for (const { id, history } of simulation.server.executions) {
      // The replayer takes each id once.
      if (id.type === 'reference' || histories.some(({ workflowId }) => workflowId === id.workflowId)) continue;
      histories.push({ workflowId: id.workflowId, history: { events: history } });
    }
  }
  const failed: string[] = [];
  let replayed = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories)) {
    if (error) failed.push(`${workflowId}: ${error.message}`);
    else replayed += 1;
  }
  return { replayed, failed };
}

console.log(JSON.stringify({ recorded: await recorded(), simulated: await simulated() }));
process.exit(0);
