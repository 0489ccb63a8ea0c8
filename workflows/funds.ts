import { workflowInfo } from '@temporalio/workflow';
import type { LedgerReply } from '../activities/ledger.js';
import { ledgerCalls } from './calls.js';
import { holdIdOf } from './hold-id.js';
import type { Life } from './life.js';

/** `holding`: a hold was asked for and not answered yet. It counts as a hold until the ledger says otherwise. */
export type FundsState = 'none' | 'holding' | 'held' | 'captured' | 'released' | 'owed';

/** A step that the ledger refused (4xx). */
export interface Refusal {
  step: string;
  status: number;
}

/**
 * The customer's funds at the ledger. Steps run one after the other, each under a key of its own, and none is given up
 * before it is answered; the ledger's answers are what `life.funds` says.
 */
export class Funds {
  #turn: Promise<unknown> = Promise.resolve();
  readonly #id = workflowInfo().workflowId;

  constructor(private readonly life: Life) {}

  /** Takes the charge. What undoes it is due from the moment the state says `holding`. */
  hold(): Promise<Refusal | undefined> {
    return this.#inTurn(() => this.#hold());
  }

  /** After Sukses: captures what is held; takes it again first when it was given back at the deadline. */
  collect(): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      if (this.life.funds === 'released') {
        const refusal = await this.#hold();
        if (refusal) {
          this.life.funds = 'owed';
          return undefined;
        }
      }
      return this.life.funds === 'held' ? this.#capture() : undefined;
    });
  }

  /** After Gagal, at the deadline where the caller asked for it, and whenever nothing was sent. */
  giveBack(): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      const { funds } = this.life;
      return funds === 'held' || funds === 'holding' || funds === 'captured' ? this.#release() : undefined;
    });
  }

  async #hold(): Promise<Refusal | undefined> {
    const { account } = this.life.request;
    this.life.holds += 1;
    const step = this.life.holds === 1 ? 'hold' : `hold-${this.life.holds}`;
    const before = this.life.funds;
    this.life.funds = 'holding';
    const reply = await this.#calls.hold({
      key: `${this.#id}:${step}`,
      holdId: this.#holdId,
      account: account ?? '',
      amount: this.#charge,
    });
    this.#note(step, reply);
    if (reply.kind === 'done') {
      this.life.funds = 'held';
      return undefined;
    }
    // An earlier try may have been heard; only a release makes sure that nothing stays held.
    if (reply.repeated) await this.#release({ forgiving: true });
    this.life.funds = before;
    return { step, status: reply.status };
  }

  async #capture(): Promise<Refusal | undefined> {
    const reply = await this.#calls.capture({
      key: `${this.#id}:capture`,
      holdId: this.#holdId,
      amount: this.#charge,
    });
    this.#note('capture', reply);
    if (reply.kind === 'refused') return { step: 'capture', status: reply.status };
    this.life.funds = 'captured';
    return undefined;
  }

  async #release({ forgiving = false } = {}): Promise<Refusal | undefined> {
    const step = this.life.holds === 1 ? 'release' : `release-${this.life.holds}`;
    const reply = await this.#calls.release({ key: `${this.#id}:${step}`, holdId: this.#holdId });
    this.#note('release', reply);
    if (reply.kind === 'refused') return forgiving ? undefined : { step: 'release', status: reply.status };
    this.life.funds = 'released';
    return undefined;
  }

  get #holdId(): string {
    return holdIdOf(this.#id, this.life.holds);
  }

  get #charge(): number {
    return this.life.request.charge ?? this.life.agreed ?? 0;
  }

  get #calls() {
    const { ledger } = this.life.held;
    if (!ledger) throw new Error('no ledger holds funds of this payment');
    return ledgerCalls(ledger);
  }

  #note(event: string, reply: LedgerReply): void {
    this.life.note({
      event,
      result: reply.kind,
      ...(reply.kind === 'refused' ? { code: String(reply.status), message: reply.message } : {}),
    });
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(step);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
