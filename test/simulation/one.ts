import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { judge, type Violation } from './judge.js';
import type { Scenario } from './scenario.js';
import { Simulation } from './simulation.js';
import { Isolate } from './temporal/isolate.js';

/** The names of all activities that workers register. */
const ACTIVITIES = [
  ...['accept', 'isFirstRun', 'lastContact', 'readNotices', 'readRecord', 'renewReference'],
  ...['inquire', 'pay', 'check', 'hold', 'capture', 'release', 'deliver'],
];

/** Loads the built workflow bundle into an isolate. @param path @default the project's own */
export function loadIsolate(path = join(projectFolder, 'dist', 'workflows.bundle.js')): Promise<Isolate> {
  return Isolate.load(path, ACTIVITIES);
}

/** Lets one payment live and judges it. A failure of the program under test, or of the simulation, is a violation too. */
export async function simulate(
  isolate: Isolate,
  scenario: Scenario,
): Promise<{ simulation: Simulation; violations: Violation[] }> {
  const simulation = new Simulation(isolate, scenario);
  try {
    await simulation.run();
  } catch (error) {
    const { name, message } = error as Error;
    return { simulation, violations: [{ invariant: 'nothing fails that must not', detail: `${name}: ${message}` }] };
  }
  return { simulation, violations: judge(simulation, scenario) };
}
