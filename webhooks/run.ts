/**
 * The server for the providers' webhooks, with providers of your own.
 * @module tuntas/webhooks
 */
import { once } from 'node:events';
import { connectPayments } from '../client/index.js';
import { createNoticeSources } from '../worker/providers.js';
import { logLine, type ProcessOptions, processSetup, untilStop } from '../worker/process-setup.js';
import { startWebhooks } from './server.js';

export type { ProcessOptions };

/**
 * Runs the server that takes the providers' webhooks, with providers of your own where you have some, until `stop` aborts
 * and the deliveries under way have ended. It reads the secrets that verify notices, and no others.
 * Throws `InvalidInput` (InvalidConfig) with the path of every fault, and `TuntasError`: MissingSecret, PortInUse,
 * Unreachable when Temporal does not answer.
 * @example
 * ```ts
 * import { runWebhooks } from 'tuntas/webhooks';
 * import { mybiller } from './mybiller.js'; // an `Adapter`
 *
 * await runWebhooks({ adapters: { mybiller } });
 * ```
 */
export async function runWebhooks(options: ProcessOptions = {}): Promise<void> {
  const { config, secrets, adapters } = await processSetup(options, 'webhooks');
  const { log = logLine } = options;
  const providers = createNoticeSources(config, secrets, adapters);
  await using temporal = await connectPayments(config.temporal.port);
  const webhooks = await startWebhooks({ config, providers, client: temporal.client, log });
  log(`Webhooks: ${webhooks.url}/webhooks/<provider>`);
  if (webhooks.operationsUrl) log(`Operations: ${webhooks.operationsUrl}/health, /ready, /counts`);
  await untilStop(options.stop, async (stop) => {
    if (!stop.aborted) await once(stop, 'abort');
    await webhooks.close();
  });
}
