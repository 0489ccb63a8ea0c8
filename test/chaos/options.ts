import { Command, InvalidArgumentError } from 'commander';
import { durationSchema, milliseconds } from '../../contract/duration.js';

/** The size of a run. Times in milliseconds. */
export interface ChaosOptions {
  payments: number;
  seed: number;
  /** Starts and kills are spread over it. */
  duration: number;
  /** The longest wait then, with all faults switched off; the run ends as soon as nothing can change any more. */
  settle: number;
  clients: number;
  /** Payments that all clients together wait for at once: a slow machine gets them later, not all together. */
  inFlight: number;
  workers: number;
  workerKills: number;
  serverKills: number;
  sandboxKills: number;
  webhooksKills: number;
  /** Leaves the folder of the run where it is, whatever the audit says. */
  keep: boolean;
  json: boolean;
}

/** Reads the command line. Throws `CommanderError`, whose message is printed already. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const command = new Command('chaos')
    .description(
      'Pay thousands of bills while everything fails, with an operator who resolves every review by the biller, then ' +
        'compare the outcomes with the journals. The run ends as soon as nothing can change any more.',
    )
    .option('--payments <n>', 'how many payments', count(1), 2_000)
    .option('--seed <n>', 'the same seed gives the same schedule of faults (default: by chance)', count(0))
    .option('--duration <time>', 'over which starts and kills are spread', time, milliseconds('10m'))
    .option(
      '--settle <time>',
      'the longest wait after that, without faults, for every payment and review to end',
      time,
      milliseconds('5m'),
    )
    .option('--clients <n>', 'client processes', count(1), 4)
    .option('--in-flight <n>', 'payments that clients wait for at once', count(1), 240)
    .option('--workers <n>', 'worker processes', count(1), 2)
    .option('--worker-kills <n>', 'kill -9 of a worker', count(0), 20)
    .option('--server-kills <n>', "kill -9 of Temporal's server", count(0), 3)
    .option('--sandbox-kills <n>', 'kill -9 of the sandbox: billers and ledger', count(0), 2)
    .option('--webhooks-kills <n>', 'kill -9 of the webhook server', count(0), 2)
    .option('--keep', "keep the run's folder also when all is well", false)
    .option('--json', 'print the audit as one JSON document', false)
    .exitOverride()
    .parse(args, { from: 'user' });
  const options = command.opts<Omit<ChaosOptions, 'seed'> & { seed?: number }>();
  return { ...options, seed: options.seed ?? Math.floor(Math.random() * 1_000_000) };
}

function count(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : -1;
    if (value < least) throw new InvalidArgumentError(`must be a whole number from ${least} to 999999`);
    return value;
  };
}

function time(text: string): number {
  const result = durationSchema.safeParse(text);
  if (!result.success) throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'must be a duration');
  return milliseconds(result.data);
}
