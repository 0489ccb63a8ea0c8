import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SANDBOX_SECRETS } from '../../sandbox/index.js';
import { type Biller, BILLERS } from './billers.js';
import type { Secrets } from '../../worker/secrets.js';

/** What a worker process is started with. */
export interface WorkerTask {
  address: string;
  bundle: string;
  config: unknown;
  secrets: Secrets;
}

/** Of one call. `long`: before a worker is killed, no call may time out until all of them are in flight. */
const TIMEOUTS = { long: '40s', short: '3s' } as const;
export type TimeoutLength = keyof typeof TIMEOUTS;

export const SECRETS: Secrets = {
  providers: Object.fromEntries(Object.entries(BILLERS).map(([name, { secrets }]) => [name, secrets])),
  ledgerToken: SANDBOX_SECRETS.ledger.token,
};

/** Milliseconds. */
export const MIN_GAP_MS = 1_000;

/** `main` answers for the ledger and every biller but digiflazz, which may be cut off as a whole. */
export function configFor(main: string, side: string, length: TimeoutLength = 'short') {
  const timeout = TIMEOUTS[length];
  const provider = ({ adapter, counterparty, path, settings, reviewAfter }: Biller) => ({
    adapter,
    baseUrl: (counterparty === 'main' ? main : side) + path,
    credentials: {},
    timeout,
    ratePerSecond: 1_000,
    slots: 1_000,
    minGap: `${MIN_GAP_MS}ms`,
    firstCheck: '1s',
    poll: [
      { every: '2s', for: '6s' },
      { every: '4s', for: '40s' },
      // Most cases have ended by then; those that are watched to the end of the run are asked about less often.
      { every: '10s', for: '1h' },
    ],
    reviewAfter,
    sameDay: false,
    // Off: hundreds of faults at once would stop pays that a case is about.
    breaker: { failures: 1_000_000 },
    settings,
  });
  return {
    deadline: '1h',
    providers: Object.fromEntries(Object.entries(BILLERS).map(([name, biller]) => [name, provider(biller)])),
    ledger: { baseUrl: `${main}/ledger`, timeout },
    worker: { workflowSlots: 40 },
  };
}

export interface WorkerProcess {
  /** As `kill -9` does it. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts a worker from the sources in `folder` and waits until it takes tasks. */
export async function startWorker(folder: string, task: WorkerTask): Promise<WorkerProcess> {
  const hooks = join(folder, 'test', 'support', 'register-ts.js');
  const script = join(folder, 'test', 'fault-matrix', 'worker.ts');
  const child = spawn(process.execPath, ['--import', hooks, script], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', TUNTAS_MATRIX_WORKER: JSON.stringify(task) },
  });
  const gone = once(child, 'exit');
  await readiness(child);
  return {
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function readiness(child: ChildProcess): Promise<void> {
  let stderr = '';
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4_000)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('ready')) resolve();
    });
    child.once('exit', () => reject(new Error(`the worker did not start: ${stderr}`)));
  });
}
