import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { Coverage } from './coverage.js';
import { loadIsolate, simulate } from './one.js';
import { readOptions, type SimulateOptions } from './options.js';
import type { Chunk, ChunkResult } from './process.js';
import { drawScenario } from './scenario.js';
import { shrink } from './shrink.js';
import { storyOf, testOf } from './story.js';

const CHUNK = 100;
/** How many of the violations are shrunk and told. */
const TOLD = 3;

const options = readOptions(process.argv.slice(2));
if (options.trace) await trace(options);
else await run(options);

async function trace({ from, to, bundle }: SimulateOptions): Promise<void> {
  const isolate = await loadIsolate(bundle);
  for (let seed = from; seed < to; seed += 1) {
    const { simulation, violations } = await simulate(isolate, drawScenario(seed));
    console.log(JSON.stringify(drawScenario(seed)));
    for (const line of simulation.trace) console.log(line);
    console.log(`trace ${simulation.print}`, violations);
  }
}

async function run({ from, to, cores, json, untilFound, bundle }: SimulateOptions): Promise<void> {
  const began = performance.now();
  const coverage = new Coverage();
  const total = {
    payments: 0,
    activations: 0,
    repeated: 0,
    different: [] as number[],
    found: [] as ChunkResult['found'],
  };
  let next = from;
  const take = (): Chunk | undefined => {
    if (next >= to || (untilFound && total.found.length > 0)) return undefined;
    const chunk = { from: next, to: Math.min(next + CHUNK, to) };
    next = chunk.to;
    return chunk;
  };
  const add = (result: ChunkResult) => {
    total.payments += result.payments;
    total.activations += result.activations;
    total.repeated += result.repeated;
    total.different.push(...result.different);
    total.found.push(...result.found);
    // A long run that is ended by hand shall leave the seeds.
    for (const { seed, violations } of result.found) {
      console.error(
        `\nseed ${seed}: ${violations.map(({ invariant, detail }) => `${invariant} (${detail})`).join('; ')}`,
      );
    }
    coverage.addPairs(result.pairs);
    show();
  };
  const rate = () => total.payments / ((performance.now() - began) / 1_000);
  const show = () => {
    if (!process.stderr.isTTY && total.payments % (CHUNK * 20) !== 0 && total.payments < to - from) return;
    const done = Math.round((total.payments / (to - from)) * 30);
    const bar = '#'.repeat(done).padEnd(30, '.');
    const line = `[${bar}] ${total.payments}/${to - from}, ${rate().toFixed(0)}/s, ${coverage.pairs} pairs, ${total.found.length} broken`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`);
  };
  await Promise.all(
    Array.from({ length: Math.min(cores, Math.ceil((to - from) / CHUNK)) }, () => lane(take, add, bundle)),
  );
  if (process.stderr.isTTY) process.stderr.write('\n');

  total.found.sort((one, other) => one.seed - other.seed);
  const summary = {
    seeds: { from, to },
    payments: total.payments,
    activations: total.activations,
    seconds: Math.round((performance.now() - began) / 1_000),
    perSecond: Math.round(rate()),
    coverage: { points: coverage.points, pairs: coverage.pairs },
    repeated: total.repeated,
    different: total.different,
    violations: total.found.length,
    found: total.found.slice(0, 100),
  };
  if (json) console.log(JSON.stringify(summary));
  else tell(summary);
  const isolate = total.found.length > 0 ? await loadIsolate(bundle) : undefined;
  for (const { seed, violations } of total.found.slice(0, TOLD)) {
    if (!isolate) break;
    const least = await shrink(isolate, drawScenario(seed), violations[0]?.invariant ?? '');
    const again = await simulate(isolate, least);
    console.error(`\n${storyOf(least, again.simulation, again.violations)}\n\n${testOf(least, again.violations)}`);
  }
  process.exit(total.found.length > 0 || total.different.length > 0 ? 1 : 0);
}

function tell({
  seeds,
  payments,
  activations,
  seconds,
  perSecond,
  coverage,
  repeated,
  different,
  violations,
}: Summary) {
  console.log(`${payments} payments (seeds ${seeds.from} to ${seeds.to - 1}) in ${seconds} s: ${perSecond} a second`);
  console.log(`${activations} activations of workflows, ${coverage.pairs} pairs of ${coverage.points} points met`);
  console.log(`${repeated} played twice: ${different.length} traces differed`);
  console.log(`${violations} payments broke an invariant`);
}

interface Summary {
  seeds: Chunk;
  payments: number;
  activations: number;
  seconds: number;
  perSecond: number;
  coverage: { points: number; pairs: number };
  repeated: number;
  different: number[];
  violations: number;
}

/** One process, which plays chunk after chunk. */
async function lane(
  take: () => Chunk | undefined,
  add: (result: ChunkResult) => void,
  bundle: string | undefined,
): Promise<void> {
  const child: ChildProcess = fork(join(projectFolder, 'test', 'simulation', 'process.ts'), [bundle ?? ''], {
    execArgv: ['--import', join(projectFolder, 'test', 'support', 'register-ts.js')],
  });
  const ended = once(child, 'exit').then(([code]: unknown[]) => {
    throw new Error(`a process of the simulation ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  for (let chunk = take(); chunk; chunk = take()) {
    const answer = once(child, 'message');
    child.send(chunk);
    const [result] = (await Promise.race([answer, ended])) as [ChunkResult];
    add(result);
  }
  child.disconnect();
}
