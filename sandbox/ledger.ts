import { createHash } from 'node:crypto';
import { z } from 'zod';
import { faultsOf } from '../contract/faults.js';
import { given } from '../contract/given.js';
import { meaningOf, type LedgerStep } from '../contract/ledger.js';
import type { Answer } from './delivery.js';
import { Journal } from './journal.js';

const rupiah = z.int().min(0);
const stateSchema = z.enum(['held', 'captured', 'released']);

const holdSchema = z.object({
  id: z.string(),
  account: z.string(),
  amount: rupiah,
  state: stateSchema,
  captured: rupiah.optional(),
  refunded: rupiah.optional().describe('what was captured until a release gave it back'),
});

const answerSchema = z.object({
  kind: z.literal('answer'),
  at: z.string(),
  key: z.string(),
  print: z.string().describe('a hash of the call that came with the key'),
  status: z.int(),
  body: z.unknown(),
  hold: holdSchema.optional().describe('the hold after this call; none: the call changed nothing'),
  unmade: z.string().optional().describe('a hold that was released before it was made: it is refused when it comes'),
});

const entrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), at: z.string(), command: z.string(), hold: z.string(), key: z.string() }),
  answerSchema,
  answerSchema
    .extend({ kind: z.literal('refund'), hold: holdSchema, amount: rupiah })
    .describe('the answer to a release of a captured hold'),
  z.object({ kind: z.literal('account'), at: z.string(), account: z.string(), balance: rupiah.optional() }),
]);

export type LedgerEntry = z.infer<typeof entrySchema>;
/** What became of the funds of a hold. */
export type HoldState = z.infer<typeof holdSchema>;

/** A hold and every call about it. Amounts in rupiah, times in UTC. */
export type Hold = HoldState & { contacts: { at: string; command: string; key: string }[] };

const bodySchemas = {
  hold: z.strictObject({ id: z.string().min(1), account: z.string().min(1), amount: rupiah.min(1) }),
  capture: z.strictObject({ amount: rupiah.min(1) }),
  release: z.strictObject({}).default({}),
};

/** The content of a call; a release has none, a capture no account. */
interface CallContent {
  account: string;
  amount: number;
}

interface Effect {
  status: number;
  body: unknown;
  hold?: HoldState;
  /** The id of a hold that was released before it was made. */
  unmade?: string;
  /** What a release of a captured hold gives back. */
  refund?: number;
}

const refusal = (status: number, error: string): Effect => ({ status, body: { error } });

/** The caller's ledger of docs/ledger.md: holds, captures and releases, each effective once per idempotency key. */
export class Ledger {
  readonly #holds = new Map<string, HoldState>();
  readonly #answers = new Map<string, { print: string; status: number; body: unknown }>();
  readonly #contacts = new Map<string, { at: string; command: string; key: string }[]>();
  /** Ids that were released before a hold with them came. */
  readonly #unmade = new Set<string>();
  /** By account; none: unlimited funds. */
  readonly #balances = new Map<string, number>();
  readonly #taken = new Map<string, number>();
  #journal!: Pick<Journal<LedgerEntry>, 'append' | 'close'>;

  private constructor(private readonly now: () => number) {}

  static async open(path: string, now: () => number): Promise<Ledger> {
    const ledger = new Ledger(now);
    const parse = (value: unknown) => entrySchema.parse(value);
    ledger.#journal = await Journal.open(path, parse, (entry) => ledger.#apply(entry));
    return ledger;
  }

  /** A ledger that is gone with its process. */
  static inMemory(now: () => number): Ledger {
    const ledger = new Ledger(now);
    ledger.#journal = { append: () => Promise.resolve(), close: () => Promise.resolve() };
    return ledger;
  }

  /** Records a call, whatever its result. */
  recordContact(command: string, hold: string, key: string): Promise<void> {
    return this.#record({ kind: 'contact', at: this.#at(), command, hold, key });
  }

  /**
   * Executes a call once per key: the same key with the same content gets the first answer again, with other content
   * 422. `ordered` is the HTTP status that a rule orders: a refusal becomes the answer to its key, unless that has one;
   * any other status comes from in front of the ledger, before the key is read.
   */
  async call(command: LedgerStep, key: string, holdId: string, body: unknown, ordered?: number): Promise<Answer> {
    const order = ordered === undefined ? undefined : refusal(ordered, 'ordered by a rule');
    if (order && meaningOf(command, order.status) !== 'refused') return order;
    if (key === '') return refusal(400, 'Idempotency-Key is missing');
    const parsed = bodySchemas[command].safeParse(body);
    if (!parsed.success)
      return { status: 400, body: { error: 'the body is not as it should be', faults: faultsOf(parsed.error) } };
    const print = createHash('sha256')
      .update(JSON.stringify([command, holdId, parsed.data]))
      .digest('hex');
    const earlier = this.#answers.get(key);
    if (earlier && order) return order;
    if (earlier && earlier.print !== print) return refusal(422, 'this Idempotency-Key was used for something else');
    if (earlier) return { status: earlier.status, body: earlier.body };
    const effect = order ?? this.#effect(command, holdId, parsed.data as CallContent);
    await this.#record(this.#entryOf(key, print, effect));
    return { status: effect.status, body: effect.body };
  }

  /** Sets the total funds of an account, in rupiah; undefined: unlimited. */
  setBalance(account: string, balance: number | undefined): Promise<void> {
    return this.#record({ kind: 'account', at: this.#at(), account, balance });
  }

  hold(id: string): Hold | undefined {
    const hold = this.#holds.get(id);
    return hold && { ...hold, contacts: this.#contacts.get(id) ?? [] };
  }

  holds(prefix = ''): Hold[] {
    return [...this.#holds.keys()].filter((id) => id.startsWith(prefix)).map((id) => this.hold(id) as Hold);
  }

  /** The number of calls with this command about a hold. */
  count(command: string, hold: string): number {
    return (this.#contacts.get(hold) ?? []).filter((contact) => contact.command === command).length;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #effect(command: LedgerStep, id: string, { account, amount }: CallContent): Effect {
    const hold = this.#holds.get(id);
    if (command === 'hold') return this.#newHold(hold, { id, account, amount });
    const unmade = command === 'release' ? { unmade: id } : {};
    if (!hold) return { ...refusal(404, 'no such hold'), ...unmade };
    if (command === 'release') return released(hold);
    if (hold.state !== 'held') return refusal(409, `the hold is ${hold.state}`);
    if (amount > hold.amount) return refusal(422, 'more than was held');
    return changed(200, { ...hold, state: 'captured', captured: amount });
  }

  #newHold(existing: HoldState | undefined, asked: { id: string; account: string; amount: number }): Effect {
    if (existing) return refusal(409, 'this hold exists');
    if (this.#unmade.has(asked.id)) return refusal(409, 'this hold was released before it came');
    const free = (this.#balances.get(asked.account) ?? Infinity) - (this.#taken.get(asked.account) ?? 0);
    if (asked.amount > free) return refusal(402, 'insufficient funds');
    return changed(201, { ...asked, state: 'held' });
  }

  #entryOf(key: string, print: string, { status, body, hold, unmade, refund }: Effect): LedgerEntry {
    const answer = { at: this.#at(), key, print, status, body, ...given({ unmade }) };
    if (hold && refund !== undefined) return { kind: 'refund', ...answer, hold, amount: refund };
    return { kind: 'answer', ...answer, ...given({ hold }) };
  }

  #record(entry: LedgerEntry): Promise<void> {
    this.#apply(entry);
    return this.#journal.append(entry);
  }

  #apply(entry: LedgerEntry): void {
    if (entry.kind === 'account') {
      if (entry.balance === undefined) this.#balances.delete(entry.account);
      else this.#balances.set(entry.account, entry.balance);
    } else if (entry.kind === 'contact') {
      const { at, command, key, hold } = entry;
      this.#contacts.set(hold, [...(this.#contacts.get(hold) ?? []), { at, command, key }]);
    } else {
      this.#answers.set(entry.key, entry);
      if (entry.hold) this.#put(entry.hold);
      if (entry.kind === 'answer' && entry.unmade !== undefined) this.#unmade.add(entry.unmade);
    }
  }

  #put(hold: HoldState): void {
    const change = amountTaken(hold) - amountTaken(this.#holds.get(hold.id));
    this.#holds.set(hold.id, hold);
    this.#taken.set(hold.account, (this.#taken.get(hold.account) ?? 0) + change);
  }

  #at(): string {
    return new Date(this.now()).toISOString();
  }
}

function changed(status: number, hold: HoldState): Effect {
  return { status, body: hold, hold };
}

/** A release gives back what is held; once it is captured, it gives back what was captured. A released hold stays so. */
function released({ captured, ...hold }: HoldState): Effect {
  if (hold.state === 'released') return { status: 200, body: hold };
  const effect = changed(200, { ...hold, state: 'released', ...given({ refunded: captured }) });
  return { ...effect, ...given({ refund: captured }) };
}

/** The rupiah that a hold takes from its account. */
function amountTaken(hold: HoldState | undefined): number {
  if (!hold || hold.state === 'released') return 0;
  return hold.captured ?? hold.amount;
}
