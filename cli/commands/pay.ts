import type { Command } from 'commander';
import type { PaymentKey } from '../../client/index.js';
import { optionsOf } from '../../contract/commands.js';
import { TuntasError } from '../../contract/errors.js';
import type { LiveProgress } from '../../contract/messages.js';
import type { PaymentRequest } from '../../contract/request.js';
import { follow } from '../follow.js';
import { ProgressLines } from '../progress-lines.js';
import { addRequestOptions, requestOf, type RequestOptions } from '../payment-options.js';
import { reportOutcome, reportNow } from '../report.js';
import { NO_WORKER, processTools, type Task, withSession } from '../tools.js';
import { masked } from '../../contract/redaction.js';
import { waitOf } from '../values.js';

interface PayOptions extends RequestOptions {
  wait?: string;
  json?: boolean;
}

export function payCommand(program: Command, tools = processTools): void {
  addRequestOptions(program.command('pay'))
    .description('pay a bill and wait for its outcome; the same reference again attaches to the same payment')
    .option('--wait <duration>', 'wait no longer than that, 0s: only start (default: to the end)')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<PayOptions>();
      const limitMs = waitOf(options.wait);
      const config = await tools.config();
      const request = await requestOf(options, config);
      await withSession(tools, (task) => pay(task, request, { limitMs, json: options.json ?? false }), config);
    });
}

interface How {
  limitMs: number | undefined;
  json: boolean;
}

async function pay(task: Task, request: PaymentRequest, { limitMs, json }: How): Promise<number> {
  const { session, tools } = task;
  const key = { provider: request.provider, refId: request.refId };
  const seen = { start: false };
  try {
    if (limitMs === 0) {
      await session.payments.start(request);
      return await reportNow(task, key, json);
    }
    const lines = new ProgressLines();
    const hint = confirmationHint(key, tools.log);
    const outcome = await follow(session, key, {
      limitMs,
      wait: (ms) => session.payments.pay(request, ms),
      onProgress: (progress) => {
        seen.start = true;
        lines.of(progress).forEach(tools.log);
        hint(progress);
      },
      onNoWorker: () => tools.log(NO_WORKER),
    });
    if (!outcome) return await reportNow(task, key, json);
    tools.log(lines.end(outcome));
    return reportOutcome(tools, outcome, json);
  } catch (error) {
    if (error instanceof TuntasError && error.code === 'Unreachable') {
      const what = `${request.product} ${masked(request.customerNo)}`;
      tools.log(`${what} ${seen.start ? 'was' : 'may have been'} started, and then goes on without this command.`);
      tools.log(`\`tuntas status ${optionsOf(key)}\` asks for it.`);
    }
    throw error;
  }
}

/** Logs once how to continue a payment that waits for confirmation. */
function confirmationHint(key: PaymentKey, log: (line: string) => void) {
  let shown = false;
  return ({ stage, bill }: LiveProgress) => {
    if (shown || stage !== 'awaiting-confirmation') return;
    shown = true;
    const amount = bill?.amount ?? '<rupiah>';
    log(`To go on: tuntas confirm ${optionsOf(key)} --amount ${amount} (or \`tuntas cancel\`)`);
  };
}
