import type { Violation } from './judge.js';
import type { Scenario } from './scenario.js';
import type { Simulation } from './simulation.js';

/** Lines of a trace that tell nothing new: checks that found the same as before. */
const TEDIOUS = /check attempt|lastContact|status-pasca|attempt \d+$/;
const LONGEST = 60;

/** What happened to a payment, to be read by a person. */
export function storyOf(
  { seed, request, injections }: Scenario,
  { trace }: Simulation,
  violations: Violation[],
): string {
  const told = trace.filter((line) => !TEDIOUS.test(line));
  const left =
    told.length > LONGEST ? [...told.slice(0, LONGEST), `          … ${told.length - LONGEST} more lines`] : told;
  return [
    ...violations.map(({ invariant, detail }) => `BROKEN: ${invariant}: ${detail}`),
    `seed ${seed}, ${JSON.stringify(request)}`,
    ...injections.map(({ step, event, afterMs }) => `at "${step}", ${afterMs} ms later: ${event}`),
    'milliseconds from the start:',
    ...left,
  ].join('\n');
}

/** A test that keeps the scenario. */
export function testOf(scenario: Scenario, [violation]: Violation[]): string {
  return [
    `test('${violation?.invariant ?? 'nothing is broken'}', async () => {`,
    `  const { violations } = await simulate(isolate, ${JSON.stringify(scenario)});`,
    '  expect(violations).toEqual([]);',
    '});',
  ].join('\n');
}
