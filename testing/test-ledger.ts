import type { HttpCall, HttpResult } from '../activities/http.js';
import type { LedgerStep } from '../contract/ledger.js';
import { type PaymentKey, paymentId } from '../contract/names.js';
import { type Hold, Ledger } from '../sandbox/ledger.js';

/** The address that the ledger has in the configuration of a test. Nothing listens there. */
export const TEST_LEDGER_URL = 'https://ledger.test';

/**
 * What becomes of a call: the ledger refuses it with an HTTP status; or it answers nothing, without having done it
 * (`silent`) or after it has (`unheard`).
 */
export type LedgerFate = number | 'silent' | 'unheard';

const NO_ANSWER: HttpResult = { kind: 'unknown', why: 'timeout' };

/**
 * A ledger in memory, as docs/ledger.md asks of one: every step is effective once per key, and a release after a capture
 * is a refund. Accounts have unlimited funds until `setBalance` says how much. Amounts in rupiah.
 */
export class TestLedger {
  readonly #ledger = Ledger.inMemory(Date.now);
  readonly #fates: Record<LedgerStep, LedgerFate[]> = { hold: [], capture: [], release: [] };

  /**
   * Sets the funds of an account.
   * @param rupiah in total, with what is held. `undefined`: unlimited
   * @example
   * ```ts
   * await ledger.setBalance('customer-7', 10_000); // a bill of 11,000 rupiah ends as Gagal, no-funds
   * ```
   */
  setBalance(account: string, rupiah: number | undefined): Promise<void> {
    return this.#ledger.setBalance(account, rupiah);
  }

  /**
   * The holds of a payment, oldest first, each with the calls about it.
   * @param key of the payment. @default the holds of all payments
   * @example
   * ```ts
   * const [hold] = ledger.holds({ provider: 'biller', refId: 'inv-1' });
   * console.log(hold?.state); // 'held', 'captured' or 'released'
   * ```
   */
  holds(key?: PaymentKey): Hold[] {
    return this.#ledger.holds(key && `${paymentId(key)}:`);
  }

  /**
   * What was captured from an account and not given back.
   * @example
   * ```ts
   * if (ledger.captured('customer-7') !== 11_000) throw new Error('the customer paid another amount');
   * ```
   */
  captured(account: string): number {
    const captured = this.holds().filter((hold) => hold.account === account && hold.state === 'captured');
    return captured.reduce((sum, hold) => sum + (hold.captured ?? 0), 0);
  }

  /**
   * Orders what becomes of the next calls of a step; later ones are executed.
   * @example
   * ```ts
   * ledger.next('capture', 'silent', 503); // the first two attempts fail, the third is executed
   * ```
   */
  next(step: LedgerStep, ...fates: LedgerFate[]): void {
    this.#fates[step].push(...fates);
  }

  /** Answers a call of a worker. @internal */
  async answer({ url, headers = {}, body = '' }: HttpCall): Promise<HttpResult> {
    const sent: unknown = JSON.parse(body);
    const [, , id, command] = new URL(url).pathname.split('/');
    const step = command === 'capture' || command === 'release' ? command : 'hold';
    const holdId = step === 'hold' ? String((sent as { id?: unknown }).id) : decodeURIComponent(id ?? '');
    const key = headers['idempotency-key'] ?? '';
    await this.#ledger.recordContact(step, holdId, key);
    const fate = this.#fates[step].shift();
    if (fate === 'silent') return NO_ANSWER;
    const ordered = fate === 'unheard' ? undefined : fate;
    const answer = await this.#ledger.call(step, key, holdId, sent, ordered);
    if (fate === 'unheard') return NO_ANSWER;
    return { kind: 'reply', status: answer.status, headers: {}, body: Buffer.from(JSON.stringify(answer.body)) };
  }
}
