import type { ConfigFile } from '../contract/config.js';
import { TEST_LEDGER_URL } from './test-ledger.js';

/** The name of the scripted provider's adapter. */
export const SCRIPTED = 'scripted';

/**
 * A scripted provider's part of the configuration. Its status calls come at short intervals at first, for a server in real
 * time, and then at long ones, so that a payment that is Pending for weeks has few of them.
 */
const PROVIDER = {
  adapter: SCRIPTED,
  baseUrl: 'https://provider.test',
  credentials: {},
  ratePerSecond: 1_000,
  minGap: '100ms',
  firstCheck: '100ms',
  poll: [
    { every: '200ms', for: '5s' },
    { every: '5s', for: '1m' },
    { every: '1h', for: '85d' },
  ],
  sameDay: false,
  allowTesting: true,
} satisfies ConfigFile['providers'][string];

/** What a test writes of the configuration; of an entry that is there already, it changes single keys. */
export type TestConfig = Partial<Omit<ConfigFile, 'providers'>> & {
  providers?: Record<string, Partial<ConfigFile['providers'][string]>>;
};

/** The configuration of a test: a scripted provider with this name, a ledger in memory, and the changes of the test. */
export function testConfig(provider: string, { providers = {}, ...changes }: TestConfig): unknown {
  return {
    ledger: { baseUrl: TEST_LEDGER_URL },
    // At the end of a test no call under way matters any more, and without a cache no task waits for a worker that is gone.
    worker: { drain: '0s', cachedWorkflows: 0 },
    ...changes,
    providers: { ...providers, [provider]: { ...PROVIDER, ...providers[provider] } },
  };
}
