import type { PaymentKey } from '../client/index.js';
import { given } from '../contract/given.js';
import type { OutcomeReview, PaymentStatus, Progress, ReviewedProgress, ReviewProgress } from '../contract/messages.js';
import { paymentId, reviewId } from '../contract/names.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { progressNow } from './follow.js';
import { paymentDocument } from './payment-document.js';
import { outcomeText, pagesText, progressText, reviewText } from './show.js';
import { NO_WORKER, type Task, type Tools } from './tools.js';

/** The exit code of each status. */
const EXIT_CODES: Record<PaymentStatus, number> = { Sukses: 0, Gagal: 1, Pending: 3 };

/** Prints how a payment ended; returns the exit code. */
export function reportOutcome(tools: Tools, outcome: PaymentOutcome, json: boolean): number {
  if (json) tools.printJson(paymentDocument({ key: outcome, outcome }));
  else tools.print(outcomeText(outcome));
  return EXIT_CODES[outcome.status];
}

/** Prints the outcome of a payment that has ended, else its progress; returns the exit code. Throws like `look`. */
export async function reportNow(task: Task, key: PaymentKey, json: boolean): Promise<number> {
  const { outcome, progress } = await look(task, key);
  return outcome ? reportOutcome(task.tools, outcome, json) : reportLook(task.tools, key, { progress }, json);
}

/**
 * Prints the progress of a payment, once it has ended with the outcome and the review of it, and its pages; returns the exit code.
 * Throws like `look`.
 */
export async function reportStatus(task: Task, key: PaymentKey, json: boolean): Promise<number> {
  const seen = await look(task, key);
  const outcomeReview = seen.outcome && !seen.progress ? await reviewNow(task, key) : undefined;
  const isReviewed = (outcomeReview ?? seen.progress?.outcomeReview) !== undefined;
  const { session } = task;
  const pages = given({
    page: session.page(paymentId(key)),
    reviewPage: isReviewed ? session.page(reviewId(key)) : undefined,
  });
  return reportLook(task.tools, key, { ...seen, outcomeReview, pages }, json);
}

/**
 * Prints the state after a message: of a payment that has ended its outcome, of a review the review. The payment's answer
 * to a repeated message is that of the first one, so the present progress is read where it can be.
 */
export async function reportAfter(
  task: Task,
  key: PaymentKey,
  answer: Progress | ReviewProgress,
  json: boolean,
): Promise<void> {
  const { tools } = task;
  if ('open' in answer) return json ? tools.printJson(answer) : tools.print(reviewText(answer));
  const { outcome, progress }: Look = answer.outcome ? answer : await look(task, key);
  const now: ReviewedProgress = { ...(progress ?? answer), ...(outcome ? endedIn(outcome) : {}) };
  if (json) tools.printJson(paymentDocument({ key, progress: now, outcome }));
  else tools.print(progressText(now));
}

function endedIn(outcome: PaymentOutcome): Pick<ReviewedProgress, 'status' | 'stage' | 'outcome'> {
  return { status: outcome.status, stage: 'ended', outcome };
}

/** What can be read of a payment: the outcome comes from its history, the progress needs a worker. */
interface Look {
  outcome?: PaymentOutcome | undefined;
  progress?: ReviewedProgress | undefined;
  /** The review of the outcome, where no progress has it. */
  outcomeReview?: OutcomeReview | undefined;
  /** Where the Web UI shows the payment, and its review. */
  pages?: { page?: string; reviewPage?: string };
}

/** The review of an ended payment without its progress. What hides it is logged, because an operator may be needed. */
async function reviewNow({ session, tools }: Task, key: PaymentKey): Promise<OutcomeReview | undefined> {
  try {
    return await session.payments.review(key);
  } catch (error) {
    tools.log(`Its review cannot be shown: ${error instanceof Error ? error.message : String(error)}.`);
    return undefined;
  }
}

/** Throws PaymentNotFound, and PaymentBroken or InvalidRequest for a payment that ended without an outcome. */
async function look({ session }: Task, key: PaymentKey): Promise<Look> {
  const outcome = (await session.isRunning(key)) ? undefined : await session.payments.outcome(key);
  // Without a worker a query only ends at its time limit.
  const progress = (await session.hasWorker()) ? await progressNow(session, key) : undefined;
  return { outcome: outcome ?? progress?.outcome, progress };
}

function reportLook(tools: Tools, key: PaymentKey, look: Look, json: boolean): number {
  const { outcome, progress, outcomeReview, pages = {} } = look;
  if (!progress) tools.log(NO_WORKER);
  const status: PaymentStatus = outcome?.status ?? 'Pending';
  const ended = outcome ? { ...endedIn(outcome), ...given({ outcomeReview }) } : {};
  if (json) tools.printJson(paymentDocument({ key, progress, outcome, outcomeReview, pages }));
  else if (progress) tools.print(progressText({ ...progress, ...ended }));
  else tools.print(outcome ? outcomeText(outcome) : `${status}  ${key.provider} ${key.refId}`);
  if (!json && outcomeReview) tools.print(reviewText(outcomeReview));
  if (!json && pages.page !== undefined) tools.print(pagesText(pages));
  return EXIT_CODES[status];
}
