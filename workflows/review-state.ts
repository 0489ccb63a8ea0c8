import { patched, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { EndedPayment } from '../activities/payment-record.js';
import { verdictOf, type Evidence } from '../contract/evidence.js';
import { given } from '../contract/given.js';
import type { ReviewProgress, TimelineEntry } from '../contract/messages.js';
import { notifiedReview, type NotificationType } from '../contract/notification.js';
import type { OutcomeFields } from '../contract/outcome.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { Resolution } from '../contract/resolution.js';
import type { ReviewOutcome } from '../contract/review.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { Ledger } from './ledger.js';
import { Notifier } from './notifier.js';
import { CurrentDetails } from './markdown.js';
import { reviewDetails } from './review-details.js';
import { nextStep, shownFunds, type FundsPosition, type Situation } from './settlement.js';

/** Patch: an operator who is needed again in a review is told to the receivers. */
const TOLD_AGAIN = 'review-told-again';

/** Patch: a notice that comes while the messages about the end are started can oppose the resolution. */
export const LATE_NOTICES = 'review-late-notices';

/** Maximum number of distinct provider replies kept as evidence. */
const EVIDENCE_LIMIT = 20;

const STARTS_AT: Record<OutcomeFields['funds'], FundsPosition> = {
  none: 'none',
  captured: 'captured',
  released: 'released',
  owed: 'owed',
};

/** Everything that a review knows; changed by its methods only. */
export class ReviewState {
  readonly evidence: Evidence[] = [];
  readonly timeline: TimelineEntry[] = [];
  readonly ledger: Ledger;
  resolution: Resolution | undefined;
  why = '';
  /** Whether anything contradicts the outcome. */
  isOpen = false;
  isDone = false;
  /** Whether a notice that is newer than the resolution contradicts it. */
  #opposed = false;
  /** Whether receivers have been told that the ledger does not do what was decided. */
  #isBlocked = false;
  #challenges = 0;
  readonly #notifier: Notifier;
  readonly #details = new CurrentDetails(() => reviewDetails(this));

  constructor(
    readonly record: EndedPayment,
    readonly since: string,
  ) {
    const { request, outcome, ledger, hold, reviews } = record;
    // Of two hosts of Temporal the clock of one may be behind, and the payment has told its end already.
    this.#notifier = new Notifier(request, record.notify, Date.parse(outcome.finishedAt));
    // The amount is the one that the payment was to capture. It has no default.
    const charge = () => request.charge ?? outcome.charge ?? outcome.amount;
    this.ledger = new Ledger(
      ledger && request.account ? { plan: ledger, account: request.account, charge } : undefined,
      this,
      { position: STARTS_AT[outcome.funds], holdId: hold, round: reviews + 1 },
    );
    const why = contradictionOf(outcome);
    if (why !== undefined) this.#open(why, 'payment.review');
    this.#describe();
  }

  get situation(): Situation {
    const { position: funds, blocked } = this.ledger;
    return { basis: 'reviewed', resolved: this.resolution?.status, opposed: this.#opposed, funds, blocked };
  }

  get step() {
    return nextStep(this.situation);
  }

  get isWaiting(): boolean {
    return this.step.do === 'wait' && this.ledger.asking === undefined;
  }

  /** Changes with new evidence and with each resolution, so that no signature can be used for another state. */
  get challenge(): string {
    return `${workflowInfo().runId}:${this.#challenges}`;
  }

  resolved(resolution: Resolution): void {
    this.resolution = resolution;
    this.#opposed = false;
    this.#challenges += 1;
    this.ledger.resolved();
    this.addToTimeline({
      event: 'resolve',
      result: resolution.status,
      message: `${resolution.by}: ${resolution.note}`,
    });
    this.#describe();
  }

  /** Evidence that an activity has verified. Its verdict against the outcome opens the review. */
  noticeRead(read: Evidence): void {
    const verdict = read.kind === 'not-sent' ? undefined : verdictOf(read.kind);
    const isOpposite = verdict !== undefined && this.resolution && verdict !== this.resolution.status;
    if (isOpposite && (!this.isDone || patched(LATE_NOTICES))) {
      this.isDone = false;
      this.#opposed = true;
      this.#needOperator(`a notice says ${verdict} against ${this.resolution?.by ?? 'an operator'}`);
      this.#tell('payment.contradicted');
    }
    const known = this.evidence.some(({ kind, code }) => kind === read.kind && code === read.code);
    if (known || this.evidence.length >= EVIDENCE_LIMIT) return;
    this.evidence.push(withoutVoucher(read));
    this.#challenges += 1;
    // A command, so that an update that comes next is judged after this; see `PaymentState`.
    if (this.isOpen) this.#publish(!this.isDone);
    const { status } = this.record.outcome;
    if (!this.isOpen && verdict !== undefined && verdict !== status) {
      this.#open(`a notice says ${verdict} after the end in ${status}`, 'payment.contradicted');
    }
    this.#describe();
  }

  cancelRefused(): void {
    this.addToTimeline({ event: 'cancel', result: 'refused: a review ends by a resolution' });
  }

  addToTimeline(entry: Omit<TimelineEntry, 'at'>): void {
    this.timeline.push({ at: new Date().toISOString(), ...entry });
  }

  /** The ledger does not answer a step, so that an operator is needed once more. */
  openReview(why: string): void {
    this.#needOperator(why);
    this.#tellAgain(why);
  }

  #needOperator(why: string): void {
    this.why = why;
    this.#challenges += 1;
    this.addToTimeline({ event: 'review', message: why });
    this.#publish(true);
    this.#describe();
  }

  /** The ledger has begun a step, or has answered. */
  ledgerMoved(): void {
    this.#describe();
    if (this.ledger.blocked && !this.#isBlocked) this.#tellAgain(this.ledger.why);
    this.#isBlocked = this.ledger.blocked !== undefined;
  }

  #open(why: string, type: NotificationType): void {
    this.isOpen = true;
    this.#needOperator(why);
    this.#tell(type);
  }

  /** What was decided could not be done. Reviews of earlier versions told their opening and their end only. */
  #tellAgain(why: string): void {
    if (!this.record.notify || !patched(TOLD_AGAIN)) return;
    this.#tell('payment.review', why);
  }

  #tell(type: NotificationType, why = this.why): void {
    const { since, resolution } = this;
    const { status } = this.record.outcome;
    this.#notifier.tell(type, { status, review: notifiedReview({ why, since }, resolution) });
  }

  /** Tells the receivers what the operator has decided. */
  tellEnd(): Promise<void> {
    const { why, since, resolution } = this;
    const { status } = resolution ?? this.record.outcome;
    return this.#notifier.tellLast('payment.resolved', { status, review: notifiedReview({ why, since }, resolution) });
  }

  ended(status: OutcomeFields['status'], funds: OutcomeFields['funds']): void {
    this.isDone = true;
    this.addToTimeline({ event: 'review', result: status, message: `resolved, funds ${funds}` });
    this.#publish(false);
    this.#describe();
  }

  result(): ReviewOutcome {
    const { record, resolution, isOpen, evidence } = this;
    const { request, outcome, hold, reviews } = record;
    const { status } = isOpen && resolution ? resolution : outcome;
    const step = isOpen ? this.step : undefined;
    const funds = step?.do === 'end' ? step.funds : outcome.funds;
    const captured = isOpen && this.ledger.account ? this.ledger.holdId : hold;
    return {
      opened: isOpen,
      why: isOpen ? this.why : 'nothing contradicts the outcome',
      ...given({ resolution }),
      status,
      funds,
      ...given({ hold: funds === 'captured' ? captured : undefined }),
      reviews: isOpen ? reviews + 1 : reviews,
      endedAt: new Date().toISOString(),
      request,
      outcome,
      evidence,
    };
  }

  progress(): ReviewProgress {
    const { record, evidence, timeline, resolution } = this;
    const { request, outcome } = record;
    const why = this.ledger.blocked ? this.ledger.why : this.why;
    return {
      request,
      stage: 'ended',
      status: this.isDone && resolution ? resolution.status : outcome.status,
      funds: shownFunds(this.ledger.position),
      outcome,
      why,
      review: { since: this.since, why, challenge: this.challenge },
      open: this.isOpen && !this.isDone,
      ...given({ resolution }),
      evidence,
      timeline,
    };
  }

  /** Publishes what the Web UI shows of the review; no command. */
  #describe(): void {
    this.#details.changed();
  }

  #publish(open: boolean): void {
    const { request, outcome, customer } = this.record;
    const { provider, product, status, review: reviewKey, customer: customerKey } = SEARCH_ATTRIBUTES;
    upsertSearchAttributes([
      { key: provider, value: request.provider },
      { key: product, value: request.product },
      { key: status, value: outcome.status },
      { key: reviewKey, value: open },
      ...(customer === undefined ? [] : [{ key: customerKey, value: customer }]),
    ]);
  }
}

/** What the record itself says against its outcome. */
function contradictionOf({ status, funds }: OutcomeFields): string | undefined {
  if (funds === 'owed') return 'the bill is paid and the funds could not be taken';
  if (status === 'Gagal' && funds === 'captured')
    return 'the bill was not paid and the ledger does not undo the capture';
  return undefined;
}
