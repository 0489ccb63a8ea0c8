import { setTimeout as sleep } from 'node:timers/promises';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import type { NativeConnection } from '@temporalio/worker';
import { GRPC_STATUS } from '../contract/grpc-status.js';
import { milliseconds } from '../contract/duration.js';
import { TuntasError } from '../contract/errors.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';

type Services = Pick<NativeConnection, 'workflowService' | 'operatorService'>;

/** Values of `temporal.api.enums.v1.IndexedValueType`. */
const INDEXED_VALUE = { KEYWORD: 2, BOOL: 5 } as const;

/** Replies of a server that does not let this client add search attributes. */
const NOT_ALLOWED = new Set<unknown>([
  GRPC_STATUS.permissionDenied,
  GRPC_STATUS.unauthenticated,
  GRPC_STATUS.unimplemented,
]);

/**
 * Makes sure of what a worker needs from its namespace: a long enough retention, and the payments' search attributes.
 * Throws `TuntasError` (code InvalidConfig) where the retention is too short or the attributes may not be added.
 */
export async function prepareNamespace(services: Services, namespace: string, retention: string): Promise<void> {
  await assertRetention(services, namespace, retention);
  await registerSearchAttributes(services, namespace);
}

/** Like `prepareNamespace`, but changes nothing: throws where the search attributes are missing, too. */
export async function checkNamespace(services: Services, namespace: string, retention: string): Promise<void> {
  await assertRetention(services, namespace, retention);
  if (!(await areUsable(services, namespace))) throw missingAttributes(namespace);
}

/** How long the namespace keeps ended payments, in milliseconds. */
export async function retentionOf(services: Services, namespace: string): Promise<number> {
  const { config } = await services.workflowService.describeNamespace({ namespace });
  return tsToMs(config?.workflowExecutionRetentionTtl ?? {});
}

/** Raises the namespace's retention to at least `retention`, such as "90d". Only for a server on this machine. */
export async function raiseRetention(services: Services, namespace: string, retention: string): Promise<void> {
  if ((await retentionOf(services, namespace)) >= milliseconds(retention)) return;
  await services.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(milliseconds(retention)) },
  });
}

/**
 * A reference must stay unique, and Temporal knows only the payments that it still keeps. Throws `TuntasError` (code
 * InvalidConfig) when the namespace keeps them for less than `retention`, with the command that raises it.
 */
export async function assertRetention(services: Services, namespace: string, retention: string): Promise<void> {
  const kept = await retentionOf(services, namespace);
  if (kept >= milliseconds(retention)) return;
  throw new TuntasError(
    'InvalidConfig',
    `namespace ${namespace} keeps ended payments for ${kept / 3_600_000} h, less than the configured retention of ` +
      `${retention}: a reference could be paid twice. Raise it: ${raisingCommand(namespace, retention)}`,
  );
}

/** The command that raises a namespace's retention. */
export function raisingCommand(namespace: string, retention: string): string {
  const seconds = Math.ceil(milliseconds(retention) / 1_000);
  return `temporal operator namespace update -n ${namespace} --retention ${seconds}s`;
}

/** Registers the payments' search attributes and waits until they can be used. Existing ones are not changed. */
export async function registerSearchAttributes(services: Services, namespace: string): Promise<void> {
  if (await areUsable(services, namespace)) return;
  try {
    await addSearchAttributes(services, namespace);
  } catch (error) {
    const code = codeOf(error);
    if (NOT_ALLOWED.has(code)) throw missingAttributes(namespace);
    if (code !== GRPC_STATUS.alreadyExists) throw error;
  }
  // Each service of the server has its own copy of the list and refreshes it on its own schedule.
  while (!(await areUsable(services, namespace))) await sleep(200);
}

/** Registers the payments' search attributes without checking first and without waiting. */
export async function addSearchAttributes(
  services: Pick<Services, 'operatorService'>,
  namespace: string,
): Promise<void> {
  const searchAttributes = Object.fromEntries(
    Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, INDEXED_VALUE[type]]),
  );
  await services.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

/** How the payments' search attributes stand in a namespace. */
export interface AttributeStandings {
  missing: SearchAttribute[];
  otherType: SearchAttribute[];
  /** false: the server tells which ones there are, and not of which type. */
  typesKnown: boolean;
}

type SearchAttribute = (typeof SEARCH_ATTRIBUTES)[keyof typeof SEARCH_ATTRIBUTES];

/** Compares the namespace's search attributes with those of the payments, and changes nothing. */
export async function attributeStandings(services: Services, namespace: string): Promise<AttributeStandings> {
  const all = Object.values(SEARCH_ATTRIBUTES);
  try {
    const { customAttributes } = await services.operatorService.listSearchAttributes({ namespace });
    const typeOf = new Map<string, number>(Object.entries(customAttributes));
    return {
      missing: all.filter(({ name }) => !typeOf.has(name)),
      otherType: all.filter(({ name, type }) => typeOf.has(name) && typeOf.get(name) !== INDEXED_VALUE[type]),
      typesKnown: true,
    };
  } catch (error) {
    if (!NOT_ALLOWED.has(codeOf(error))) throw error;
  }
  const usable = await Promise.all(all.map(({ name }) => areUsable(services, namespace, [name])));
  return { missing: all.filter((_, index) => !usable[index]), otherType: [], typesKnown: false };
}

const ALL_NAMES = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);

async function areUsable(
  services: Services,
  namespace: string,
  names: readonly string[] = ALL_NAMES,
): Promise<boolean> {
  const query = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  try {
    await services.workflowService.countWorkflowExecutions({ namespace, query });
    return true;
  } catch (error) {
    if (codeOf(error) === GRPC_STATUS.invalidArgument) return false;
    throw error;
  }
}

function missingAttributes(namespace: string): TuntasError {
  const list = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => `${name} (${type})`);
  return new TuntasError(
    'InvalidConfig',
    `search attributes are missing in namespace ${namespace} and may not be added from here; add them there: ` +
      list.join(', '),
  );
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
