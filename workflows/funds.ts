import { ActivityFailure, workflowInfo } from '@temporalio/workflow';
import { NO_SUCH_HOLD, type LedgerReply } from '../contract/ledger.js';
import { ledgerCalls } from './activity-calls.js';
import { holdIdOf } from '../contract/names.js';
import { gagal, type Ending } from './outcome.js';
import type { PaymentState } from './payment-state.js';

/** A step that the ledger refused (4xx), or that ended without its answer (status 0). */
export interface Refusal {
  step: string;
  status: number;
}

/** Holds the charge before pay. Returns an ending where the ledger refuses. */
export async function holdFunds(state: PaymentState, funds: Funds): Promise<Ending | undefined> {
  if (!state.plan.ledger) return undefined;
  state.enterStage('paying');
  if ((state.request.charge ?? state.agreedAmount) === undefined) return gagal('no-funds');
  return (await funds.hold()) ? gagal('no-funds') : undefined;
}

/**
 * The customer's funds at the ledger. Steps run one after the other, each under its own key, and none is
 * abandoned before it is answered; `state.funds` holds what the ledger answered.
 */
export class Funds {
  #turn: Promise<unknown> = Promise.resolve();
  readonly id = workflowInfo().workflowId;

  constructor(private readonly state: PaymentState) {}

  /** Holds the charge. From `holding` on, a release is owed even if the ledger never answers. */
  hold(): Promise<Refusal | undefined> {
    return this.#inTurn(() => this.#hold());
  }

  /** After Sukses: captures what is held; holds it again first when it was released at the deadline. */
  collect(): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      if (this.state.funds.position === 'released') {
        const refusal = await this.#hold();
        if (refusal && this.state.funds.mayBeHeld) return refusal;
        if (refusal) {
          this.state.funds.owed();
          return undefined;
        }
      }
      return this.state.funds.mayBeHeld ? this.#capture() : undefined;
    });
  }

  /** After Gagal, at the deadline with `onDeadline: release`, and whenever nothing was sent. */
  releaseHold(): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      return this.state.funds.mayBeHeld || this.state.funds.position === 'captured' ? this.#release() : undefined;
    });
  }

  async #hold(): Promise<Refusal | undefined> {
    const { account = '' } = this.state.request;
    const { funds } = this.state;
    const before = funds.position;
    funds.holdAsked();
    const step = funds.holds === 1 ? 'hold' : `hold-${funds.holds}`;
    const amount = this.#charge;
    const reply = await this.#ask(step, (key) => this.#calls.hold({ key, holdId: this.#holdId, account, amount }));
    if (reply.kind === 'done') {
      funds.held();
      return undefined;
    }
    // An earlier attempt may have been executed; only a release makes sure that nothing stays held.
    const open = reply.repeated ? await this.#release() : undefined;
    // While the position is `holding`, the settlement tries the release again and asks an operator.
    if (!open || open.status === NO_SUCH_HOLD) funds.holdRefused(before);
    return { step, status: reply.status };
  }

  async #capture(): Promise<Refusal | undefined> {
    const amount = this.#charge;
    const reply = await this.#ask('capture', (key) => this.#calls.capture({ key, holdId: this.#holdId, amount }));
    if (reply.kind === 'refused') return { step: 'capture', status: reply.status };
    this.state.funds.captured();
    return undefined;
  }

  async #release(): Promise<Refusal | undefined> {
    const step = this.state.funds.holds === 1 ? 'release' : `release-${this.state.funds.holds}`;
    const reply = await this.#ask(step, (key) => this.#calls.release({ key, holdId: this.#holdId }));
    if (reply.kind === 'refused') return { step: 'release', status: reply.status };
    this.state.funds.released();
    return undefined;
  }

  /** One step under its key. An activity that ends for good without an answer (completed by hand, say) is no answer. */
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
    return holdIdOf(this.id, this.state.funds.holds);
  }

  get #charge(): number {
    return this.state.request.charge ?? this.state.agreedAmount ?? 0;
  }

  get #calls() {
    const { ledger } = this.state.plan;
    if (!ledger) throw new Error('no ledger holds funds of this payment');
    return ledgerCalls(ledger);
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(step);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
