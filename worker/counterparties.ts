import { createHash } from 'node:crypto';
import type { NativeConnection } from '@temporalio/worker';
import { adapters } from '../activities/providers/index.js';
import type { Adapter } from '../activities/providers/provider.js';
import { GRPC_STATUS } from '../contract/grpc-status.js';
import type { Config } from '../contract/config.js';
import { type Fault, InvalidInput, TuntasError } from '../contract/errors.js';
import type { Secrets } from './secrets.js';

/** Who stands behind the name of a provider, as fingerprints of addresses and our account there. */
export interface Counterparty {
  current: string;
  /** The same account at earlier addresses (`formerly`). */
  former: string[];
}

/** Hexadecimal digits of a fingerprint. */
const LENGTH = 12;

/** What tells one counterparty from another: the origin of its address and our account there, and no secret. */
export function fingerprintOf(baseUrl: string, account: string): string {
  return createHash('sha256')
    .update(`${new URL(baseUrl).origin}\n${account}`)
    .digest('hex')
    .slice(0, LENGTH);
}

/** The counterparty of each configured provider. */
export function counterpartiesOf(
  config: Config,
  secrets: Secrets,
  known: Readonly<Record<string, Adapter>> = adapters,
): Record<string, Counterparty> {
  return Object.fromEntries(
    Object.entries(config.providers).map(([name, { adapter, baseUrl, formerly }]) => {
      const account = secrets.providers[name]?.[known[adapter]?.account ?? ''] ?? '';
      const current = fingerprintOf(baseUrl, account);
      const former = formerly.map((address) => fingerprintOf(address, account)).filter((one) => one !== current);
      return [name, { current, former: [...new Set(former)] }];
    }),
  );
}

type Services = Pick<NativeConnection, 'workflowService'>;

const keyOf = (provider: string) => `tuntas.provider.${provider}`;

/**
 * Compares the counterparties with those that the namespace records, and records what is new. A provider whose recorded
 * counterparty is another one would be paid twice, once by each. Throws `InvalidInput` (code InvalidConfig) with each such
 * provider, and how to go on; `TuntasError` (InvalidConfig) where the namespace may not be written.
 * @param mayWrite false: nothing is recorded. @default true
 */
export async function checkCounterparties(
  services: Services,
  namespace: string,
  counterparties: Readonly<Record<string, Counterparty>>,
  mayWrite = true,
): Promise<void> {
  const changed = newRecords(await recordsOf(services, namespace), counterparties);
  if (Object.keys(changed).length === 0 || !mayWrite) return;
  try {
    await services.workflowService.updateNamespace({ namespace, updateInfo: { data: changed } });
  } catch (error) {
    if ((error as { code?: unknown }).code !== GRPC_STATUS.permissionDenied) throw error;
    throw new TuntasError('InvalidConfig', notWritable(namespace, changed), { cause: error });
  }
  // Of two workers that began at the same moment one has overwritten the other.
  newRecords(await recordsOf(services, namespace), counterparties);
}

/** What the namespace's data says. */
export async function recordsOf({ workflowService }: Services, namespace: string): Promise<Record<string, string>> {
  const { namespaceInfo } = await workflowService.describeNamespace({ namespace });
  return namespaceInfo?.data ?? {};
}

/**
 * How a counterparty stands to what the namespace records of its provider. `new`: nothing is recorded; `moved`: an earlier
 * address of the same account (`formerly`); `other`: somebody else.
 */
export type Standing = 'same' | 'new' | 'moved' | 'other';

/** Compares one counterparty with the records of `recordsOf`. */
export function standingOf(
  recorded: Readonly<Record<string, string>>,
  provider: string,
  { current, former }: Counterparty,
): Standing {
  const known = recorded[keyOf(provider)];
  if (known === undefined) return 'new';
  if (known === current) return 'same';
  return former.includes(known) ? 'moved' : 'other';
}

/** The records that are missing or name an earlier address. Throws `InvalidInput` for those of somebody else. */
function newRecords(
  recorded: Readonly<Record<string, string>>,
  counterparties: Readonly<Record<string, Counterparty>>,
): Record<string, string> {
  const faults: Fault[] = [];
  const changed: Record<string, string> = {};
  for (const [provider, counterparty] of Object.entries(counterparties)) {
    const standing = standingOf(recorded, provider, counterparty);
    if (standing === 'same') continue;
    if (standing === 'other') faults.push({ path: `providers.${provider}`, reason: `${OTHER}: ${OTHER_COUNTERPARTY}` });
    changed[keyOf(provider)] = counterparty.current;
  }
  if (faults.length > 0) throw new InvalidInput('InvalidConfig', faults);
  return changed;
}

const OTHER = 'the payments of this namespace are with another address or account';

/** What to do about a counterparty that is somebody else. */
export const OTHER_COUNTERPARTY =
  'use another namespace, or, where the provider has only changed its address, name the earlier one in `formerly`';

function notWritable(namespace: string, records: Record<string, string>): string {
  const data = Object.entries(records).map(([key, value]) => `--data ${key}=${value}`);
  return (
    `the counterparties may not be recorded in namespace ${namespace} from here; record them there: ` +
    `temporal operator namespace update -n ${namespace} ${data.join(' ')}`
  );
}
