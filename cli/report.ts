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

/** Prints the outcome of a payment that has ended, else its progress; returns the exit code. Throws as `look` does. */
export async function reportNow(task: Task, key: PaymentKey, json: boolean): Promise<number> {
  const { outcome, progress } = await look(task, key);
  return outcome ? reportOutcome(task.tools, outcome, json) : reportLook(task.tools, key, { progress }, json);
}

/** Prints the progress of a payment, its outcome in it once it has ended; returns the exit code. Throws as `look` does. */
export async function reportStatus(task: Task, key: PaymentKey, json: boolean): Promise<number> {
  return reportLook(task.tools, key, await look(task, key), json);
}

/** Prints what a message to a payment made of it. */
export function printProgress(tools: Tools, progress: Progress, json: boolean): void {
  if (json) tools.printJson(progress);
  else tools.print(progressText(progress));
}

/** What is known of a payment: the outcome comes from its history, the progress takes a worker. */
interface Look {
  outcome?: PaymentOutcome | undefined;
  progress?: LiveProgress | undefined;
}

/** Throws PaymentNotFound, and for a payment that ended without an outcome what ended it. */
async function look({ session }: Task, key: PaymentKey): Promise<Look> {
  const outcome = (await session.isRunning(key)) ? undefined : await session.payments.outcome(key);
  // A query without a worker is answered by nothing but its time limit.
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
