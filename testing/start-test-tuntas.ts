import type { Client } from '@temporalio/client';
import { adapters as builtIn } from '../activities/providers/index.js';
import type { Adapter } from '../activities/providers/provider.js';
import { thisMachine, type World } from '../activities/world.js';
import type { Payments } from '../client/payments.js';
import type { Config } from '../contract/config.js';
import { parseConfig } from '../worker/config.js';
import { createProviders } from '../worker/providers.js';
import { createWorkers, runWorkers } from '../worker/run.js';
import { secretsFrom } from '../worker/secrets.js';
import { type Script, ScriptedProvider } from './scripted-provider.js';
import { openTemporal, type TestTemporal } from './temporal.js';
import { SCRIPTED, type TestConfig, testConfig } from './test-config.js';
import { TEST_LEDGER_URL, TestLedger } from './test-ledger.js';

/** What payments are carried out with in a test. */
export interface TestTuntasOptions {
  /**
   * An environment of `@temporalio/testing`, which skips time or does not, or address and namespace of a server. One worker
   * at a time takes the payments of a namespace: that of `tuntas dev` those of `default`.
   */
  temporal: TestTemporal;
  /** The name that requests have for the scripted provider. @default 'biller' */
  provider?: string;
  /** What the provider answers. @default a bill of 11,000 rupiah, and success */
  script?: Script;
  /** The ledger of requests with an `account`. @default a new one, with unlimited funds */
  ledger?: TestLedger;
  /**
   * Changes of the configuration, and more providers. With a `ledger` of your own in it, that one is called over HTTP.
   * @default what `docs/testing.md` says
   */
  config?: TestConfig;
  /** Protocols of your own, for more providers. @default none */
  adapters?: Readonly<Record<string, Adapter>>;
  /** The values of their secrets, by the variables that the configuration names. @default none */
  secrets?: Readonly<Record<string, string | undefined>>;
}

/** A worker for tests, running, and what a test says to it and asks it. */
export interface TestTuntas extends AsyncDisposable {
  /** What a backend has from `connectPayments`. */
  payments: Payments;
  /** Temporal's own client. */
  client: Client;
  /** What the provider answers, and what it was asked. */
  provider: ScriptedProvider;
  /** What the ledger answers, and the accounts' funds. */
  ledger: TestLedger;
  /** The configuration as the worker reads it. */
  config: Config;
  /** Ends the worker. Payments under way stay in Temporal. Throws the error with which a worker has failed. */
  stop(): Promise<void>;
}

/**
 * Starts a worker for tests: with a provider that answers by script, and a ledger in memory. It checks the configuration
 * and carries payments out as a real one does.
 * Throws `InvalidInput` (InvalidConfig) with the path of every fault, and `TuntasError`: MissingSecret, Unreachable.
 * @example
 * ```ts
 * import { TestWorkflowEnvironment } from '@temporalio/testing';
 * import { startTestTuntas } from 'tuntas/testing';
 *
 * const temporal = await TestWorkflowEnvironment.createTimeSkipping();
 * const tuntas = await startTestTuntas({ temporal, script: { pay: [{ kind: 'pending' }] } });
 * const outcome = await tuntas.payments.pay({ provider: 'biller', refId: 'inv-1', product: 'pln', customerNo: '530000000001' });
 * console.log(outcome?.status, tuntas.provider.count('check')); // Sukses 1
 * await tuntas.stop();
 * await temporal.teardown();
 * ```
 */
export async function startTestTuntas({
  temporal,
  provider: name = 'biller',
  script = {},
  ledger = new TestLedger(),
  config: changes = {},
  adapters = {},
  secrets = {},
}: TestTuntasOptions): Promise<TestTuntas> {
  const provider = new ScriptedProvider(script);
  const known = { ...builtIn, ...adapters, [SCRIPTED]: provider.adapter };
  const config = parseConfig(testConfig(name, changes), known);
  const { customerKey, ledgerToken, notify, ...values } = secretsFrom(secrets, config, known);
  const opened = await openTemporal(temporal);
  const { client, payments, connection, namespace, now } = opened;
  const world = { ...thisMachine, now, exchange: exchangeWith(ledger) };
  const stop = new AbortController();
  try {
    const workers = await createWorkers({
      ...{ connection, namespace, config, world, ledgerToken, customerKey, notifySecrets: notify },
      providers: createProviders(config, values, known, world),
    });
    const running = runWorkers(workers, stop.signal);
    // A failure is thrown by `stop`, and must not end the process before.
    running.catch(() => undefined);
    const end = async () => {
      stop.abort();
      await running.finally(() => opened.close());
    };
    return { payments, client, provider, ledger, config, stop: end, [Symbol.asyncDispose]: end };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Calls to the ledger's address stay in this process. */
function exchangeWith(ledger: TestLedger): World['exchange'] {
  return (call) => (call.url.startsWith(`${TEST_LEDGER_URL}/`) ? ledger.answer(call) : thisMachine.exchange(call));
}
