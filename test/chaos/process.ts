import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const AGAIN_AFTER_MS = 1_000;
const END_WITHIN_MS = 15_000;

/** A process of the run: started again when it ends, killed as a crash does, and stopped with the run. */
export class Process {
  /** How often it ended without having been killed or stopped. */
  crashes = 0;
  #child: ChildProcess | undefined;
  #stopped = false;
  #killing = false;

  constructor(
    readonly name: string,
    private readonly args: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly logFile: string,
  ) {}

  start(): void {
    if (this.#stopped) return;
    const log = openSync(this.logFile, 'a');
    // Its own process group: Ctrl-C reaches the parent only, which stops its children in order.
    const child = spawn(process.execPath, this.args, { env: this.env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    const killOnExit = () => child.kill('SIGKILL');
    process.once('exit', killOnExit);
    child.once('exit', () => {
      process.off('exit', killOnExit);
      if (this.#stopped || this.#killing) return;
      this.crashes += 1;
      setTimeout(() => this.start(), AGAIN_AFTER_MS).unref();
    });
  }

  /** Ends it with SIGKILL and starts it again after `downMs`. False: there was nothing to end. */
  async kill(downMs: number): Promise<boolean> {
    const child = this.#child;
    if (!child || hasEnded(child)) return false;
    this.#killing = true;
    await end(child, 'SIGKILL');
    await sleep(downMs);
    this.#killing = false;
    this.start();
    return true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#child && !hasEnded(this.#child)) await end(this.#child, 'SIGTERM');
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const forced = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
  await exited;
  clearTimeout(forced);
}
