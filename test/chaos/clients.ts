import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './config.js';
import type { ClientTask, ClientReport } from './client-report.js';

/** What one payment looked like to its clients. */
export interface Seen {
  accepted: boolean;
  open: boolean;
  /** Every outcome that a client received, in the order of the reports. */
  outcomes: { status: string; finishedAt: string }[];
}

/** The client processes and their reports. */
export class Clients {
  readonly seen = new Map<string, Seen>();
  readonly surprises: { refId: string; what: string }[] = [];
  readonly mismatches: string[] = [];
  /** Resolves when every client has done its share. */
  readonly done: Promise<void>;
  readonly #children: ChildProcess[];

  constructor(place: Place, tasks: readonly ClientTask[], node: readonly string[]) {
    this.#children = tasks.map((task) => this.#start(place, task, node));
    this.done = Promise.all(this.#children.map((child) => new Promise((resolve) => child.once('exit', resolve)))).then(
      () => undefined,
    );
  }

  count(test: (seen: Seen) => boolean): number {
    return [...this.seen.values()].filter(test).length;
  }

  async stop(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await this.done;
  }

  #start({ folder, env }: Place, task: ClientTask, node: readonly string[]): ChildProcess {
    const log = openSync(join(folder, `client-${task.client + 1}.log`), 'a');
    const child = fork(
      fileURLToPath(new URL('./client.js', import.meta.url)).replace(/\.js$/, '.ts'),
      [JSON.stringify(task)],
      {
        env,
        execArgv: [...node],
        detached: true,
        stdio: ['ignore', log, log, 'ipc'],
      },
    );
    closeSync(log);
    const killOnExit = () => child.kill('SIGKILL');
    process.once('exit', killOnExit);
    child.once('exit', (code) => {
      process.off('exit', killOnExit);
      if (code) this.surprises.push({ refId: '', what: `client ${task.client + 1} ended with ${code}` });
    });
    child.on('message', (report) => this.#record(report as ClientReport));
    return child;
  }

  #record(report: ClientReport): void {
    if (report.kind === 'surprise') {
      this.surprises.push(report);
    } else if (report.kind === 'mismatch-accepted') {
      this.mismatches.push(report.refId);
    } else {
      const seen = this.seen.get(report.refId) ?? { accepted: false, open: false, outcomes: [] };
      this.seen.set(report.refId, seen);
      if (report.kind === 'accepted') seen.accepted = true;
      if (report.kind === 'open') seen.open = true;
      if (report.kind === 'outcome') seen.outcomes.push({ status: report.status, finishedAt: report.finishedAt });
    }
  }
}
