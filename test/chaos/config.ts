import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withSandboxSecrets } from '../../cli/dev/local-sandbox.js';
import { milliseconds } from '../../contract/duration.js';
import type { Config } from '../../contract/config.js';
import { parseConfig } from '../../worker/config.js';
import { freePort } from '../support/ports.js';
import { RECEIVER, RECEIVER_SECRET } from './receiver.js';

/** Plans of seconds, where a real provider's are minutes and days. */
const PLAN = {
  timeout: '1500ms',
  minGap: '700ms',
  firstCheck: '1s',
  poll: [
    { every: '1s', for: '8s' },
    { every: '3s', for: '30s' },
    { every: '15s', for: '1h' },
  ],
  reviewAfter: '60s',
  ratePerSecond: 100,
  breaker: { failures: 10, pause: '3s' },
};

export const MIN_GAP_MS = milliseconds(PLAN.minGap);

/** Where everything of a run is. */
export interface Place {
  folder: string;
  config: Config;
  /** The environment of its processes. */
  env: NodeJS.ProcessEnv;
  temporalPort: number;
  sandboxUrl: string;
  webhooksUrl: string;
  receiverPort: number;
}

/** Writes a copy of the shipped configuration with ports, state and plans of the run's own into `folder`. */
export async function layOut(project: string, folder: string): Promise<Place> {
  const shipped = JSON.parse(await readFile(join(project, 'temporal.config.json'), 'utf8')) as Config;
  const [temporalPort, sandboxPort, webhooksPort] = [await freePort(), await freePort(), await freePort()];
  const receiverPort = await freePort();
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const ours = {
    ...shipped,
    // Most payments are to be sent also where the machine is slow; the short deadlines are the schedule's.
    deadline: '5m',
    // The server is made for this run alone.
    retention: '1h',
    providers: Object.fromEntries(
      Object.entries(shipped.providers).map(([name, provider]) => {
        const { pathname } = new URL(provider.baseUrl);
        return [name, { ...provider, ...PLAN, baseUrl: sandboxUrl + pathname.replace(/\/$/, '') }];
      }),
    ),
    ledger: {
      baseUrl: `${sandboxUrl}/ledger`,
      timeout: '1500ms',
      // Some ledger steps are left without an answer for longer than this.
      reviewAfter: '20s',
      token: { env: 'LEDGER_TOKEN' },
    },
    notify: [
      {
        name: RECEIVER,
        url: `http://127.0.0.1:${receiverPort}/payments`,
        allowPrivate: true,
        secret: { env: 'RECEIVER_SECRET' },
        timeout: '1500ms',
        firstRetry: '1s',
        longestRetry: '8s',
        giveUpAfter: '50m',
      },
    ],
    worker: { drain: '5s' },
    webhooks: { host: '127.0.0.1', port: webhooksPort },
    sandbox: { host: '127.0.0.1', port: sandboxPort, state: join(folder, 'sandbox') },
  };
  const config = parseConfig(ours);
  const file = join(folder, 'temporal.config.json');
  await writeFile(file, `${JSON.stringify(ours, null, 2)}\n`);
  const { PATH, HOME, TUNTAS_LOG } = process.env;
  const env = withSandboxSecrets(
    {
      ...Object.fromEntries(Object.entries({ PATH, HOME, TUNTAS_LOG }).filter(([, value]) => value !== undefined)),
      TUNTAS_CONFIG: file,
      RECEIVER_SECRET,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
      TEMPORAL_NAMESPACE: 'default',
      // No profile of the user's may lead to another server.
      TEMPORAL_CONFIG_FILE: join(folder, 'no-profile.toml'),
    },
    config,
  );
  return {
    folder,
    config,
    env,
    temporalPort,
    sandboxUrl,
    webhooksUrl: `http://127.0.0.1:${webhooksPort}`,
    receiverPort,
  };
}
