import type { PaymentKey } from '../client/index.js';
import type { LiveProgress, PaymentStatus, Progress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { progressNow } from './follow.js';
import { outcomeText, progressText } from './show.js';
import { NO_WORKER, type Task, type Tools } from './tools.js';

/** The exit code of each status. */
const EXIT_CODES: Record<PaymentStatus, number> = { Sukses: 0, Gagal: 1, Pending: 3 };

/** Prints how a payment ended; returns the exit code. */
export function reportOutcome(tools: Tools, outcome: PaymentOutcome, json: boolean): number {
  if (json) tools.printJson(outcome);
  else tools.print(outcomeText(outcome));
  return EXIT_CODES[outcome.status];
}

/** Prints the outcome of a payment that has ended, else its progress; returns the exit code. Throws like `look`. */
export async function reportNow(task: Task, key: PaymentKey, json: boolean): Promise<number> {
  const { outcome, progress } = await look(task, key);
  return outcome ? reportOutcome(task.tools, outcome, json) : reportLook(task.tools, key, { progress }, json);
}

/** Prints the progress of a payment, with the outcome once it has ended; returns the exit code. Throws like `look`. */
export async function reportStatus(task: Task, key: PaymentKey, json: boolean): Promise<number> {
  return reportLook(task.tools, key, await look(task, key), json);
}

/** Prints the progress that a payment returned for a message. */
export function printProgress(tools: Tools, progress: Progress, json: boolean): void {
  if (json) tools.printJson(progress);
  else tools.print(progressText(progress));
}

/** What can be read of a payment: the outcome comes from its history, the progress needs a worker. */
interface Look {
  outcome?: PaymentOutcome | undefined;
  progress?: LiveProgress | undefined;
}

/** Throws PaymentNotFound, and PaymentBroken or InvalidRequest for a payment that ended without an outcome. */
async function look({ session }: Task, key: PaymentKey): Promise<Look> {
  const outcome = (await session.isRunning(key)) ? undefined : await session.payments.outcome(key);
  // Without a worker a query only ends at its time limit.
  const progress = (await session.hasWorker()) ? await progressNow(session, key) : undefined;
  return { outcome: outcome ?? progress?.outcome, progress };
}

function reportLook(tools: Tools, key: PaymentKey, { outcome, progress }: Look, json: boolean): number {
  if (!progress) tools.log(NO_WORKER);
  const status: PaymentStatus = outcome?.status ?? 'Pending';
  const ended: Partial<LiveProgress> = outcome ? { status, stage: 'ended', outcome } : {};
  if (json) tools.printJson(progress ? { ...progress, ...ended } : { ...key, status, ...ended });
  else if (progress) tools.print(progressText({ ...progress, ...ended }));
  else tools.print(outcome ? outcomeText(outcome) : `${status}  ${key.provider} ${key.refId}`);
  return EXIT_CODES[status];
}
