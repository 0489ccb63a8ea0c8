import { setTimeout as sleep } from 'node:timers/promises';
import type { Payments } from '../../client/index.js';
import { TuntasError, type ErrorCode } from '../../contract/errors.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { NoticeOptions } from '../../sandbox/outcomes.js';
import type { ClientTask, ClientReport } from './client-report.js';
import type { ScheduledPayment } from './schedule.js';
import { TooLong, within } from './within.js';

/** How long one call may take before it is made again. */
const CALL_MS = 20_000;
const AGAIN_AFTER_MS = 700;
/** By then a payment without a verdict was under review, and the operator has resolved it. */
const PATIENCE_MS = 120_000;
/** The webhook server has given up a notice of before the end by then: one that is sent later comes after the end. */
const AFTER_THE_END_MS = 6_000;

/** Errors of a message that comes too late. */
const TOO_LATE: ErrorCode[] = ['UpdateRefused', 'PaymentEnded', 'InquiryFailed'];

/** A caller's backend: it repeats every call until the call is answered. */
export class Customer {
  constructor(
    private readonly payments: Payments,
    private readonly task: ClientTask,
    private readonly report: (report: ClientReport) => void,
  ) {}

  async carryOut(plan: ScheduledPayment): Promise<void> {
    const { request } = plan;
    const { refId } = request;
    const began = Date.now();
    try {
      await this.#repeated(refId, () => this.payments.start(request));
      this.report({ kind: 'accepted', refId });
      const owns = plan.starters[0] === this.task.client;
      const others = owns ? [this.#answer(plan), this.#mismatch(plan), this.#notices(plan, began)] : [];
      const [outcome] = await Promise.all([this.#outcome(plan), ...others]);
      if (owns && outcome) await this.#afterwards(plan, outcome);
    } catch (error) {
      this.report({ kind: 'surprise', refId, what: textOf(error) });
    }
  }

  async #outcome({ request }: ScheduledPayment): Promise<PaymentOutcome | undefined> {
    const { refId } = request;
    const until = Date.now() + PATIENCE_MS;
    const outcome = await this.#repeated(
      refId,
      () => this.payments.outcome(request, Math.max(1, until - Date.now())),
      PATIENCE_MS * 2,
    );
    if (outcome) this.report({ kind: 'outcome', refId, status: outcome.status, finishedAt: outcome.finishedAt });
    else this.report({ kind: 'open', refId });
    return outcome;
  }

  /** Confirms or cancels the bill, or does neither. */
  async #answer({ request, answer, thinkMs }: ScheduledPayment): Promise<void> {
    if (answer === undefined) return;
    await this.#unlessTooLate(async () => {
      const bill = await this.#repeated(request.refId, () => this.payments.startBill(request));
      await sleep(thinkMs);
      const amount = bill.amount ?? 0;
      if (answer === 'confirm') await this.#repeated(request.refId, () => this.payments.confirm(request, { amount }));
      if (answer === 'cancel') await this.#repeated(request.refId, () => this.payments.cancel(request));
    });
  }

  async #mismatch({ request, mismatched }: ScheduledPayment): Promise<void> {
    if (!mismatched) return;
    const { refId } = request;
    try {
      await this.#repeated(refId, () => this.payments.start({ ...request, customerNo: `${request.customerNo}1` }));
      this.report({ kind: 'mismatch-accepted', refId });
    } catch (error) {
      if (!hasCode(error, ['RequestMismatch'])) throw error;
    }
  }

  async #notices({ request, extraNotices }: ScheduledPayment, began: number): Promise<void> {
    for (const { afterMs, ...options } of extraNotices) {
      await sleep(Math.max(0, began + afterMs - Date.now()));
      await this.#order(request, options);
    }
  }

  async #afterwards(plan: ScheduledPayment, { status }: PaymentOutcome): Promise<void> {
    if (plan.repeated) {
      await this.#repeated(plan.request.refId, () => this.payments.start(plan.request));
      await this.#outcome(plan);
    }
    if (!plan.contradicted) return;
    await sleep(AFTER_THE_END_MS);
    await this.#order(plan.request, { as: status === 'Sukses' ? 'gagal' : 'sukses' });
  }

  /** Has the sandbox send a webhook. Where no payment was made there is none to send. */
  async #order({ provider, refId: ref }: ScheduledPayment['request'], options: NoticeOptions): Promise<void> {
    const body = JSON.stringify({ provider, ref, ...options });
    for (let turn = 0; turn < 10; turn += 1) {
      const status = await fetch(`${this.task.sandboxUrl}/_sandbox/notices`, { method: 'POST', body }).then(
        (reply) => reply.status,
        () => 0,
      );
      if (status === 202) return;
      await sleep(AGAIN_AFTER_MS);
    }
  }

  async #unlessTooLate(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!hasCode(error, TOO_LATE)) throw error;
    }
  }

  /** Repeats a call for as long as Temporal is out of reach. Other errors with a code of ours are thrown. */
  async #repeated<T>(refId: string, call: () => Promise<T>, limitMs = CALL_MS): Promise<T> {
    for (;;) {
      try {
        return await within(limitMs, call());
      } catch (error) {
        if (error instanceof TuntasError && error.code !== 'Unreachable') throw error;
        if (!(error instanceof TuntasError) && !(error instanceof TooLong)) {
          this.report({ kind: 'surprise', refId, what: textOf(error) });
        }
      }
      await sleep(AGAIN_AFTER_MS * (0.5 + Math.random()));
    }
  }
}

function hasCode(error: unknown, codes: readonly ErrorCode[]): boolean {
  return error instanceof TuntasError && codes.includes(error.code);
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`.slice(0, 200);
}
