import { ActivityFailure, workflowInfo } from '@temporalio/workflow';
import type { LedgerReply } from '../activities/ledger.js';
import { ledgerCalls } from './activity-calls.js';
import { holdIdOf } from '../contract/names.js';
import type { PaymentState } from './payment-state.js';

/** `holding`: a hold was asked for and not answered yet. It counts as a hold until the ledger says otherwise. */
export type FundsState = 'none' | 'holding' | 'held' | 'captured' | 'released' | 'owed';

/** A step that the ledger refused (4xx), or that ended without its answer (status 0). */
export interface Refusal {
  step: string;
  status: number;
}

/** The ledger does not know the hold: it was never made. */
const NOT_FOUND = 404;

/**
 * The customer's funds at the ledger. Steps run one after the other, each under a key of its own, and none is given up
 * before it is answered; the ledger's answers are what `state.funds` says.
 */
export class Funds {
  #turn: Promise<unknown> = Promise.resolve();
  readonly id = workflowInfo().workflowId;

  constructor(private readonly state: PaymentState) {}

  /** Takes the charge. What undoes it is due from the moment the state says `holding`. */
  hold(): Promise<Refusal | undefined> {
    return this.#inTurn(() => this.#hold());
  }

  /** After Sukses: captures what is held; takes it again first when it was given back at the deadline. */
  collect(): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      if (this.state.funds === 'released') {
        const refusal = await this.#hold();
        if (refusal && this.#mayBeHeld()) return refusal;
        if (refusal) {
          this.state.funds = 'owed';
          return undefined;
        }
      }
      return this.#mayBeHeld() ? this.#capture() : undefined;
    });
  }

  /** After Gagal, at the deadline where the caller asked for it, and whenever nothing was sent. */
  releaseHold(): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      return this.#mayBeHeld() || this.state.funds === 'captured' ? this.#release() : undefined;
    });
  }

  #mayBeHeld(): boolean {
    return this.state.funds === 'held' || this.state.funds === 'holding';
  }

  async #hold(): Promise<Refusal | undefined> {
    const { account = '' } = this.state.request;
    this.state.holds += 1;
    const step = this.state.holds === 1 ? 'hold' : `hold-${this.state.holds}`;
    const before = this.state.funds;
    this.state.funds = 'holding';
    const amount = this.#charge;
    const reply = await this.#ask(step, (key) => this.#calls.hold({ key, holdId: this.#holdId, account, amount }));
    if (reply.kind === 'done') {
      this.state.funds = 'held';
      return undefined;
    }
    // An earlier try may have been heard; only a release makes sure that nothing stays held.
    const open = reply.repeated ? await this.#release() : undefined;
    // Still `holding` is what makes the settlement try the release again, and have an operator look at it.
    if (!open || open.status === NOT_FOUND) this.state.funds = before;
    return { step, status: reply.status };
  }

  async #capture(): Promise<Refusal | undefined> {
    const amount = this.#charge;
    const reply = await this.#ask('capture', (key) => this.#calls.capture({ key, holdId: this.#holdId, amount }));
    if (reply.kind === 'refused') return { step: 'capture', status: reply.status };
    this.state.funds = 'captured';
    return undefined;
  }

  async #release(): Promise<Refusal | undefined> {
    const step = this.state.holds === 1 ? 'release' : `release-${this.state.holds}`;
    const reply = await this.#ask(step, (key) => this.#calls.release({ key, holdId: this.#holdId }));
    if (reply.kind === 'refused') return { step: 'release', status: reply.status };
    this.state.funds = 'released';
    return undefined;
  }

  /** One step under its key. An activity that ends for good without an answer, by hand say, is no answer either. */
  async #ask(step: string, call: (key: string) => Promise<LedgerReply>): Promise<LedgerReply> {
    let reply: LedgerReply;
    try {
      reply = await call(`${this.id}:${step}`);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      reply = { kind: 'refused', status: 0, message: 'ended without an answer', repeated: true };
    }
    const why = reply.kind === 'refused' ? { code: String(reply.status), message: reply.message } : {};
    this.state.addToTimeline({ event: step, result: reply.kind, ...why });
    return reply;
  }

  get #holdId(): string {
    return holdIdOf(this.id, this.state.holds);
  }

  get #charge(): number {
    return this.state.request.charge ?? this.state.agreedAmount ?? 0;
  }

  get #calls() {
    const { ledger } = this.state.held;
    if (!ledger) throw new Error('no ledger holds funds of this payment');
    return ledgerCalls(ledger);
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(step);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
