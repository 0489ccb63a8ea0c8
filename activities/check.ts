import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { setTimeout as wait } from 'node:timers/promises';
import type { PaymentRequest } from '../contract/request.js';
import { withHeartbeat, isStopAsked, recordHeartbeat } from './heartbeat.js';
import type { Deps } from './deps.js';
import type { Plan } from '../contract/plan.js';
import type { BillFound } from './providers/provider.js';
import type { Evidence, EvidenceKind } from '../contract/evidence.js';
import { providerOf, neverAborted } from './provider-of.js';
import { nextCheckAt, type Contacts } from './schedule.js';

export interface CheckArgs {
  request: PaymentRequest;
  plan: Plan;
  bill?: BillFound;
  amount?: number;
  /** When pay was sent, and the contacts since; milliseconds since 1970. */
  sentAt: number;
  contacts: Contacts;
  /** No contact before: a pay whose worker died may still be open at the provider. */
  notBefore: number;
  /** The run in which this payment began: another one does not know of its latest contacts. */
  firstRunId: string;
  /** A notice came: check as soon as `minGap` allows. */
  soon: boolean;
  /** Kinds of evidence that would tell the workflow nothing new. */
  known: EvidenceKind[];
  /** Until when a pay that the provider knows nothing of may be sent again; milliseconds since 1970. Without it: never. */
  repeatBefore?: number;
}

export type CheckResult = { contacts: Contacts } & ({ over: false; evidence: Evidence } | { over: true });

/** Waits shorter than this are sat out in place: a retry of the server takes about as long. */
const SHORT_WAIT_MS = 1_000;

/**
 * Asks for the state of a payment until the evidence changes. It walks the whole poll plan as retries of one activity:
 * the server waits, and the history does not grow. Each attempt finds the last contact in the heartbeat details and one
 * that comes too early (a restarted server runs waiting retries at once) waits on without contact.
 */
export function createCheck(deps: Deps, memory: ContactMemory) {
  return async function check(args: CheckArgs): Promise<CheckResult> {
    const { info } = Context.current();
    const { workflowId = '' } = info.workflowExecution ?? {};
    const recorded = (info.heartbeatDetails as Contacts | undefined) ?? (await startingPoint(args, deps));
    const contacts = memory.newest(workflowId, recorded);

    const due = dueAt(args, contacts);
    if (due === undefined) return { over: true, contacts };
    const early = due - (await deps.now());
    if (early > SHORT_WAIT_MS) throw stillPending(early, { contacts });
    if (early > 0) await wait(early);

    const made: Contacts = { ...contacts, lastAt: await deps.now(), checks: contacts.checks + 1 };
    try {
      await recordHeartbeat(deps.client, made);
    } catch (error) {
      // The server does not retry what was asked to stop, and hands these contacts to the workflow.
      if (isStopAsked(error)) throw stillPending(1, { contacts });
      throw error;
    }
    // Recording took its time, and minGap counts from the contact.
    made.lastAt = await deps.now();
    memory.put(workflowId, made);
    const provider = providerOf(deps, args.request);
    const evidence = await withHeartbeat(made, () => provider.check(orderOf(args), neverAborted()));
    const now = await deps.now();
    const heard = afterReply(made, evidence, now);
    memory.put(workflowId, heard);
    if (!args.known.includes(evidence.kind)) return { over: false, evidence, contacts: heard };
    if (mayRepeat(args, heard, evidence, now)) return { over: false, evidence, contacts: heard };

    // One check was asked for by a notice; afterwards the plan goes on.
    const next = nextCheckAt(args.plan, args.sentAt, heard);
    if (next === undefined) return { over: true, contacts: heard };
    // The server keeps what was recorded last for the next attempt, on whatever worker.
    Context.current().heartbeat(heard);
    throw stillPending(Math.max(next - now, evidence.retryAfterMs ?? 0, 1), { contacts: heard, evidence });
  };
}

/** What a reply adds to what is known of the contacts. Silence says nothing about whether the provider has the payment. */
function afterReply(contacts: Contacts, evidence: Evidence, now: number): Contacts {
  const { absentSince, unproven, ...made } = contacts;
  const { kind, absent, why = 'unclear' } = evidence;
  const since = absent ? (absentSince ?? now) : absentSince;
  const isKnown = kind !== 'unknown' || absent === false;
  const silent = kind === 'unknown' ? { ...unproven, [why]: (unproven?.[why] ?? 0) + 1 } : unproven;
  return {
    ...made,
    ...(isKnown || since === undefined ? {} : { absentSince: since }),
    ...(silent ? { unproven: silent } : {}),
  };
}

function mayRepeat({ plan, repeatBefore }: CheckArgs, { absentSince }: Contacts, { absent }: Evidence, now: number) {
  if (!absent || absentSince === undefined || plan.repeatAfterMs === undefined) return false;
  return now >= absentSince + plan.repeatAfterMs && now < (repeatBefore ?? 0);
}

/** A run that came from a reset may have lost a contact made a moment ago. */
async function startingPoint({ contacts, firstRunId }: CheckArgs, deps: Deps): Promise<Contacts> {
  const { runId } = Context.current().info.workflowExecution ?? {};
  return runId === firstRunId ? contacts : { ...contacts, lastAt: await deps.now() };
}

function dueAt(args: CheckArgs, contacts: Contacts): number | undefined {
  const planned = nextCheckAt(args.plan, args.sentAt, contacts);
  if (planned === undefined) return undefined;
  const asked = args.soon && contacts.checks === args.contacts.checks;
  return Math.max(asked ? contacts.lastAt + args.plan.minGapMs : planned, args.notBefore);
}

function orderOf({ request, bill, amount }: CheckArgs) {
  return { request, ...(bill === undefined ? {} : { bill }), ...(amount === undefined ? {} : { amount }) };
}

/** What the client library shows of a payment that waits for its next check. */
export interface StillPending {
  contacts: Contacts;
  evidence?: Evidence;
}

function stillPending(delayMs: number, details: StillPending): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'no verdict yet',
    type: 'StillPending',
    category: ApplicationFailureCategory.BENIGN,
    nextRetryDelay: delayMs,
    details: [details],
  });
}

/**
 * The newest contacts that this worker made. The heartbeat details of an activity that is cancelled between two
 * attempts are lost, and with them a contact made in the moment before; this remembers it.
 */
export class ContactMemory {
  readonly #byWorkflow = new Map<string, Contacts>();

  constructor(private readonly size = 10_000) {}

  newest(workflowId: string, contacts: Contacts): Contacts {
    const own = this.#byWorkflow.get(workflowId);
    return own && own.lastAt > contacts.lastAt ? own : contacts;
  }

  put(workflowId: string, contacts: Contacts): void {
    this.#byWorkflow.delete(workflowId);
    this.#byWorkflow.set(workflowId, contacts);
    const oldest = this.#byWorkflow.keys().next();
    if (this.#byWorkflow.size > this.size && !oldest.done) this.#byWorkflow.delete(oldest.value);
  }
}
