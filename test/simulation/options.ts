import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';

export interface SimulateOptions {
  /** Seeds from `from` up to, but not including, `to`. */
  from: number;
  to: number;
  cores: number;
  json: boolean;
  /** Print what happens to each payment. */
  trace: boolean;
  /** Stop at the first violation. */
  untilFound: boolean;
  bundle?: string;
}

/** Reads the command line. Throws `CommanderError`, whose message is printed already. */
export function readOptions(args: readonly string[]): SimulateOptions {
  const raw = new Command('simulate')
    .description('Let payments live through drawn faults on the real workflow and activities, under one virtual clock.')
    .option('--payments <n>', 'how many payments: one for each seed', count, 10_000)
    .option('--seed <n>', 'the first seed', count, 1)
    .option('--from <seed>', 'the first seed of a range, in place of --seed', count)
    .option('--to <seed>', 'the end of the range, which is not included', count)
    .option('--cores <n>', 'processes at once', count, availableParallelism())
    .option('--bundle <path>', 'another workflow bundle than the built one')
    .option('--until-found', 'stop at the first violation', false)
    .option('--trace', 'print everything that happens', false)
    .option('--json', 'print the summary as JSON', false)
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<Omit<SimulateOptions, 'from' | 'to'> & { payments: number; seed: number; from?: number; to?: number }>();
  const { payments, seed, from = seed, to = from + payments, ...rest } = raw;
  return { ...rest, from, to };
}

function count(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}
