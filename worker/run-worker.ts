import type { TemporalTarget } from '../client/connection.js';
import { given } from '../contract/given.js';
import { logLine, type ProcessOptions, processSetup, untilStop } from './process-setup.js';
import { serve } from './serve.js';

/** What a worker is made with. */
export interface WorkerOptions extends ProcessOptions {
  /** Where Temporal is. @default what Temporal's own environment variables name, else this machine */
  target?: TemporalTarget;
  /** Called once payments are taken. */
  onReady?: () => void;
}

/**
 * Runs a worker, with providers of your own where you have some: carries payments out until `stop` aborts and the calls
 * under way have ended. The worker registers search attributes in its namespace, and records who its providers are.
 * Throws `InvalidInput` (InvalidConfig) with the path of every fault, and `TuntasError`: MissingSecret, Unreachable when
 * Temporal does not answer, InvalidConfig when the namespace cannot be used.
 * @example
 * ```ts
 * import { runWorker } from 'tuntas/worker';
 * import { mybiller } from './mybiller.js'; // an `Adapter`
 *
 * // temporal.config.json has a provider with "adapter": "mybiller"
 * await runWorker({ adapters: { mybiller } });
 * ```
 */
export async function runWorker({ target, onReady, ...options }: WorkerOptions = {}): Promise<void> {
  const setup = await processSetup(options, 'worker');
  const { log = logLine } = options;
  await untilStop(options.stop, (stop) => serve({ ...setup, stop, log, ...given({ target, onReady }) }));
}
