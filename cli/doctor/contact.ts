import type { HttpCall, HttpResult } from '../../activities/http.js';
import { AccountRefused, type RefusedFor } from '../../activities/providers/account-refused.js';
import { adapters } from '../../activities/providers/index.js';
import type { AccountCall, Provider } from '../../activities/providers/provider.js';
import type { World } from '../../activities/world.js';
import type { ProviderConfig } from '../../contract/config.js';
import { milliseconds } from '../../contract/duration.js';
import { InvalidInput } from '../../contract/errors.js';
import { type ClockRange, narrowest, rangeOfHeaders } from './clock-range.js';
import type { Setup } from './setup.js';

/** What came of contacting a provider: without credentials, and with a call that changes nothing. */
export interface Contact {
  name: string;
  /** Of a request without credentials to `baseUrl`. */
  reached: HttpResult;
  account: AccountTried;
  /** How far the provider's clock is ahead of ours; undefined where no answer has its time. */
  clock: ClockRange | undefined;
}

/**
 * - `accepted`: the credentials are right;
 * - `refused`: the provider has said no;
 * - `unclear`: no answer that tells; `last` is the last one that came at all;
 * - `not-tried`: nothing was sent.
 */
export type AccountTried =
  | { kind: 'accepted'; call: AccountCall; balance?: number }
  | { kind: 'refused'; call: AccountCall; refusedFor: RefusedFor; words: string }
  | { kind: 'unclear'; call: AccountCall; words: string; last: HttpResult | undefined }
  | { kind: 'not-tried'; why: string };

/** Of one HTTP call; milliseconds. A provider's own timeout counts where it is shorter. */
export const HTTP_CALL_MS = 5_000;

interface Means {
  world: World;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Contacts a provider. Sends no inquiry, no pay and no status call. Never rejects for what the provider does. */
export async function contactProvider(name: string, setup: Setup, { world, now }: Means): Promise<Contact> {
  const config = setup.config.providers[name];
  if (!config) throw new Error(`there is no provider ${name}`);
  const timeoutMs = Math.min(milliseconds(config.timeout), HTTP_CALL_MS);
  const heard: { result: HttpResult; clock: ClockRange | undefined }[] = [];
  const exchange = async (call: HttpCall) => {
    const sentAt = now();
    const result = await world.exchange(call);
    const headers = result.kind === 'reply' ? result.headers : {};
    const clock = rangeOfHeaders(headers, { sentAt, receivedAt: now() });
    heard.push({ result, clock });
    return result;
  };
  const reached = await exchange({ method: 'GET', url: config.baseUrl, timeoutMs });
  const made = isAnswered(reached)
    ? makeProvider(name, setup, { ...config, timeout: `${timeoutMs}ms` }, { world: { ...world, exchange }, now })
    : ({ kind: 'not-tried', why: 'needs an answer of the provider' } as const);
  const account = 'kind' in made ? made : await tryAccount(made, () => heard.at(-1)?.result);
  const clock = narrowest(heard.flatMap((each) => each.clock ?? []));
  return { name, reached, account, clock };
}

/** Whether an HTTP server has answered, whatever it said. */
export function isAnswered(result: HttpResult): boolean {
  return result.kind === 'reply' || result.why === 'too-large';
}

type NotTried = Extract<AccountTried, { kind: 'not-tried' }>;

function makeProvider(
  name: string,
  { secrets, missing }: Setup,
  config: ProviderConfig,
  { world, now }: Means,
): Provider | NotTried {
  const without = missing.filter(({ path }) => path.startsWith(`providers.${name}.`));
  if (without.length > 0) {
    return { kind: 'not-tried', why: `needs ${without.map(({ variable }) => variable).join(', ')}, not set` };
  }
  try {
    const adapter = adapters[config.adapter];
    if (!adapter) throw new Error(`there is no adapter ${config.adapter}`);
    return adapter.create({ name, config, secrets: secrets.providers[name] ?? {}, world, now });
  } catch (error) {
    if (error instanceof InvalidInput) return { kind: 'not-tried', why: 'needs its secrets, which have problems' };
    throw error;
  }
}

async function tryAccount(provider: Provider, lastHeard: () => HttpResult | undefined): Promise<AccountTried> {
  const call = provider.accountCall;
  if (!call) return { kind: 'not-tried', why: 'the provider documents no call that is safe to try them with' };
  const { signal } = new AbortController();
  try {
    const balance = call === 'balance' ? await provider.balance?.(signal) : undefined;
    if (call === 'products') await provider.products?.(signal);
    return { kind: 'accepted', call, ...balance };
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(`${provider.name}: `, '') : String(error);
    if (error instanceof AccountRefused) return { kind: 'refused', call, refusedFor: error.refusedFor, words };
    return { kind: 'unclear', call, words, last: lastHeard() };
  }
}
