import { workflowInfo } from '@temporalio/workflow';
import { NO_SUCH_HOLD, type LedgerReply } from '../contract/ledger.js';
import type { TimelineEntry } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { ledgerCalls } from './activity-calls.js';
import type { ReviewCase } from './review-case.js';

/** Where the funds are after a review. */
export interface Moved {
  funds: PaymentOutcome['funds'];
  /** The hold whose funds are captured. */
  hold?: string;
}

/** The ledger as a review uses it: each step has a key of the review, and nothing stays held. */
export class ReviewFunds {
  /** A hold that is neither captured nor released: the payment's, or the review's. */
  #open: string | undefined;
  #refusedReleases = 0;

  constructor(
    private readonly subject: ReviewCase,
    private readonly addToTimeline: (entry: Omit<TimelineEntry, 'at'>) => void,
  ) {
    this.#open = subject.openHold;
  }

  /** Moves the funds as an operator decided; undefined when the ledger refuses and the operator has to decide again. */
  async moveFunds(status: PaymentOutcome['status']): Promise<Moved | undefined> {
    const { request, outcome, hold, ledger } = this.subject;
    const asItIs: Moved = { funds: outcome.funds, ...(hold === undefined ? {} : { hold }) };
    if (!ledger || request.account === undefined) return asItIs;
    if (status === 'Sukses') return outcome.funds === 'captured' ? asItIs : this.#take(request.account);
    if (this.#open !== undefined) return (await this.#release(this.#open)) ? { funds: 'released' } : undefined;
    if (outcome.funds === 'owed') return { funds: 'released' };
    if (outcome.funds !== 'captured' || hold === undefined) return asItIs;
    if (await this.#release(hold)) return { funds: 'released' };
    // A ledger that cannot undo a capture refuses every time: after two refusals the funds stay where they truly are.
    return this.#refusedReleases > 1 ? asItIs : undefined;
  }

  /** Takes the charge of a payment that turned out to be paid. */
  async #take(account: string): Promise<Moved | undefined> {
    const { request, outcome, round = 1 } = this.subject;
    const amount = request.charge ?? outcome.charge ?? outcome.amount ?? 0;
    const own = `${workflowInfo().workflowId}:${round}`;
    if (this.#open !== undefined && this.#open !== own && !(await this.#release(this.#open))) return undefined;
    this.#open = own;
    const taken = await this.#calls.hold({ key: this.#key('hold'), holdId: own, account, amount });
    if (!this.#did('hold', taken)) {
      // Only an attempt without an answer can have left a hold.
      if (taken.kind === 'refused' && !taken.repeated) this.#open = undefined;
      else await this.#release(own);
      return undefined;
    }
    const captured = await this.#calls.capture({ key: this.#key('capture'), holdId: own, amount });
    if (!this.#did('capture', captured)) return undefined;
    this.#open = undefined;
    return { funds: 'captured', hold: own };
  }

  async #release(holdId: string): Promise<boolean> {
    const own = holdId.startsWith('review:');
    const reply = await this.#calls.release({ key: this.#key(own ? 'release-own' : 'release'), holdId });
    const gone = this.#did('release', reply) || (own && reply.kind === 'refused' && reply.status === NO_SUCH_HOLD);
    if (gone && this.#open === holdId) this.#open = undefined;
    if (!gone) this.#refusedReleases += 1;
    return gone;
  }

  #did(step: string, reply: LedgerReply): boolean {
    const why = reply.kind === 'refused' ? { code: String(reply.status) } : {};
    this.addToTimeline({ event: step, result: reply.kind, ...why });
    return reply.kind === 'done';
  }

  #key(step: string): string {
    const { round = 1 } = this.subject;
    return `${workflowInfo().workflowId}:${round === 1 ? step : `${step}-${round}`}`;
  }

  get #calls() {
    const { ledger } = this.subject;
    if (!ledger) throw new Error('no ledger holds funds of this payment');
    return ledgerCalls(ledger);
  }
}
