import { adapters } from '../activities/providers/index.js';
import type { Adapter, NoticeSource, Provider, ProviderSetup } from '../activities/providers/provider.js';
import { thisMachine, type World } from '../activities/world.js';
import type { Config } from '../contract/config.js';
import type { Secrets } from './secrets.js';

/**
 * Makes every configured provider from its adapter. The configuration was checked by `loadConfig`. `world` is where
 * adapters take HTTP calls, time, waiting and randomness from.
 */
export function createProviders(
  config: Config,
  secrets: Secrets,
  known: Readonly<Record<string, Adapter>> = adapters,
  world: World = thisMachine,
): Record<string, Provider> {
  return Object.fromEntries(
    setupsOf(config, secrets, known, world).map(({ adapter, setup }) => [setup.name, adapter.create(setup)]),
  );
}

/** Makes what reads the webhooks of every configured provider, with the secrets that verify them and no others. */
export function createNoticeSources(
  config: Config,
  secrets: Secrets,
  known: Readonly<Record<string, Adapter>> = adapters,
): Record<string, NoticeSource> {
  return Object.fromEntries(
    setupsOf(config, secrets, known, thisMachine).map(({ adapter, setup }) => [
      setup.name,
      adapter.createNotices(setup),
    ]),
  );
}

function setupsOf(
  config: Config,
  secrets: Secrets,
  known: Readonly<Record<string, Adapter>>,
  world: World,
): { adapter: Adapter; setup: ProviderSetup }[] {
  const now = clockOf(world);
  return Object.entries(config.providers).map(([name, provider]) => {
    const adapter = Object.hasOwn(known, provider.adapter) ? known[provider.adapter] : undefined;
    if (!adapter) throw new Error(`provider ${name} has no adapter ${provider.adapter}`);
    return { adapter, setup: { name, config: provider, secrets: secrets.providers[name] ?? {}, world, now } };
  });
}

/**
 * The world's wall clock as one that is read without waiting: the time that the world gave last, plus what its monotonic
 * clock has counted since. Every reading asks the world again, so that a clock that was set is followed. Until the first
 * answer it is this machine's.
 */
function clockOf(world: World): () => number {
  if (world === thisMachine) return Date.now;
  let last = { time: Date.now(), at: world.monotonic() };
  const refresh = () => {
    // A world that gives no time now leaves the last one in force.
    world.now().then(
      (time) => (last = { time, at: world.monotonic() }),
      () => undefined,
    );
  };
  refresh();
  return () => {
    refresh();
    return Math.floor(last.time + world.monotonic() - last.at);
  };
}
