import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Inquiry } from '../activities/inquire.js';
import type { NoticeRead } from '../activities/read-notices.js';
import type { BillFound } from '../activities/providers/provider.js';
import type { Contacts } from '../activities/schedule.js';
import type { Fault } from '../contract/errors.js';
import { nextStanding, verdictOf, type Evidence, type Standing } from '../contract/evidence.js';
import { given } from '../contract/given.js';
import type { Bill, PaymentStatus, Progress, Review, Stage, TimelineEntry } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { Notice } from '../contract/notice.js';
import { notifiedReview, type NotificationType } from '../contract/notification.js';
import type { Plan } from '../contract/plan.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { PaymentRequest } from '../contract/request.js';
import type { Resolution } from '../contract/resolution.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { readNotices } from './activity-calls.js';
import { Ledger } from './ledger.js';
import { NoticeReader } from './notice-reader.js';
import { Notifier } from './notifier.js';
import type { Ending } from './ending.js';
import { CurrentDetails } from './markdown.js';
import { paymentDetails, requestDetails } from './payment-details.js';
import { nextStep, shownFunds, type Situation } from './settlement.js';

/** Maximum number of timeline entries that the query `progress` keeps; the history keeps all of them. */
const TIMELINE_LIMIT = 200;
/** Maximum number of checks that notices without proof can cause; the poll plan is not affected. */
const HINT_LIMIT = 20;
/** Maximum number of repeats of an unanswered pay, because the length of a history is limited. */
const REPEAT_LIMIT = 20;

/** What a notice can be about, by the moment of its arrival. */
export type Phase = 'before-pay' | 'during-pay' | 'after-pay';

/** A verified notice that came before it was known whether pay may have been sent. */
interface Early {
  evidence: Evidence;
  arrived: Phase;
  notice: Notice;
}

const NOT_EVIDENCE = { hint: 'hint', other: 'not about this payment', unproven: 'not verified' } as const;

/**
 * Everything that a running payment knows. Others only read the fields; they report what happened by a method, which is
 * the only place that changes a field (a lint rule of `workflows/` forbids assignments from outside).
 */
export class PaymentState {
  /** Milliseconds since 1970, like every time here. */
  readonly startedAt = workflowInfo().startTime.getTime();
  readonly timeline: TimelineEntry[] = [];
  stage: Stage = 'inquiry';
  status: PaymentStatus = 'Pending';
  inquiry: Inquiry | undefined;
  /** The part of the inquiry that the customer sees, or what the catalogue says of a product without inquiry. */
  bill: Bill | undefined;
  /** The reason why the request breaks the contract. */
  invalid: { message: string; faults?: Fault[] } | undefined;
  /** The amount to pay: the bill's, or the one that the customer confirmed; rupiah. */
  agreedAmount: number | undefined;
  /** From this time on pay is not sent. */
  payBefore = Infinity;
  confirmed = false;
  cancelAsked = false;
  /** Whether an activity `pay` is scheduled and has not ended. */
  payInFlight = false;
  /** When pay was sent, or may have been; 0 before that. */
  sentAt = 0;
  /** Until this time a pay whose worker died may still be open at the provider. */
  stillOpenUntil = 0;
  standing: Standing = 'unsent';
  /** The first evidence of success: the proof of payment and what was bought. */
  success: Evidence | undefined;
  /** The evidence that made the present standing. */
  proof: Evidence | undefined;
  /** Code and message of the provider's last reply, whatever it amounted to. */
  lastReply: { code: string; message: string } = { code: '', message: '' };
  contacts: Contacts = { lastAt: 0, checks: 0 };
  /** Whether the status checks have ended without a verdict. */
  checksEnded = false;
  /** Whether a notice asks for a status check. */
  checkRequested = false;
  review: Review | undefined;
  /** The operator's last resolution. */
  resolution: Resolution | undefined;
  /** Whether evidence that is newer than the resolution contradicts it. */
  opposed = false;
  /** How the payment ends without pay having been sent. */
  unpaid: Ending | undefined;
  outcome: PaymentOutcome | undefined;
  /** Whether the workflow is about to return. */
  closing = false;
  #plan: Plan | undefined;
  #ledger: Ledger | undefined;
  #notifier: Notifier | undefined;
  readonly #details = new CurrentDetails(() =>
    this.#ledger ? paymentDetails(this) : requestDetails(this.invalid?.message, this.review),
  );
  #hints = 0;
  #failures = 0;
  #repeats = 0;
  #polling = false;
  /** Whether an earlier run may have sent pay; this run does not know for which amount. */
  #earlierPay = false;
  /** Notices that came before it was known that pay may have been sent, in their order. */
  #early: Early[] = [];
  /** Notices that came during an attempt of which it is proven that it sent nothing: a review compares them. */
  #unexplained: Notice[] = [];
  #challenges = 0;

  /** The notices that have not been read yet. */
  readonly notices = new NoticeReader<Phase>(
    (notices) => readNotices({ request: this.request, aliases: this.plan.aliases, notices }),
    (read, arrived, notice) => this.noticeRead(read, arrived, notice),
    () => this.isAccepted,
  );

  constructor(readonly request: PaymentRequest) {}

  /** The accepted plan. Throws before `accepted`. */
  get plan(): Plan {
    if (!this.#plan) throw new Error('the payment is not accepted yet');
    return this.#plan;
  }

  /** The customer's funds. Throws before `accepted`. */
  get ledger(): Ledger {
    if (!this.#ledger) throw new Error('the payment is not accepted yet');
    return this.#ledger;
  }

  /** What the customer pays; rupiah. Undefined while nobody has stated an amount. */
  get charge(): number | undefined {
    // A reset run may have agreed to another amount than the run that sent pay.
    const agreed = this.#earlierPay ? undefined : this.agreedAmount;
    return this.request.charge ?? agreed ?? this.success?.amount;
  }

  /** The amount of the bill: of the one that was paid, as far as this run knows it; rupiah. */
  get amountPaid(): number | undefined {
    const ours = this.agreedAmount ?? this.bill?.amount;
    return this.#earlierPay ? (this.success?.amount ?? ours) : (ours ?? this.success?.amount);
  }

  get isAccepted(): boolean {
    return this.#plan !== undefined;
  }

  get deadlineAt(): number {
    return this.startedAt + this.plan.deadlineMs;
  }

  /** What every activity of the provider gets about the payment. */
  get order(): { request: PaymentRequest; plan: Plan; bill?: BillFound; amount?: number } {
    const { request, plan, inquiry, agreedAmount } = this;
    return { request, plan, ...given({ bill: inquiry?.kind === 'bill' ? inquiry : undefined, amount: agreedAmount }) };
  }

  /** What decides on the next step of the payment; see `settlement.ts`. */
  get situation(): Situation {
    const { position: funds, blocked } = this.ledger;
    // Evidence can still arrive while an unpaid ending is settled: then it is the evidence that decides.
    const basis = this.unpaid && this.standing === 'unsent' ? 'unpaid' : this.standing;
    return { basis, resolved: this.resolution?.status, opposed: this.opposed, funds, blocked };
  }

  /** Whether the payment waits for evidence. */
  isUndecided(): boolean {
    return nextStep(this.situation).do === 'poll';
  }

  /** Whether it is certain that nothing was sent. */
  isUnsent(): boolean {
    return this.standing === 'unsent' && !this.payInFlight;
  }

  isCancelAsked(): boolean {
    return this.cancelAsked;
  }

  accepted(plan: Plan): void {
    this.#plan = plan;
    this.payBefore = this.startedAt + plan.deadlineMs;
    const { account } = this.request;
    const charge = () => this.charge;
    this.#ledger = new Ledger(plan.ledger && account ? { plan: plan.ledger, account, charge } : undefined, this);
    this.#notifier = new Notifier(this.request, plan.notify);
    this.#describe();
  }

  rejected(message: string, faults: Fault[] | undefined): void {
    this.invalid = given({ message, faults });
    this.closing = true;
    this.notices.stop();
    this.#describe();
    this.#hide();
  }

  inquiryAnswered(inquiry: Inquiry): void {
    this.inquiry = inquiry;
    const { code, message } = inquiry;
    this.lastReply = { code, message };
    this.addToTimeline({ event: 'inquiry', result: inquiry.kind, code, message });
    this.#describe();
  }

  inquiryUnanswered(why: string, lastReply: { code: string; message: string }): void {
    this.lastReply = lastReply;
    this.addToTimeline({ event: 'inquiry', result: `unclear: ${why}`, ...lastReply });
    this.#describe();
  }

  billFound(bill: Bill, payBefore = Infinity): void {
    this.bill = bill;
    this.payBefore = Math.min(this.payBefore, payBefore);
    this.#describe();
  }

  amountProposed(amount: number | undefined): void {
    this.agreedAmount = amount;
    this.#describe();
  }

  amountConfirmed(amount: number): void {
    this.agreedAmount = amount;
    this.confirmed = true;
    this.#describe();
  }

  cancelRequested(): void {
    this.cancelAsked = true;
    this.#describe();
  }

  payScheduled(): void {
    this.payInFlight = true;
    this.#describe();
  }

  /** What a notice can be about that arrives now. */
  get phase(): Phase {
    if (this.payInFlight) return 'during-pay';
    return this.sentAt === 0 && this.standing === 'unsent' ? 'before-pay' : 'after-pay';
  }

  /**
   * What a notice amounts to. One that arrived before pay concerns the inquiry, whatever it says, unless an earlier run
   * has sent pay. One that arrived during pay counts once it is known that pay may have been sent.
   */
  noticeRead(read: NoticeRead, arrived: Phase, notice: Notice): void {
    if (typeof read !== 'object') {
      this.addToTimeline({ event: 'notice', result: NOT_EVIDENCE[read] });
      if (arrived !== 'before-pay') this.hinted();
    } else if (arrived === 'after-pay' || this.#earlierPay) {
      this.#applyNotice(read.evidence);
    } else {
      this.addToTimeline({ event: 'notice', result: 'before pay' });
      this.#early = [...this.#early, { evidence: read.evidence, arrived, notice }].slice(-HINT_LIMIT);
      if (this.phase === 'after-pay') this.#applyEarly();
    }
  }

  /** Once pay may have been sent: the notices that can be about it. */
  #applyEarly(): void {
    const early = this.#early;
    this.#early = [];
    for (const { evidence, arrived } of early) {
      if (arrived === 'during-pay' || this.#earlierPay) this.#applyNotice(evidence);
    }
  }

  /** Once the payment has ended, or was refused: the notices that say something of it and that nothing here has weighed. */
  takeUnread(): Notice[] {
    const unread = [...this.#unexplained, ...this.notices.takeLeft()];
    this.#unexplained = [];
    return unread;
  }

  #applyNotice(evidence: Evidence): void {
    this.applyEvidence(evidence);
    // A failure that only a notice reports needs a status call before money moves.
    if (this.standing === 'failing') this.failureReported();
  }

  /**
   * The activity `pay` has ended with this evidence. In a run after a reset an earlier run may have sent pay, so that
   * notices from before this run's pay can be about it.
   */
  payEnded({ kind, why }: Evidence): void {
    this.payInFlight = false;
    // Another run has sent pay, if anybody has, and this one does not know for which amount.
    if (why === 'reset') this.#earlierPay = true;
    this.#describe();
    if (kind !== 'not-sent') return this.#applyEarly();
    const during = this.#early.filter(({ arrived }) => arrived === 'during-pay');
    this.#unexplained = [...this.#unexplained, ...during.map(({ notice }) => notice)].slice(-HINT_LIMIT);
    this.#early = this.#early.filter(({ arrived }) => arrived === 'before-pay');
  }

  /** A reset run that knows of no pay: an earlier run may have sent it, and may hold the funds for it. */
  assumeEarlierPay(): void {
    const at = new Date().toISOString();
    this.applyEvidence({ kind: 'unknown', from: 'pay', at, code: '', message: '', why: 'reset' });
    this.#earlierPay = true;
    if (this.sentAt === 0) this.sent(this.plan.timeoutMs);
    this.ledger.earlierHoldAssumed();
    this.#applyEarly();
    this.#describe();
  }

  /** Pay was sent, or may have been. From now on only status is asked, and not within `quietMs`. */
  sent(quietMs: number): void {
    this.sentAt = Date.now();
    this.contacts = { lastAt: this.sentAt, checks: 0 };
    this.stillOpenUntil = this.sentAt + quietMs;
    this.#describe();
  }

  /** Pay was sent again, or may have been. Resets `absentSince`: absence must be reported again before another repeat. */
  sentAgain(quietMs: number): void {
    this.#repeats += 1;
    const { checks, unproven } = this.contacts;
    this.contacts = { lastAt: Date.now(), checks, ...given({ unproven }) };
    this.stillOpenUntil = Date.now() + quietMs;
  }

  /** Returns whether polling starts for the first time. */
  pollingStarted(): boolean {
    const first = !this.#polling;
    this.#polling = true;
    return first;
  }

  contactsMade(contacts: Contacts | undefined): void {
    if (contacts && contacts.lastAt > this.contacts.lastAt) this.contacts = contacts;
  }

  /** Weighs one piece of evidence. A verdict against a verdict puts the payment under review. */
  applyEvidence(evidence: Evidence): void {
    const { from, kind, code, message, why } = evidence;
    this.addToTimeline({ event: from, result: why ? `${kind}: ${why}` : kind, code, message });
    if (code !== '' || kind === 'success') this.lastReply = { code, message };
    if (kind === 'success') this.success ??= evidence;
    const before = this.standing;
    this.standing = nextStanding(before, evidence, this.plan.statusCall && !this.checksEnded);
    if (this.standing === before) return this.#describe();
    if (this.review) {
      this.review = { ...this.review, challenge: this.#newChallenge() };
      this.#mark();
    }
    if (this.standing !== 'contradicted') this.proof = evidence;
    if (this.#isOpposed()) this.opposed = true;
    if (this.standing === 'contradicted') this.openReview('a verdict contradicts an earlier one');
    else if (this.opposed) this.openReview(`the provider reports ${kind} against ${this.resolution?.by ?? ''}`);
    this.#describe();
  }

  /** Whether the standing speaks against the operator's resolution. */
  #isOpposed(): boolean {
    if (!this.resolution) return false;
    if (this.standing === 'contradicted') return true;
    const reported = this.standing === 'failing' ? 'Gagal' : verdictOf(this.standing);
    return reported !== undefined && reported !== this.resolution.status;
  }

  /** A notice without proof asks for a status check. */
  hinted(): void {
    if (this.#hints < HINT_LIMIT) this.checkRequested = true;
    this.#hints += 1;
  }

  /** A signed notice reports a failure, which needs a status call. Hints do not use up this limit. */
  failureReported(): void {
    if (this.#failures < HINT_LIMIT) this.checkRequested = true;
    this.#failures += 1;
  }

  checkStarted(): void {
    this.checkRequested = false;
  }

  /** No status call is made any more. A reported failure that waited for one is final now. */
  checksOver(why: string): void {
    this.checksEnded = true;
    this.openReview(why);
    if (this.standing === 'failing' && this.proof) this.applyEvidence(this.proof);
    this.#describe();
  }

  /**
   * Until when an unanswered pay may be sent again; undefined: not at all. Never once the provider has reported anything
   * about it, and never after release, deadline, expiry, cancel, or while an operator reviews what was seen.
   */
  get repeatBefore(): number | undefined {
    const allowed = this.plan.repeatAfterMs !== undefined && this.standing === 'unknown' && this.isUndecided();
    const takenBack = this.cancelAsked || (this.ledger.account && this.ledger.position !== 'held');
    if (!allowed || takenBack || this.review || this.#repeats >= REPEAT_LIMIT) return undefined;
    return Date.now() < this.payBefore ? this.payBefore : undefined;
  }

  /** Whether the provider has reported for long enough that it does not know the unanswered pay. */
  isRepeatDue(): boolean {
    const { absentSince } = this.contacts;
    if (this.repeatBefore === undefined || absentSince === undefined) return false;
    return Date.now() >= absentSince + (this.plan.repeatAfterMs ?? Infinity);
  }

  /** The ledger has begun a step, or has answered. */
  ledgerMoved(): void {
    this.#describe();
  }

  openReview(why: string): void {
    if (this.review?.why === why) return;
    this.review = { since: this.review?.since ?? new Date().toISOString(), why, challenge: this.#newChallenge() };
    this.addToTimeline({ event: 'review', message: why });
    this.#show();
    this.#describe();
    this.#tell('payment.review');
  }

  /** The funds were given back at the deadline; the payment goes on. */
  releasedAtDeadline(): void {
    this.#tell('payment.released');
  }

  /** Tells the receivers how the payment has ended. Everything else was told when it happened. */
  async tellEnd(): Promise<void> {
    const { status } = this;
    await this.#notifier?.tellLast(status === 'Sukses' ? 'payment.succeeded' : 'payment.failed', { status });
  }

  #tell(type: NotificationType): void {
    const { status, review, resolution } = this;
    this.#notifier?.tell(type, { status, ...given({ review: review && notifiedReview(review, resolution) }) });
  }

  /** A resolution that was signed once cannot be used again: not after new evidence, and not in another run. */
  #newChallenge(): string {
    this.#challenges += 1;
    return `${workflowInfo().runId}:${this.#challenges}`;
  }

  resolved(resolution: Resolution): void {
    this.resolution = resolution;
    if (this.review) this.review = { ...this.review, challenge: this.#newChallenge() };
    this.opposed = false;
    this.ledger.resolved();
    this.addToTimeline({
      event: 'resolve',
      result: resolution.status,
      message: `${resolution.by}: ${resolution.note}`,
    });
    this.#tell('payment.resolved');
    this.#describe();
  }

  /** Nothing was sent and nothing will be. */
  endsUnpaid(ending: Ending): void {
    this.unpaid = ending;
    // What a notice says from now on is compared with the outcome, by a review.
    this.notices.stop();
    this.#describe();
  }

  /** No message is accepted from now on; those in progress are answered. */
  ended(outcome: PaymentOutcome): void {
    this.closing = true;
    this.notices.stop();
    this.review = undefined;
    this.status = outcome.status;
    this.outcome = outcome;
    this.enterStage('ended');
  }

  /** Publishes what the Web UI shows of the payment. It emits no command, so that a replay takes no notice of it. */
  #describe(): void {
    this.#details.changed();
  }

  /** Enters a stage and shows it in the search attributes. */
  enterStage(stage: Stage): void {
    this.stage = stage;
    this.#show();
    this.#describe();
  }

  /**
   * Leaves a command, though nothing shown changes. A workflow task without commands is put together with the next one when
   * the payment is replayed, and an update in that one would be judged before what this one has brought.
   */
  #mark(): void {
    upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.review, value: true }]);
  }

  /** Writes those search attributes that do not have their value yet: each write costs an event and a visibility task. */
  #show(): void {
    const { status, stage, provider, product, review, customer } = SEARCH_ATTRIBUTES;
    const { typedSearchAttributes: shown } = workflowInfo();
    const hash = this.#plan?.customer;
    const changed = [
      { key: status, value: this.status },
      { key: stage, value: this.stage },
      { key: provider, value: this.request.provider },
      { key: product, value: this.request.product },
      { key: review, value: this.review !== undefined },
      ...(hash === undefined ? [] : [{ key: customer, value: hash }]),
    ].filter(({ key, value }) => shown.get(key) !== value);
    if (changed.length > 0) upsertSearchAttributes(changed);
  }

  /** A request that breaks the contract is no payment: it must not be listed as Pending, whatever set that at its start. */
  #hide(): void {
    const { status, stage } = SEARCH_ATTRIBUTES;
    const { typedSearchAttributes: shown } = workflowInfo();
    const set = [status, stage].filter((key) => shown.get(key) !== undefined);
    if (set.length > 0) upsertSearchAttributes(set.map((key) => ({ key, value: null })));
  }

  addToTimeline(entry: Omit<TimelineEntry, 'at'>): void {
    const last = this.timeline.at(-1);
    const same = last && last.event === entry.event && last.result === entry.result && last.code === entry.code;
    if (same || this.timeline.length >= TIMELINE_LIMIT) return;
    this.timeline.push({ at: new Date().toISOString(), ...entry });
  }

  progress(): Progress {
    const { request, stage, status, review, bill, timeline, outcome } = this;
    return {
      request,
      stage,
      status,
      funds: this.#ledger ? shownFunds(this.#ledger.position) : 'none',
      ...given({ review, bill }),
      timeline,
      ...given({ outcome: outcome && withoutVoucher(outcome) }),
    };
  }
}
