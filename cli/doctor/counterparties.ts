import { adapters } from '../../activities/providers/index.js';
import {
  counterpartiesOf,
  OTHER_COUNTERPARTY,
  recordsOf,
  type Standing,
  standingOf,
} from '../../worker/counterparties.js';
import type { Context } from './context.js';
import { NO_CONFIGURATION, NO_TEMPORAL, notChecked, ok, problem, type Seen } from './finding.js';
import type { Setup } from './setup.js';
import { TEMPORAL_CALL_MS } from './temporal-connection.js';

/** Whether the namespace's payments are with the addresses and accounts of this configuration. */
export async function checkCounterparties(context: Context): Promise<Seen[]> {
  const { setup } = context;
  if (!setup) return NO_CONFIGURATION;
  const temporal = await context.temporal();
  if (temporal.kind !== 'answers') return NO_TEMPORAL;
  const { connection, namespace } = temporal;
  const recorded = await connection.withDeadline(Date.now() + TEMPORAL_CALL_MS, () => recordsOf(connection, namespace));
  return Object.entries(counterpartiesOf(setup.config, setup.secrets)).map(([name, counterparty]) =>
    hasAccount(setup, name)
      ? SEEN[standingOf(recorded, name, counterparty)](name)
      : notChecked('needs the name of our account, which is not set', name),
  );
}

/** Whether the credential is set that names our account, without which there is no fingerprint. */
export function hasAccount({ config, secrets }: Setup, provider: string): boolean {
  const credential = adapters[config.providers[provider]?.adapter ?? '']?.account;
  return credential !== undefined && Boolean(secrets.providers[provider]?.[credential]);
}

const SEEN: Record<Standing, (provider: string) => Seen> = {
  same: (provider) => ok("the namespace's payments are with this address and account", provider),
  new: (provider) => ok('the namespace has no payments of it yet', provider),
  moved: (provider) => ok("the namespace's payments are with an earlier address of it, as `formerly` says", provider),
  other: (provider) =>
    problem("the namespace's payments are with another address or account", OTHER_COUNTERPARTY, provider),
};
