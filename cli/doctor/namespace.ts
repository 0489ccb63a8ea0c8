import type { Connection } from '@temporalio/client';
import { milliseconds } from '../../contract/duration.js';
import { GRPC_STATUS } from '../../contract/grpc-status.js';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import { attributeStandings, raisingCommand, retentionOf } from '../../worker/namespace.js';
import type { Context } from './context.js';
import { notChecked, NO_TEMPORAL, ok, problem, type Seen } from './finding.js';
import { spanText } from './span-text.js';
import { TEMPORAL_CALL_MS } from './temporal-connection.js';

/** Whether the namespace exists, keeps payments for long enough, and has their search attributes. */
export async function checkNamespace(context: Context): Promise<Seen[]> {
  const temporal = await context.temporal();
  if (temporal.kind !== 'answers') return NO_TEMPORAL;
  const { connection, namespace } = temporal;
  const retention = context.setup?.config.retention;
  return connection.withDeadline(Date.now() + TEMPORAL_CALL_MS, async () => {
    const kept = await keptBy(connection, namespace, retention ?? '90d');
    if (typeof kept !== 'number') return [kept];
    return [retentionSeen(kept, namespace, retention), ...(await attributesSeen(connection, namespace))];
  });
}

/** How long the namespace keeps ended payments, in milliseconds, or why it does not tell. */
async function keptBy(connection: Connection, namespace: string, retention: string): Promise<number | Seen> {
  try {
    return await retentionOf(connection, namespace);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === GRPC_STATUS.notFound) {
      const seconds = milliseconds(retention) / 1_000;
      const make = `temporal operator namespace create -n ${namespace} --retention ${seconds}s`;
      return problem('there is no such namespace', `set TEMPORAL_NAMESPACE, or make it: ${make}`, namespace);
    }
    if (code === GRPC_STATUS.permissionDenied || code === GRPC_STATUS.unauthenticated) {
      return problem('we may not read this namespace', 'give the API key or certificate access to it', namespace);
    }
    throw error;
  }
}

function retentionSeen(kept: number, namespace: string, retention: string | undefined): Seen {
  const text = `keeps ended payments for ${spanText(kept)}`;
  if (retention === undefined) return notChecked(`${text}; the least that is configured is not known`, namespace);
  if (kept >= milliseconds(retention)) return ok(text, namespace);
  return problem(
    `${text}, less than the configured retention of ${retention}: a reference could be paid twice`,
    `raise it: ${raisingCommand(namespace, retention)}`,
    namespace,
  );
}

const TYPES = { KEYWORD: 'Keyword', BOOL: 'Bool' } as const;

async function attributesSeen(connection: Connection, namespace: string): Promise<Seen[]> {
  const { missing, otherType, typesKnown } = await attributeStandings(connection, namespace);
  const wrong = otherType.map(({ name, type }) =>
    problem(
      `the search attribute is registered with another type than ${TYPES[type]}`,
      'use another namespace, or remove it there and start `tuntas worker`, which registers it',
      name,
    ),
  );
  const absent = missing.map(({ name, type }) =>
    problem(
      'the search attribute is missing',
      'start `tuntas worker`, which registers it where it may; else: ' +
        `temporal operator search-attribute create -n ${namespace} --name ${name} --type ${TYPES[type]}`,
      name,
    ),
  );
  if (wrong.length + absent.length > 0) return [...absent, ...wrong];
  const count = Object.keys(SEARCH_ATTRIBUTES).length;
  return [
    ok(`all ${count} search attributes are registered${typesKnown ? '' : '; the server does not tell their types'}`),
  ];
}
