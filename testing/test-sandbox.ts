import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigFile } from '../contract/config.js';
import type { Entry } from '../sandbox/entries.js';
import type { Hold } from '../sandbox/ledger.js';
import type { ActiveRule, RuleInput } from '../sandbox/rules.js';
import { SANDBOX_SECRETS } from '../sandbox/secrets.js';
import { type Sandbox, startSandbox } from '../sandbox/server.js';
import type { Charges } from '../sandbox/transaction-store.js';
import { projectFolder } from '../worker/bundle.js';

/** The sandbox's address in the shipped configuration. */
const SHIPPED_ORIGIN = 'http://127.0.0.1:7411';

/** What the sandbox of a test is started with. */
export interface TestSandboxOptions {
  /** The port of the sandbox. @default 0, any free port */
  port?: number;
  /** Rules in force from the start. @default none */
  rules?: RuleInput[];
  /** How long the pending test numbers stay Pending; milliseconds. @default 2000 */
  pendingFor?: number;
  /** Where notices are posted; `{provider}` in it is replaced by the provider's name. @default no notice is sent */
  webhookTarget?: string;
}

/**
 * Starts the sandbox in this process, on a free port: it plays the providers of the shipped configuration, over HTTP and
 * in real time, and a ledger. Its journal is in a folder that `stop` deletes.
 * @example
 * ```ts
 * import { startTestSandbox, startTestTuntas } from 'tuntas/testing';
 *
 * const sandbox = await startTestSandbox({ pendingFor: 500 });
 * const { config, secrets } = sandbox;
 * const tuntas = await startTestTuntas({ temporal: { address: '127.0.0.1:7233' }, config, secrets });
 * await tuntas.payments.pay({ provider: 'digiflazz', refId: 'inv-1', product: 'pln', customerNo: '530000000001', testing: true });
 * console.log(sandbox.charges('digiflazz', 'inv-1').charges); // 1
 * ```
 */
export async function startTestSandbox(options: TestSandboxOptions = {}): Promise<TestSandbox> {
  const state = await mkdtemp(join(tmpdir(), 'tuntas-sandbox-'));
  const remove = () => rm(state, { recursive: true, force: true });
  try {
    const sandbox = await startSandbox({ ...options, state });
    return new TestSandbox(sandbox, await configFor(sandbox.url), remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The sandbox, running. Its control interface is at `<url>/_sandbox`, for programs in other languages. */
export class TestSandbox implements AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  /** The values of the secrets, by the variables that `config` names. They are valid at the sandbox only. */
  readonly secrets: Readonly<Record<string, string>>;

  /** @internal */
  constructor(
    private readonly sandbox: Sandbox,
    /** The providers and the ledger that the sandbox plays: for `startTestTuntas` or `runWorker`. */
    readonly config: Pick<ConfigFile, 'providers' | 'ledger'>,
    private readonly remove: () => Promise<void>,
  ) {
    this.url = sandbox.url;
    this.secrets = secretsOf(config);
  }

  /**
   * Orders what the sandbox does with contacts that match; the first rule that matches applies.
   * Throws `InvalidInput` with the path of each fault.
   * @example
   * ```ts
   * sandbox.order({ match: { ref: 'inv-1', asks: 'pay' }, fault: 'reset-after-read', times: 1 });
   * sandbox.order({ match: { ref: 'inv-2' }, answer: 'pending→sukses' });
   * ```
   */
  order(...rules: RuleInput[]): ActiveRule[] {
    return this.sandbox.rules.add(rules);
  }

  /**
   * Takes all rules back.
   * @example
   * ```ts
   * sandbox.clear();
   * ```
   */
  clear(): void {
    this.sandbox.rules.clear();
  }

  /**
   * What was charged under a reference, and the calls about it.
   * @example
   * ```ts
   * if (sandbox.charges('digiflazz', 'inv-1').charges !== 1) throw new Error('it was not charged once');
   * ```
   */
  charges(provider: string, refId: string): Charges {
    return this.sandbox.journal.charges(provider, refId);
  }

  /**
   * Every contact and transaction under a reference, oldest first.
   * @example
   * ```ts
   * const commands = sandbox.journal('digiflazz', 'inv-1').map(({ kind }) => kind);
   * ```
   */
  journal(provider: string, refId: string): readonly Entry[] {
    return this.sandbox.journal.entries({ provider, ref: refId });
  }

  /**
   * Sets the funds of an account at the ledger, in rupiah; undefined: unlimited.
   * @example
   * ```ts
   * await sandbox.setBalance('customer-7', 10_000);
   * ```
   */
  setBalance(account: string, rupiah: number | undefined): Promise<void> {
    return this.sandbox.ledger.setBalance(account, rupiah);
  }

  /**
   * The ledger's holds whose id begins like this, such as `payment:digiflazz:inv-1`.
   * @example
   * ```ts
   * const [hold] = sandbox.holds('payment:digiflazz:inv-1');
   * ```
   */
  holds(prefix = ''): Hold[] {
    return this.sandbox.ledger.holds(prefix);
  }

  /**
   * Stops the sandbox and deletes its journal.
   * @example
   * ```ts
   * await sandbox.stop();
   * ```
   */
  async stop(): Promise<void> {
    await this.sandbox.close();
    await this.remove();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** The providers of the shipped configuration, and the ledger, at another address. */
async function configFor(url: string): Promise<Pick<ConfigFile, 'providers' | 'ledger'>> {
  const shipped = await readFile(join(projectFolder, 'temporal.config.json'), 'utf8');
  const { defaults, providers } = JSON.parse(shipped.replaceAll(SHIPPED_ORIGIN, url)) as ConfigFile;
  const complete = Object.entries(providers).map(([name, entry]) => [name, { ...defaults, ...entry }]);
  return {
    providers: Object.fromEntries(complete) as ConfigFile['providers'],
    ledger: { baseUrl: `${url}/ledger`, token: { env: 'LEDGER_TOKEN' } },
  };
}

/** What the sandbox takes as the secrets that a configuration names. */
function secretsOf({ providers, ledger }: Pick<ConfigFile, 'providers' | 'ledger'>): Record<string, string> {
  const known: Record<string, Record<string, string>> = SANDBOX_SECRETS;
  const pairs = Object.values(providers).flatMap(({ adapter, credentials }) =>
    Object.entries(credentials).flatMap(([credential, { env }]): [string, string][] => {
      const value = known[adapter]?.[credential];
      return value === undefined ? [] : [[env, value]];
    }),
  );
  const token = ledger?.token?.env;
  return { ...Object.fromEntries(pairs), ...(token === undefined ? {} : { [token]: SANDBOX_SECRETS.ledger.token }) };
}
