import { thisMachine, type World } from '../../activities/world.js';
import { type Configuration, readConfiguration } from './configuration.js';
import { type Contact, contactProvider } from './contact.js';
import type { Seen } from './finding.js';
import type { CheckName } from './names.js';
import { readSetup, type Setup } from './setup.js';
import { connectTemporal, type Temporal } from './temporal-connection.js';

/** What the checks share: what several of them need is had once. */
export interface Context {
  env: NodeJS.ProcessEnv;
  /** This machine's clock; milliseconds since 1970. */
  now: () => number;
  /** Whose calls are made by `now`. */
  world: World;
  /** Checks that are left out. */
  skip: readonly CheckName[];
  configuration: Configuration;
  /** undefined where the configuration has faults. */
  setup: Setup | undefined;
  /** Connects once. Never rejects. */
  temporal(): Promise<Temporal>;
  /** Contacts every provider once, all at the same time. Never rejects. */
  contacts(setup: Setup): Promise<Contact[]>;
  close(): Promise<void>;
}

/** A check: what it has seen, however the others fare. */
export type Run = (context: Context) => Promise<Seen[]>;

export async function createContext({ env, now, skip }: Pick<Context, 'env' | 'now' | 'skip'>): Promise<Context> {
  const configuration = await readConfiguration(env);
  const { config } = configuration;
  const setup = config && readSetup(env, config);
  const world = { ...thisMachine, now: () => Promise.resolve(now()) };
  let temporal: Promise<Temporal> | undefined;
  let contacts: Promise<Contact[]> | undefined;
  return {
    env,
    now,
    world,
    skip,
    configuration,
    setup,
    temporal: () => (temporal ??= connectTemporal(env, config)),
    contacts: (of) =>
      (contacts ??= Promise.all(
        Object.keys(of.config.providers).map((name) => contactProvider(name, of, { world, now })),
      )),
    close: async () => {
      const reached = await temporal;
      if (reached?.kind === 'answers') await reached.connection.close();
    },
  };
}
