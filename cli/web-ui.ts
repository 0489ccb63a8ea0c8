import type { TemporalTarget } from '../client/connection.js';
import { DEFAULT_TEMPORAL_PORT } from '../client/connection.js';
import type { Config } from '../contract/config.js';
import { InvalidInput } from '../contract/errors.js';
import { WORKFLOWS } from '../contract/names.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';

/** The port of the Web UI that `tuntas dev` starts, where nothing else is configured. */
const DEFAULT_UI_PORT = 8_233;

/**
 * Where the Web UI of a Temporal server is: what `TEMPORAL_UI` says, else the Web UI of `tuntas dev` where the server is at
 * its address on this machine. Undefined for any other server. Throws `InvalidInput` (InvalidConfig) where `TEMPORAL_UI` is
 * no http or https address.
 */
export function webUiOf(
  { connectionOptions: { address } }: TemporalTarget,
  config?: Pick<Config, 'temporal'>,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const named = env['TEMPORAL_UI'];
  if (named) return addressIn(named);
  const { port, uiPort } = config?.temporal ?? { port: DEFAULT_TEMPORAL_PORT, uiPort: DEFAULT_UI_PORT };
  const isLocal = address === `127.0.0.1:${port}` || address === `localhost:${port}`;
  return isLocal ? `http://127.0.0.1:${uiPort}` : undefined;
}

function addressIn(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw new InvalidInput('InvalidConfig', [{ path: 'TEMPORAL_UI', reason: 'must be an http or https address' }]);
}

/** The page of one workflow; the Web UI shows its latest run. */
export function workflowPage(webUi: string, namespace: string, workflowId: string): string {
  return `${workflowsPage(webUi, namespace)}/${encodeURIComponent(workflowId)}`;
}

/** The Web UI's list of the workflows that a query finds. */
export function listPage(webUi: string, namespace: string, query: string): string {
  return `${workflowsPage(webUi, namespace)}?query=${encodeURIComponent(query)}`;
}

function workflowsPage(webUi: string, namespace: string): string {
  return `${webUi}/namespaces/${encodeURIComponent(namespace)}/workflows`;
}

const HOUR_MS = 3_600_000;

/**
 * The lists that an operator looks at, in the form in which the Web UI writes its own filters: only then it shows each as
 * one that can be changed.
 * @param now the lists are about this hour and this day of the machine.
 */
export function operatorQueries(now = new Date()): { name: string; query: string }[] {
  const { review, status } = SEARCH_ATTRIBUTES;
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  const isPayment = `\`WorkflowType\`="${WORKFLOWS.payment}"`;
  const isRunning = '`ExecutionStatus`="Running"';
  return [
    { name: 'waits for a person', query: `\`${review.name}\`=true AND ${isRunning}` },
    {
      name: 'pending for more than an hour',
      query: `${isPayment} AND ${isRunning} AND \`StartTime\`<"${hourAgo.toISOString()}"`,
    },
    {
      name: 'Gagal today',
      query: `${isPayment} AND \`${status.name}\`="Gagal" AND \`CloseTime\`>="${midnight.toISOString()}"`,
    },
  ];
}

/** The lists of `operatorQueries` as lines for people, each with its address. */
export function operatorLines(webUi: string, namespace: string, now?: Date): string[] {
  return operatorQueries(now).map(({ name, query }) => `  ${name}: ${listPage(webUi, namespace, query)}`);
}
