import { Command } from 'commander';
import { log, print, printJson, type Sink } from '../../cli/output.js';
import type { Session } from '../../cli/session.js';
import type { Tools } from '../../cli/tools.js';
import { workflowPage } from '../../cli/web-ui.js';
import { type Config, configSchema } from '../../contract/config.js';
import { exitCodeOf } from '../../contract/errors.js';
import type { LiveProgress, OutcomeReview } from '../../contract/messages.js';
import type { PaymentKey } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';

export const AN_OUTCOME: PaymentOutcome = {
  status: 'Sukses',
  provider: 'digiswitch',
  refId: 'r-1',
  product: 'pln',
  customerNo: '530000000001',
  amount: 11_000,
  code: '00',
  message: 'Transaksi Sukses',
  receipt: [],
  funds: 'none',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
};

export const A_PROGRESS: LiveProgress = {
  request: { provider: 'digiswitch', refId: 'r-1', product: 'pln', customerNo: '530000000001' },
  stage: 'polling',
  status: 'Pending',
  funds: 'none',
  timeline: [{ at: '2026-01-01T00:00:00.000Z', event: 'pay', result: 'pending', code: '03', message: 'Pending' }],
};

/** The open review of an ended payment that was refunded after Sukses. */
export const AN_OPEN_REVIEW: OutcomeReview = {
  request: A_PROGRESS.request,
  stage: 'ended',
  status: 'Sukses',
  funds: 'captured',
  outcome: { ...AN_OUTCOME, funds: 'captured' },
  why: 'a notice says Gagal after the end in Sukses',
  review: {
    since: '2026-01-02T00:00:01.000Z',
    why: 'a notice says Gagal after the end in Sukses',
    challenge: 'a-run:1',
  },
  open: true,
  evidence: [{ kind: 'failed', from: 'notice', at: '2026-01-02T00:00:00.000Z', code: '74', message: 'Refund' }],
  timeline: [],
  since: '2026-01-02T00:00:01.000Z',
};

/** The same review after an operator's verdict. */
export const A_RESOLVED_REVIEW: OutcomeReview = {
  ...AN_OPEN_REVIEW,
  status: 'Gagal',
  funds: 'released',
  open: false,
  resolution: { status: 'Gagal', by: 'Sari', note: 'letter of 3 May' },
  endedAt: '2026-01-03T00:00:00.000Z',
};

export const A_CONFIG: Config = configSchema.parse({
  providers: {
    digiswitch: {
      adapter: 'digiflazz',
      baseUrl: 'http://127.0.0.1:9',
      credentials: {},
      poll: [{ every: '1s', for: '1m' }],
    },
  },
});

/** What a command did: its calls to the client library, and what it printed. */
export interface Done {
  code: number | undefined;
  calls: [string, ...unknown[]][];
  stdout: string[];
  stderr: string[];
  error?: unknown;
}

export interface Fakes {
  /** What the client library answers, by method; without an entry a call is an error. */
  payments?: Record<string, (...args: never[]) => unknown>;
  /** Whether the payment runs, or what is thrown at the question. */
  running?: boolean | ((key: PaymentKey) => boolean);
  worker?: boolean;
  /** How long the tasks of every payment have waited. @default nothing is known of it */
  waitedMs?: number;
  /** The address of the Web UI. */
  webUi?: string;
  config?: Config | undefined;
}

/** Records what the process would write, without the line feed at its end. */
const into = (texts: string[]): Sink => ({ write: (text) => texts.push(text.replace(/\n$/, '')) });

/** Runs one command with a fake session and fake tools. */
export async function runCommand(
  add: (program: Command, tools: Tools) => void,
  args: string[],
  { payments = {}, running = true, worker = true, waitedMs, config, webUi }: Fakes = {},
): Promise<Done> {
  const done: Done = { code: undefined, calls: [], stdout: [], stderr: [] };
  const answer =
    (name: string) =>
    async (...given: unknown[]) => {
      done.calls.push([name, ...given]);
      return (payments[name] as (...args: unknown[]) => unknown)(...given);
    };
  const session: Session = {
    payments: new Proxy({}, { get: (_target, name) => answer(String(name)) }) as Session['payments'],
    isRunning: async (key) => (typeof running === 'function' ? running(key) : running),
    waitedMs: async () => waitedMs,
    hasWorker: async () => worker,
    page: (workflowId) => (webUi === undefined ? undefined : workflowPage(webUi, 'default', workflowId)),
    within: (_ms, calls) => calls(),
    close: async () => void done.calls.push(['close']),
  };
  const tools: Tools = {
    config: async () => config,
    connect: async () => (done.calls.push(['connect']), session),
    log: (line) => log(line, into(done.stderr)),
    print: (text) => print(text, into(done.stdout)),
    printJson: (document) => printJson(document, into(done.stdout)),
    exit: (code) => void (done.code = code),
  };
  const program = new Command('tuntas').option('--json').exitOverride();
  program.configureOutput({ writeErr: (text) => void done.stderr.push(text) });
  add(program, tools);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    done.error = error;
    done.code = exitCodeOf(error);
  }
  return done;
}
