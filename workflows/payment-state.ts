import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Plan } from '../contract/plan.js';
import type { BillFound, BillRefused } from '../activities/providers/provider.js';
import { type Evidence, isUndecidedStanding, nextStanding, type Standing } from '../contract/evidence.js';
import type { Contacts } from '../activities/schedule.js';
import type { Bill, PaymentStatus, Progress, Review, Stage, TimelineEntry } from '../contract/messages.js';
import type { Resolution } from '../contract/resolution.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import type { FundsState } from './funds.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { withoutVoucher } from '../contract/redaction.js';

/** Enough for every payment but one that is flooded with notices; the history keeps the rest. */
const TIMELINE_LIMIT = 200;
/** Notices that prove nothing cause no more checks than this; the poll plan goes on. */
const HINT_LIMIT = 20;
/** No more repeats of an unanswered pay than this: a history has its limits, and polling and a review follow it on. */
const REPEAT_LIMIT = 20;

/** All that a running payment knows. One place changes its standing: `take`. */
export class PaymentState {
  readonly startedAt = workflowInfo().startTime.getTime();
  stage: Stage = 'inquiry';
  status: PaymentStatus = 'Pending';
  plan: Plan | undefined;
  /** What the inquiry said, and the part of it that the customer sees. */
  inquiry: BillFound | BillRefused | undefined;
  bill: Bill | undefined;
  /** Set when the request broke the contract. */
  invalid: string | undefined;
  /** The bill's amount as the customer agreed to it; rupiah. */
  agreedAmount: number | undefined;
  /** Milliseconds since 1970: pay is not sent from then on. */
  payBefore = Infinity;
  confirmed = false;
  cancelAsked = false;
  /** Pay was handed out and has not come back. */
  payInFlight = false;
  sentAt = 0;
  /** A pay whose worker died may be open at the provider until then; milliseconds since 1970. */
  stillOpenUntil = 0;
  standing: Standing = 'unsent';
  /** The provider's first word on a success: proof, and what was bought. */
  success: Evidence | undefined;
  /** A hold that could be neither captured nor released. */
  openHold: string | undefined;
  /** The evidence that brought the standing to where it is, and the provider's last words whatever they were. */
  proof: Evidence | undefined;
  lastWords: { code: string; message: string } = { code: '', message: '' };
  contacts: Contacts = { lastAt: 0, checks: 0 };
  /** Status checks have come to their end without a verdict. */
  checksEnded = false;
  /** A notice asks for a status check. */
  checkRequested = false;
  #hints = 0;
  #repeats = 0;
  review: Review | undefined;
  resolution: Resolution | undefined;
  funds: FundsState = 'none';
  /** Holds asked for so far: the second one follows a release at the deadline. */
  holds = 0;
  outcome: PaymentOutcome | undefined;
  /** The workflow is about to return. */
  closing = false;
  #published = false;
  readonly timeline: TimelineEntry[] = [];

  constructor(readonly request: PaymentRequest) {}

  /** The accepted plan. */
  get held(): Plan {
    if (!this.plan) throw new Error('the payment is not accepted yet');
    return this.plan;
  }

  /** Milliseconds since 1970. */
  get deadlineAt(): number {
    return this.startedAt + this.held.deadlineMs;
  }

  /** Whether the payment waits for evidence, or for an operator. */
  isUndecided(): boolean {
    return isUndecidedStanding(this.standing) && this.resolution === undefined;
  }

  /** Whether it is certain that nothing was sent. */
  isUnsent(): boolean {
    return this.standing === 'unsent' && !this.payInFlight;
  }

  isCancelAsked(): boolean {
    return this.cancelAsked;
  }

  addToTimeline(entry: Omit<TimelineEntry, 'at'>): void {
    const last = this.timeline.at(-1);
    const same = last && last.event === entry.event && last.result === entry.result && last.code === entry.code;
    if (same || this.timeline.length >= TIMELINE_LIMIT) return;
    this.timeline.push({ at: new Date().toISOString(), ...entry });
  }

  /** Weighs one piece of evidence. A verdict against a verdict puts the payment under review. */
  applyEvidence(evidence: Evidence): void {
    const { from, kind, code, message, why } = evidence;
    this.addToTimeline({ event: from, result: why ? `${kind}: ${why}` : kind, code, message });
    if (code !== '' || kind === 'success') this.lastWords = { code, message };
    if (kind === 'success') this.success ??= evidence;
    const before = this.standing;
    this.standing = nextStanding(before, evidence, this.held.statusCall);
    if (this.standing === before) return;
    if (this.standing === 'contradicted') this.openReview('a verdict contradicts an earlier one');
    else this.proof = evidence;
  }

  requestCheck(): void {
    if (this.#hints < HINT_LIMIT) this.checkRequested = true;
    this.#hints += 1;
  }

  /** Pay was sent, or may have been: from now on only status is asked, and not within `quietMs`. */
  sent(quietMs: number): void {
    this.sentAt = Date.now();
    this.contacts = { lastAt: this.sentAt, checks: 0 };
    this.stillOpenUntil = this.sentAt + quietMs;
  }

  /** Pay was sent once more, or may have been. The plan goes on; that the provider knows nothing has to be said anew. */
  sentAgain(quietMs: number): void {
    this.#repeats += 1;
    const { checks, unproven } = this.contacts;
    this.contacts = { lastAt: Date.now(), checks, ...(unproven ? { unproven } : {}) };
    this.stillOpenUntil = Date.now() + quietMs;
  }

  /**
   * Until when an unanswered pay may be sent again, in milliseconds since 1970; undefined: not at all. Never once the
   * provider has said anything of it, and never after release, deadline, expiry or cancel.
   */
  get repeatBefore(): number | undefined {
    const allowed = this.held.repeatAfterMs !== undefined && this.standing === 'unknown' && this.isUndecided();
    const takenBack = this.cancelAsked || (this.held.ledger && this.funds !== 'held');
    // An operator decides on what was seen: nothing more is sent from then on.
    if (!allowed || takenBack || this.review || this.#repeats >= REPEAT_LIMIT) return undefined;
    return Date.now() < this.payBefore ? this.payBefore : undefined;
  }

  /** Whether the provider has known nothing of the unanswered pay for long enough. */
  isRepeatDue(): boolean {
    const { absentSince } = this.contacts;
    if (this.repeatBefore === undefined || absentSince === undefined) return false;
    return Date.now() >= absentSince + (this.held.repeatAfterMs ?? Infinity);
  }

  openReview(why: string): void {
    if (this.review?.why === why) return;
    this.review = { since: this.review?.since ?? new Date().toISOString(), why };
    this.addToTimeline({ event: 'review', message: why });
    upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.review, value: true }]);
  }

  /** Moves on, and shows it in the search attributes. */
  enterStage(stage: Stage): void {
    const first = !this.#published;
    this.#published = true;
    if (this.stage === stage && !first) return;
    this.stage = stage;
    const { status, stage: stageKey, provider, product, review } = SEARCH_ATTRIBUTES;
    upsertSearchAttributes([
      { key: status, value: this.status },
      { key: stageKey, value: stage },
      ...(first
        ? [
            { key: provider, value: this.request.provider },
            { key: product, value: this.request.product },
          ]
        : []),
      ...(first || stage === 'ended' ? [{ key: review, value: false }] : []),
    ]);
  }

  progress(): Progress {
    return {
      request: this.request,
      stage: this.stage,
      status: this.status,
      funds: this.funds,
      ...(this.review ? { review: this.review } : {}),
      ...(this.bill ? { bill: this.bill } : {}),
      timeline: this.timeline,
      ...(this.outcome ? { outcome: withoutVoucher(this.outcome) } : {}),
    };
  }
}
