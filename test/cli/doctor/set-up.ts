import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { diagnose, type Diagnosis } from '../../../cli/doctor/index.js';
import { SANDBOX_SECRETS } from '../../../sandbox/secrets.js';
import { SEARCH_ATTRIBUTES } from '../../../contract/search-attributes.js';
import { projectFolder } from '../../../worker/bundle.js';
import { type Machine, startMachine } from '../../end-to-end/machine.js';

/** The configuration's file as a test changes it. */
export type ConfigFile = Record<string, unknown> & {
  providers: Record<string, Record<string, unknown> & { credentials: Record<string, { env: string }> }>;
};

/** A set-up that is broken: what is done to the good one. */
export interface Change {
  config?: (file: ConfigFile, at: { url: string; closedPort: number }) => void;
  /** Instead of the configuration's file. */
  text?: string;
  env?: NodeJS.ProcessEnv;
  /** How far this machine's clock is ahead; milliseconds. */
  ahead?: number;
}

/** Of the receiver. */
const SHOP_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

const { digiflazz, tokopedia, ayoconnect, ledger } = SANDBOX_SECRETS;

/** As in production: no service is known as the sandbox, so that every secret has to be set. */
export const SECRETS: Record<string, string> = {
  DIGISWITCH_USERNAME: digiflazz.username,
  DIGISWITCH_API_KEY: digiflazz.apiKey,
  DIGISWITCH_WEBHOOK_SECRET: digiflazz.webhookSecret,
  DIGIFLAZZ_USERNAME: digiflazz.username,
  DIGIFLAZZ_API_KEY: digiflazz.apiKey,
  DIGIFLAZZ_WEBHOOK_SECRET: digiflazz.webhookSecret,
  TOKOPEDIA_CLIENT_ID: tokopedia.clientId,
  TOKOPEDIA_CLIENT_SECRET: tokopedia.clientSecret,
  TOKOPEDIA_PRIVATE_KEY: tokopedia.privateKey,
  TOKOPEDIA_PUBLIC_KEY: tokopedia.publicKey,
  AYOCONNECT_KEY: ayoconnect.key,
  AYOCONNECT_SECRET: ayoconnect.secret,
  LEDGER_TOKEN: ledger.token,
  SHOP_WEBHOOK_SECRET: SHOP_SECRET,
};

const OPERATOR = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const NOTIFY = [
  { name: 'shop', url: 'http://127.0.0.1:9/payments', secret: { env: 'SHOP_WEBHOOK_SECRET' }, allowPrivate: true },
];

/** A set-up without any problem, on real servers: Temporal, the sandbox as every service, and a worker. */
export class SetUp {
  private constructor(
    readonly machine: Machine,
    private readonly folder: string,
    private readonly closedPort: number,
    private readonly connection: Connection,
  ) {}

  static async open(folder: string, closedPort: number): Promise<SetUp> {
    process.env['SHOP_WEBHOOK_SECRET'] = SHOP_SECRET;
    const machine = await startMachine({ folder, ledger: true, more: { notify: NOTIFY } });
    await machine.startWorker();
    return new SetUp(machine, folder, closedPort, Connection.lazy({ address: machine.server.address }));
  }

  /** Environment and configuration of the set-up, with a change made to them. */
  async changed({ config, text, env = {} }: Change = {}): Promise<NodeJS.ProcessEnv> {
    const { url } = this.machine.sandbox;
    const file = JSON.parse(await readFile(join(projectFolder, 'temporal.config.json'), 'utf8')) as ConfigFile;
    for (const [name, provider] of Object.entries(file.providers)) {
      provider['baseUrl'] = name === 'tokopedia' ? `${url}/api` : url;
    }
    file['ledger'] = { baseUrl: `${url}/ledger`, token: { env: 'LEDGER_TOKEN' } };
    file['notify'] = NOTIFY.map((receiver) => ({ ...receiver }));
    file['operators'] = { Sari: OPERATOR };
    file['webhooks'] = { port: this.closedPort };
    config?.(file, { url, closedPort: this.closedPort });
    const path = join(this.folder, 'doctor.config.json');
    await writeFile(path, text ?? JSON.stringify(file));
    const { PATH, HOME } = process.env;
    const none = join(this.folder, 'none.toml');
    const address = this.machine.server.address;
    const base = { PATH, HOME, TUNTAS_CONFIG: path, TEMPORAL_ADDRESS: address, TEMPORAL_CONFIG_FILE: none };
    return { ...base, ...SECRETS, ...env };
  }

  async diagnose(change: Change = {}): Promise<Diagnosis> {
    const { ahead = 0 } = change;
    return diagnose({ env: await this.changed(change), now: () => Date.now() + ahead });
  }

  /** Makes a namespace that nobody uses, with all that a worker makes sure of unless it is left out. */
  async makeNamespace(
    namespace: string,
    { days = 90, without = '', otherType = '', data = {} }: NamespaceOptions = {},
  ): Promise<void> {
    const { workflowService, operatorService } = this.connection;
    const seconds = days * 86_400;
    await workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: seconds as never },
    });
    const searchAttributes = Object.fromEntries(
      Object.values(SEARCH_ATTRIBUTES)
        .filter(({ name }) => name !== without)
        .map(({ name, type }) => [name, name === otherType ? 3 : type === 'BOOL' ? 5 : 2]),
    );
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
    await workflowService.updateNamespace({ namespace, updateInfo: { data } });
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.machine.stop();
  }
}

interface NamespaceOptions {
  days?: number;
  /** A search attribute that is left out. */
  without?: string;
  /** One that has another type. */
  otherType?: string;
  data?: Record<string, string>;
}
