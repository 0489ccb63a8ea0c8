import { adapters } from '../activities/providers/index.js';
import type { Adapter } from '../activities/providers/provider.js';
import { temporalTarget, type TemporalTarget } from '../client/connection.js';
import type { Config } from '../contract/config.js';
import { installRuntime } from './log.js';
import { createProviders } from './providers.js';
import { createWorkers, runWorkers } from './run.js';
import type { Secrets } from './secrets.js';
import { connectWorker } from './connect.js';
import { checkNamespace, prepareNamespace } from './namespace.js';
import { checkCounterparties, counterpartiesOf } from './counterparties.js';

export interface Service {
  config: Config;
  secrets: Secrets;
  /** The protocols that its providers speak, by the name that `adapter` has in the configuration. @default those of Tuntas */
  adapters?: Readonly<Record<string, Adapter>>;
  /** Its abort makes the workers drain and end. */
  stop: AbortSignal;
  log: (line: string) => void;
  /** Where Temporal is. @default the server that the environment names */
  target?: TemporalTarget;
  /** Whether the namespace may be prepared: retention checked, attributes and counterparties recorded. @default true */
  isOurs?: boolean;
  /** Called once the workers take tasks. */
  onReady?: () => void;
}

const NO_OPERATORS = 'No operators are configured: whoever may send updates to this namespace may resolve payments';

/**
 * The worker process: carries payments out until `stop` aborts and the calls under way have ended.
 * Throws `TuntasError`: Unreachable, or InvalidConfig when the namespace cannot be used.
 */
export async function serve({
  config,
  secrets,
  adapters: known = adapters,
  stop,
  log,
  target,
  isOurs = true,
  onReady,
}: Service): Promise<void> {
  installRuntime();
  const { connectionOptions, namespace } = (target ??= temporalTarget(config.temporal.port));
  const connection = await connectWorker(target);
  try {
    const counterparties = counterpartiesOf(config, secrets, known);
    if (isOurs) await prepareNamespace(connection, namespace, config.retention);
    else await checkNamespace(connection, namespace, config.retention);
    await checkCounterparties(connection, namespace, counterparties, isOurs);
    const workers = await createWorkers({
      connection,
      namespace,
      config,
      providers: createProviders(config, secrets, known),
      ledgerToken: secrets.ledgerToken,
      customerKey: secrets.customerKey,
      notifySecrets: secrets.notify,
      counterparties,
    });
    const running = runWorkers(workers, stop);
    if (!config.operators) log(NO_OPERATORS);
    log(`Worker: ${Object.keys(config.providers).join(', ')} at ${connectionOptions.address}, namespace ${namespace}`);
    onReady?.();
    await running;
  } finally {
    await connection.close();
  }
}
