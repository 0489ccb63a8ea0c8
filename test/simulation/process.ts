import { Coverage } from './coverage.js';
import { loadIsolate, simulate } from './one.js';
import { drawScenario } from './scenario.js';
import type { Violation } from './judge.js';

/** Seeds that one process is to play, one after the other. */
export interface Chunk {
  from: number;
  to: number;
}

export interface ChunkResult {
  payments: number;
  activations: number;
  /** Pairs of points that this process had not met before. */
  pairs: number[];
  /** Seeds that were played twice, and those whose traces differed. */
  repeated: number;
  different: number[];
  found: { seed: number; violations: Violation[] }[];
}

/** One in this many seeds is played twice. */
const REPEAT_EVERY = 50;

// A process of the simulation: it is sent chunks of seeds, and reports each.
const isolate = await loadIsolate(process.argv[2] || undefined);
const coverage = new Coverage();
process.on('disconnect', () => process.exit(0));
process.on('message', ({ from, to }: Chunk) => {
  void (async () => process.send?.(await play(from, to)))();
});
process.send?.('ready');

async function play(from: number, to: number): Promise<ChunkResult> {
  const result: ChunkResult = { payments: 0, activations: 0, pairs: [], repeated: 0, different: [], found: [] };
  for (let seed = from; seed < to; seed += 1) {
    const { simulation, violations } = await simulate(isolate, drawScenario(seed));
    result.payments += 1;
    result.activations += simulation.activations;
    result.pairs.push(...coverage.add(simulation.met));
    if (violations.length > 0) result.found.push({ seed, violations });
    if (seed % REPEAT_EVERY !== 0) continue;
    const again = await simulate(isolate, drawScenario(seed));
    result.repeated += 1;
    if (again.simulation.print !== simulation.print) result.different.push(seed);
  }
  return result;
}
