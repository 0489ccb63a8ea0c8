import { Command, InvalidArgumentError } from 'commander';

/** The size of a run. */
export interface AttackOptions {
  attacks: number;
  payments: number;
  seed: number;
  /** Attacks under way at once. */
  atOnce: number;
  /** The longest time for the attacks and every payment to end; seconds. */
  limit: number;
}

/** Reads the command line. Throws `CommanderError`, whose message is printed already. */
export function readOptions(args: readonly string[]): AttackOptions {
  return new Command('attack')
    .description(
      'Attack running processes on this machine while honest payments are under way, then compare with the journals.',
    )
    .option('--attacks <n>', 'how many attacks, drawn from the seed', count, 10_000)
    .option('--payments <n>', 'how many honest payments', count, 200)
    .option('--seed <n>', 'the same seed draws the same attacks', count, 1)
    .option('--at-once <n>', 'attacks under way at once', count, 20)
    .option('--limit <seconds>', 'the longest time that a run may take', count, 900)
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<AttackOptions>();
}

function count(text: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('must be a whole number from 1 to 999999');
  return value;
}
