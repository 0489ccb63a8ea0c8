import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { Payments } from '../../client/index.js';
import type { Progress, Stage } from '../../contract/messages.js';
import { keyOf, MESSAGES, type PaymentKey } from '../../contract/names.js';
import type { Truth } from '../invariants/facts.js';
import type { Machine } from './machine.js';
import type { Schedule } from './schedule.js';
import { within } from './within.js';

/** How long one call may take: the servers are killed meanwhile. Milliseconds. */
const CALL_MS = 10_000;
/** Looked at in one look, at once. */
const AT_ONCE = 8;
/** By then a pay under way has arrived, and the biller has decided what it decides at all. Milliseconds from the first look. */
export const DECIDED_WITHIN_MS = 20_000;
/** A payment that has not come to pay may still be sent: what the biller knows of it decides nothing yet. */
const BEFORE_POLLING: readonly Stage[] = ['inquiry', 'awaiting-confirmation', 'paying'];

const UNDER_REVIEW = "WorkflowType IN ('payment', 'review') AND PaymentReview = true AND ExecutionStatus = 'Running'";
const chargesSchema = z.object({ status: z.enum(['Sukses', 'Gagal', 'Pending', 'none']) });

/** What the operator knows of one payment under review. */
interface Known {
  since: number;
  /** Resolutions that were accepted. */
  accepted: number;
}

/**
 * What an operator decides who asks the biller: Sukses if the biller executed the payment, Gagal if not, or if it failed.
 * Undefined: it may still be decided at the biller, or arrive there. One that stays Pending was executed.
 */
export function decide(truth: Truth, waitedMs: number): 'Sukses' | 'Gagal' | undefined {
  if ((truth === 'Pending' || truth === 'none') && waitedMs < DECIDED_WITHIN_MS) return undefined;
  return truth === 'Sukses' || truth === 'Pending' ? 'Sukses' : 'Gagal';
}

/** Resolves every payment under review, and every review of an ended payment, by the biller's journal. */
export class Operator {
  /** Resolutions that were accepted, and accounts that were topped up because funds were owed. */
  readonly counts = { Sukses: 0, Gagal: 0, 'accounts topped up': 0, 'messages tried again': 0 };
  readonly #known = new Map<string, Known>();
  readonly #payments: Payments;
  readonly #accounts: ReadonlyMap<string, string>;

  constructor(
    private readonly machine: Machine,
    private readonly client: Client,
    { payments }: Schedule,
  ) {
    this.#payments = new Payments(client);
    this.#accounts = new Map(
      payments.flatMap(({ request }) => (request.account === undefined ? [] : [[textOf(request), request.account]])),
    );
  }

  /** One look at all that is under review. What cannot be reached now is looked at again the next time. */
  async look(): Promise<void> {
    await this.#retryMessages().catch(() => undefined);
    const waiting: string[] = [];
    for await (const { workflowId } of this.client.workflow.list({ query: UNDER_REVIEW })) waiting.push(workflowId);
    while (waiting.length > 0) {
      const some = waiting.splice(0, AT_ONCE);
      await Promise.all(some.map((id) => this.#resolve(id).catch(() => undefined)));
    }
  }

  /** Messages that were given up are tried again. */
  async #retryMessages(): Promise<void> {
    const tried = await within(CALL_MS, this.#payments.retryNotifications());
    this.counts['messages tried again'] += tried.length;
  }

  async #resolve(workflowId: string): Promise<void> {
    const { stage, timeline } = await within(
      CALL_MS,
      this.client.workflow.getHandle(workflowId).query<Pick<Progress, 'stage' | 'timeline'>>(MESSAGES.progress),
    );
    // A contradiction can come with the very answer to pay.
    if (BEFORE_POLLING.includes(stage) && !timeline.some(({ event }) => event === 'pay')) return;
    const known = this.#known.get(workflowId) ?? { since: Date.now(), accepted: 0 };
    this.#known.set(workflowId, known);
    const key = keyOf(workflowId);
    const { provider, refId } = key;
    const { status } = chargesSchema.parse(
      await within(CALL_MS, this.machine.ask('GET', `/charges?provider=${provider}&ref=${refId}`)),
    );
    const decision = decide(status, Date.now() - known.since);
    if (!decision) return;
    if (known.accepted > 0 && decision === 'Sukses') await this.#topUp(key);
    const note = `the biller has it as ${status}`;
    await within(CALL_MS, this.#payments.resolve(key, { status: decision, by: 'operator', note }));
    this.#known.set(workflowId, { ...known, accepted: known.accepted + 1 });
    this.counts[decision] += 1;
  }

  /** Funds that could not be taken after a resolution can be taken once the account has them. */
  async #topUp(key: PaymentKey): Promise<void> {
    const account = this.#accounts.get(textOf(key));
    if (account === undefined) return;
    await within(CALL_MS, this.machine.ask('PUT', `/accounts/${account}`, { balance: null }));
    this.counts['accounts topped up'] += 1;
  }
}

function textOf({ provider, refId }: PaymentKey): string {
  return `${provider}:${refId}`;
}
