import { z } from 'zod';
import type {
  Adapter,
  InquiryReply,
  Order,
  ProductTerms,
  Provider,
  ProviderSetup,
} from '../activities/providers/provider.js';
import type { Evidence } from '../contract/evidence.js';
import { evidenceOf, inquiryReplyOf, type Reply } from './replies.js';

/** A reply of the script. A function is given the order, and may do something before it replies. */
export type ScriptedReply<T extends { kind: string }> = Reply<T> | ((order: Order) => Reply<T> | Promise<Reply<T>>);

/**
 * What the provider answers about each payment, in turn: its first status call gets the first of `check`, and so on. The
 * last reply of a list is repeated. What a reply leaves out is filled in by its kind.
 */
export interface Script {
  /** To inquiries. @default a bill of the request's amount, else of 11,000 rupiah */
  inquiry?: readonly ScriptedReply<InquiryReply>[];
  /** To pays. @default success */
  pay?: readonly ScriptedReply<Evidence>[];
  /** To status calls. @default success */
  check?: readonly ScriptedReply<Evidence>[];
  /** What the provider needs for the product. @default `{ inquiry: true }` */
  terms?: Partial<ProductTerms>;
}

/** A call that the provider has got. */
export interface ProviderContact {
  /** Which call. */
  what: 'inquire' | 'pay' | 'check';
  /** Of the payment. */
  refId: string;
  /** Milliseconds since 1970, by Temporal's clock. */
  at: number;
  /** What it was asked about. */
  order: Order;
}

/** A script, and how many replies each payment has had from each of its lists. */
interface Playing {
  script: Script;
  turns: Map<string, number>;
}

/** A provider for tests: it answers by script and records every call. No call leaves the process. */
export class ScriptedProvider {
  readonly #contacts: ProviderContact[] = [];
  #usual: Playing;
  readonly #ofPayments = new Map<string, Playing>();

  /** @param script what it answers. @default a bill, and success */
  constructor(script: Script = {}) {
    this.#usual = { script, turns: new Map() };
  }

  /** Every call, oldest first. */
  get contacts(): readonly ProviderContact[] {
    return this.#contacts;
  }

  /**
   * Sets what it answers from now on: about one payment, or about all that have no script of their own.
   * @param refId of the payment. @default all payments
   * @example
   * ```ts
   * provider.script({ pay: [{ kind: 'unknown' }], check: [{ kind: 'pending' }, { kind: 'success' }] }, 'inv-1');
   * ```
   */
  script(script: Script, refId?: string): void {
    const playing = { script, turns: new Map<string, number>() };
    if (refId === undefined) this.#usual = playing;
    else this.#ofPayments.set(refId, playing);
  }

  /**
   * How many calls it has got.
   * @param refId of the payment. @default all payments
   * @example
   * ```ts
   * if (provider.count('pay', 'inv-1') !== 1) throw new Error('pay was not sent exactly once');
   * ```
   */
  count(what: ProviderContact['what'], refId?: string): number {
    return this.#contacts.filter((one) => one.what === what && (refId === undefined || one.refId === refId)).length;
  }

  /** The protocol of this provider, for a worker. @internal */
  readonly adapter: Adapter = {
    credentials: [],
    account: '',
    noticeCredentials: [],
    settings: z.strictObject({}),
    create: (setup) => this.#provider(setup),
    createNotices: ({ name }) => ({ name }),
  };

  #provider({ name, world }: ProviderSetup): Provider {
    const contact = async (what: ProviderContact['what'], order: Order) => {
      const { refId } = order.request;
      const at = await world.now();
      this.#contacts.push({ what, refId, at, order });
      return new Date(at).toISOString();
    };
    return {
      name,
      terms: async ({ refId }) => ({ inquiry: true, ...this.#playing(refId).script.terms }),
      inquire: async (order) => {
        const at = await contact('inquire', order);
        return inquiryReplyOf(
          await this.#next(order, 'inquiry', ({ inquiry }) => inquiry, { kind: 'bill' }),
          order,
          at,
        );
      },
      pay: async (order) => {
        const at = await contact('pay', order);
        return evidenceOf(await this.#next(order, 'pay', ({ pay }) => pay, { kind: 'success' }), 'pay', at);
      },
      check: async (order) => {
        const at = await contact('check', order);
        return evidenceOf(await this.#next(order, 'check', ({ check }) => check, { kind: 'success' }), 'status', at);
      },
    };
  }

  #playing(refId: string): Playing {
    return this.#ofPayments.get(refId) ?? this.#usual;
  }

  /** The next reply about a payment, of the list that `listOf` takes from its script. */
  async #next<R extends { kind: string }>(
    order: Order,
    what: string,
    listOf: (script: Script) => readonly (R | ((order: Order) => R | Promise<R>))[] | undefined,
    usual: R,
  ): Promise<R> {
    const { refId } = order.request;
    const { script, turns } = this.#playing(refId);
    const replies = listOf(script) ?? [];
    const key = `${what} ${refId}`;
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    const reply = replies[Math.min(turn, replies.length - 1)] ?? usual;
    return typeof reply === 'function' ? reply(order) : reply;
  }
}
