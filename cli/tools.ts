import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../contract/config.js';
import { log, print, printJson } from './output.js';
import { connect, type Session } from './session.js';

/** What the payment commands use of the process and of Temporal; a test hands in its own. */
export interface Tools {
  /** The configuration, where there is one: a client does not need it. */
  config: () => Promise<Config | undefined>;
  connect: (config: Config | undefined) => Promise<Session>;
  /** Progress, on stderr. */
  log: (line: string) => void;
  /** The result for people, on stdout. */
  print: (text: string) => void;
  /** The result for programs, on stdout. */
  printJson: (document: unknown) => void;
  exit: (code: number) => void;
}

export const processTools: Tools = {
  config: presentConfig,
  connect,
  log: (line) => log(line),
  print: (text) => print(text),
  printJson: (document) => printJson(document),
  exit: (code) => {
    process.exitCode = code;
  },
};

async function presentConfig(): Promise<Config | undefined> {
  const { configPath, loadConfig } = await import('../worker/config.js');
  // A client makes no provider, and a worker may have adapters that this command does not know.
  const load = () => loadConfig(configPath(), undefined, 'unchecked');
  if (process.env['TUNTAS_CONFIG']) return load();
  const present = await access(configPath()).then(
    () => true,
    () => false,
  );
  return present ? load() : undefined;
}

export interface Task {
  session: Session;
  tools: Tools;
}

/** Connects, does the work, and sets the exit code that the work returns. */
export async function withSession(tools: Tools, work: (task: Task) => Promise<number>, config?: Config): Promise<void> {
  const session = await tools.connect(config ?? (await tools.config()));
  try {
    tools.exit(await work({ session, tools }));
  } finally {
    await session.close();
  }
}

export const NO_WORKER =
  'No worker takes payments at the moment (`tuntas worker` starts one): it goes on once there is one.';

/** How long a reply may take before the command checks whether a worker runs; milliseconds. */
const SILENCE_MS = 5_000;

/** Waits for a reply that only a worker can give, and logs it when no worker runs. */
export async function answered<T>({ session, tools }: Task, answer: Promise<T>): Promise<T> {
  const waiting = new AbortController();
  void sleep(SILENCE_MS, undefined, { signal: waiting.signal })
    .then(async () => {
      if (!(await session.hasWorker())) tools.log(NO_WORKER);
    })
    .catch(() => undefined);
  try {
    return await answer;
  } finally {
    waiting.abort();
  }
}
