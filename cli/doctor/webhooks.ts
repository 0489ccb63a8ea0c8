import { adapters } from '../../activities/providers/index.js';
import { isObject, parseExact } from '../../activities/providers/reading.js';
import type { World } from '../../activities/world.js';
import type { Config } from '../../contract/config.js';
import { HEALTH } from '../../webhooks/health.js';
import { HTTP_CALL_MS } from './contact.js';
import type { Context } from './context.js';
import { NO_CONFIGURATION, notChecked, ok, problem, type Seen, warning } from './finding.js';
import type { Setup } from './setup.js';

/** Whether webhooks can be verified where they are needed, and whether a webhook server answers on this machine. */
export async function checkWebhooks({ setup, world }: Context): Promise<Seen[]> {
  if (!setup) return NO_CONFIGURATION;
  const providers = Object.keys(setup.config.providers).map((name) => noticesOf(name, setup));
  const byWebhooksOnly = providers.filter(({ isNeeded, canProve }) => isNeeded && canProve).map(({ name }) => name);
  return [...providers.flatMap(noticesSeen), await serverSeen(setup.config, world, byWebhooksOnly)];
}

interface Notices {
  name: string;
  /** Its status calls are off. */
  isNeeded: boolean;
  /** Whether a notice of it can be verified. */
  canProve: boolean;
  /** Variables of the secrets that verify its notices and are not set. */
  unset: string[];
  /** Whether its protocol has a secret for notices at all. */
  hasSecrets: boolean;
}

function noticesOf(name: string, { config, named }: Setup): Notices {
  const provider = config.providers[name];
  const credentials = adapters[provider?.adapter ?? '']?.noticeCredentials ?? [];
  const paths = credentials.map((credential) => `providers.${name}.credentials.${credential}`);
  const own = named.filter(({ path }) => paths.includes(path));
  return {
    name,
    isNeeded: provider?.statusCall === false,
    canProve: own.some(({ value }) => value !== ''),
    unset: own.filter(({ value, path }) => value === '' && !path.endsWith('Previous')).map(({ variable }) => variable),
    hasSecrets: credentials.length > 0,
  };
}

function noticesSeen({ name, isNeeded, canProve, unset, hasSecrets }: Notices): Seen[] {
  const set = unset.length > 0 ? `set ${unset.join(', ')}` : 'name the secret of its webhooks under `credentials`';
  if (isNeeded && !canProve) {
    const seen =
      'its status calls are off, and no webhook of it can be verified: only `tuntas resolve` ends its payments';
    return [warning(seen, hasSecrets ? set : `set providers.${name}.statusCall to true`, name)];
  }
  if (unset.length > 0) return [warning(`${unset.join(', ')} is not set: its webhooks are refused`, set, name)];
  return canProve ? [ok('its webhooks can be verified', name)] : [];
}

async function serverSeen({ webhooks }: Config, world: World, needing: readonly string[]): Promise<Seen> {
  const { host, port } = webhooks;
  if (port === 0) return notChecked('webhooks.port is 0: the server takes any port');
  const at = `${hostOf(host)}:${port}`;
  const answer = await world.exchange({ method: 'GET', url: `http://${at}/health`, timeoutMs: HTTP_CALL_MS });
  if (answer.kind === 'reply' && isHealth(answer.body)) return ok(`a webhook server answers at ${at}`);
  if (answer.kind === 'reply' || answer.kind === 'unknown') {
    return problem(
      `another program answers at ${at}`,
      'stop it, or set webhooks.port to another port; start a webhook server of an earlier version again with this one',
      'webhooks.port',
    );
  }
  if (needing.length > 0) {
    const seen = `no webhook server answers at ${at}, and only webhooks and \`tuntas resolve\` end payments of ${needing.join(', ')}`;
    return warning(seen, 'start `tuntas webhooks`, here or on another machine', 'webhooks.port');
  }
  return notChecked(`no webhook server answers at ${at}; it may run on another machine, or not be wanted`);
}

/** A server that listens on every address is asked at the one of this machine. */
function hostOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function isHealth(body: Buffer): boolean {
  const said = parseExact(body);
  return isObject(said) && said['status'] === HEALTH.status && said['service'] === HEALTH.service;
}
