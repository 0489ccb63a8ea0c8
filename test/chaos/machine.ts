import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../../worker/bundle.js';
import { acquireTemporal } from '../../cli/dev/binary.js';
import { startTemporal, type TemporalServer } from '../../cli/dev/server.js';
import type { Place } from './config.js';
import { Process } from './process.js';
import { rulesOf } from './rules.js';
import type { Disturbance, Schedule } from './schedule.js';

const UP_WITHIN_MS = 90_000;

/** Arguments with which node runs TypeScript sources. */
export const runsSources = ['--import', join(projectFolder, 'test', 'support', 'register-ts.js')];

/** Everything that a run needs and that is killed in it: Temporal, the sandbox, webhooks and workers. */
export class Machine {
  readonly kills = { worker: 0, server: 0, sandbox: 0, webhooks: 0, cut: 0 };
  #server: TemporalServer | undefined;
  readonly #sandbox: Process;
  readonly #webhooks: Process;
  readonly #workers: Process[];

  constructor(
    readonly place: Place,
    private readonly schedule: Schedule,
    workers: number,
    private readonly log: (line: string) => void,
  ) {
    const { webhooksUrl } = place;
    const command = join(projectFolder, 'dist', 'cli', 'main.js');
    const target = `${webhooksUrl}/webhooks/{provider}`;
    const sandbox = join(projectFolder, 'test', 'chaos', 'sandbox.ts');
    this.#sandbox = this.#process('sandbox', [...runsSources, sandbox, this.#rulesFile, target]);
    this.#webhooks = this.#process('webhooks', [command, 'webhooks']);
    this.#workers = Array.from({ length: workers }, (_, index) =>
      this.#process(`worker-${index + 1}`, [command, 'worker']),
    );
  }

  async open(): Promise<void> {
    await writeFile(this.#rulesFile, JSON.stringify(rulesOf(this.schedule.payments)));
    this.#sandbox.start();
    await this.#startServer();
    this.#webhooks.start();
    for (const worker of this.#workers) worker.start();
    await answering(`${this.place.webhooksUrl}/health`);
    for (const [account, balance] of Object.entries(this.schedule.balances)) {
      await this.ask('PUT', `/accounts/${account}`, { balance });
    }
  }

  async disturb(disturbance: Disturbance): Promise<void> {
    const { kind } = disturbance;
    if (kind === 'cut') {
      const { provider, connections } = disturbance;
      const rule = { match: { provider }, fault: 'reset-before-read', times: connections };
      await this.ask('POST', '/rules', rule).catch(() => undefined);
    } else if (kind === 'server') {
      await this.#server?.kill();
      await sleep(disturbance.downMs);
      await this.#startServer();
    } else {
      const killed =
        kind === 'worker' ? this.#workers[disturbance.which] : kind === 'sandbox' ? this.#sandbox : this.#webhooks;
      if (!(await killed?.kill(disturbance.downMs))) return;
    }
    this.kills[kind] += 1;
  }

  /** A call to the sandbox's own interface, once it is up. Throws when it is not answered with 2xx. */
  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    await answering(`${this.place.sandboxUrl}/_sandbox/health`);
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const reply = await fetch(`${this.place.sandboxUrl}/_sandbox${path}`, init);
    if (!reply.ok) throw new Error(`the sandbox answers ${method} ${path} with ${reply.status}`);
    return reply.json();
  }

  /** Processes that ended without having been killed, with how often. */
  get crashes(): Record<string, number> {
    const all = [this.#sandbox, this.#webhooks, ...this.#workers];
    return Object.fromEntries(all.filter(({ crashes }) => crashes > 0).map(({ name, crashes }) => [name, crashes]));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers, this.#webhooks].map((each) => each.stop()));
    await Promise.all([this.#sandbox.stop(), this.#server?.stop()]);
  }

  get #rulesFile(): string {
    return join(this.place.folder, 'rules.json');
  }

  #process(name: string, args: string[]): Process {
    return new Process(name, args, this.place.env, join(this.place.folder, `${name}.log`));
  }

  async #startServer(): Promise<void> {
    const { folder, temporalPort } = this.place;
    this.#server = await startTemporal({
      binary: await acquireTemporal({ log: this.log }),
      port: temporalPort,
      dbFile: join(folder, 'temporal.db'),
      logFile: join(folder, 'temporal.log'),
      synchronous: 'normal',
    });
  }
}

async function answering(url: string): Promise<void> {
  const end = Date.now() + UP_WITHIN_MS;
  while (!(await fetch(url).catch(() => undefined))?.ok) {
    if (Date.now() > end) throw new Error(`nothing answers at ${url}`);
    await sleep(200);
  }
}
