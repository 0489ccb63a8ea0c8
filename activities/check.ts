import { Context } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { given } from '../contract/given.js';
import type { PaymentRequest } from '../contract/request.js';
import { withHeartbeat, isStopAsked, recordHeartbeat } from './heartbeat.js';
import type { Deps } from './deps.js';
import type { Plan } from '../contract/plan.js';
import type { BillFound } from './providers/provider.js';
import type { Evidence, EvidenceKind } from '../contract/evidence.js';
import { providerOf, neverAborted } from './provider-of.js';
import { warnOfRefusedCall } from './refused-call.js';
import { retryLater } from './retry-later.js';
import { nextCheckAt, type Contacts } from './schedule.js';
import { createThrottledWarning, type Warn } from './throttled-warning.js';

export interface CheckArgs {
  request: PaymentRequest;
  plan: Plan;
  bill?: BillFound;
  amount?: number;
  /** When pay was sent; milliseconds since 1970. */
  sentAt: number;
  contacts: Contacts;
  /** No contact before this: a pay whose worker died may still be open at the provider. Milliseconds since 1970. */
  notBefore: number;
  /** The run in which this payment began: a run after a reset does not know the latest contacts. */
  firstRunId: string;
  /** A notice came in: check as soon as `minGap` allows. */
  soon: boolean;
  /** Kinds of evidence that change nothing for the workflow. */
  known: EvidenceKind[];
  /** Until when a pay that the provider does not know may be repeated; milliseconds since 1970. @default never */
  repeatBefore?: number;
}

export type CheckResult = { contacts: Contacts } & ({ over: false; evidence: Evidence } | { over: true });

/** Shorter waits stay in this attempt: a retry through the server takes about as long. Milliseconds. */
const SHORT_WAIT_MS = 1_000;
/** A check that comes later than this, and later than `minGap`, is reported as late; milliseconds. */
const LATE_MS = 30_000;

/**
 * Checks a payment until the evidence changes. The whole poll plan runs as retries of one activity, because then the
 * server waits and the history does not grow. Each attempt reads the last contact from the heartbeat details. One that
 * starts too early (a restarted server runs waiting retries at once) goes back to waiting without a contact.
 */
export function createCheck(deps: Deps, memory: ContactMemory) {
  const warn = createThrottledWarning();
  return async function check(args: CheckArgs): Promise<CheckResult> {
    const { info } = Context.current();
    const { workflowId = '' } = info.workflowExecution ?? {};
    const recorded = (info.heartbeatDetails as Contacts | undefined) ?? (await startingPoint(args, deps));
    const contacts = memory.newest(workflowId, recorded);

    const due = dueAt(args, contacts);
    if (due === undefined) return { over: true, contacts };
    const startedAt = await deps.now();
    const early = due - startedAt;
    if (early > SHORT_WAIT_MS) {
      // The next attempt of a run after a reset waits from here on, and not from its own start.
      if (info.heartbeatDetails === undefined && isLaterRun(args)) Context.current().heartbeat(contacts);
      throw stillPending(early, { contacts });
    }
    if (early > 0) await deps.sleep(early);

    const lateMs = lateness(args, due, startedAt, warn);
    const more = { lastAt: await deps.now(), checks: contacts.checks + 1 };
    const made: Contacts = given({ ...contacts, ...more, lateMs });
    try {
      await recordHeartbeat(deps.client, made);
    } catch (error) {
      // The server does not retry an activity that was asked to stop; the workflow gets these contacts instead.
      if (isStopAsked(error)) throw stillPending(1, { contacts });
      throw error;
    }
    // Recording takes time, and minGap counts from the contact.
    made.lastAt = await deps.now();
    memory.put(workflowId, made);
    const provider = providerOf(deps, args.request);
    const evidence = await withHeartbeat(deps, made, () => provider.check(orderOf(args), neverAborted()));
    const now = await deps.now();
    warnOfRefusedCall(warn, provider.name, evidence, now);
    const counted = afterReply(made, evidence, now);
    memory.put(workflowId, counted);
    if (!args.known.includes(evidence.kind)) return { over: false, evidence, contacts: counted };
    if (mayRepeat(args, counted, evidence, now)) return { over: false, evidence, contacts: counted };

    // A notice asks for one check only; after it the poll plan applies again.
    const next = nextCheckAt(args.plan, args.sentAt, counted);
    if (next === undefined) return { over: true, contacts: counted };
    // The server gives the last recorded details to the next attempt, on any worker.
    Context.current().heartbeat(counted);
    throw stillPending(Math.max(next - now, evidence.retryAfterMs ?? 0, 1), { contacts: counted, evidence });
  };
}

/** The contacts after one more reply. A call without a reply does not change whether the provider knows the payment. */
function afterReply(contacts: Contacts, evidence: Evidence, now: number): Contacts {
  const { absentSince, unproven, ...made } = contacts;
  const { kind, absent, why = 'unclear' } = evidence;
  const since = absent ? (absentSince ?? now) : absentSince;
  const isKnown = kind !== 'unknown' || absent === false;
  const silent = kind === 'unknown' ? { ...unproven, [why]: (unproven?.[why] ?? 0) + 1 } : unproven;
  return given({ ...made, absentSince: isKnown ? undefined : since, unproven: silent });
}

function mayRepeat({ plan, repeatBefore }: CheckArgs, { absentSince }: Contacts, { absent }: Evidence, now: number) {
  if (!absent || absentSince === undefined || plan.repeatAfterMs === undefined) return false;
  return now >= absentSince + plan.repeatAfterMs && now < (repeatBefore ?? 0);
}

/** A run after a reset may have lost the latest contact, so its first check waits `minGap` from now. */
async function startingPoint(args: CheckArgs, deps: Deps): Promise<Contacts> {
  return isLaterRun(args) ? { ...args.contacts, lastAt: await deps.now() } : args.contacts;
}

function isLaterRun({ firstRunId }: CheckArgs): boolean {
  return Context.current().info.workflowExecution?.runId !== firstRunId;
}

function dueAt(args: CheckArgs, contacts: Contacts): number | undefined {
  const planned = nextCheckAt(args.plan, args.sentAt, contacts);
  if (planned === undefined) return undefined;
  const asked = args.soon && contacts.checks === args.contacts.checks;
  return Math.max(asked ? contacts.lastAt + args.plan.minGapMs : planned, args.notBefore);
}

/**
 * How late this check comes, where it is late. A pause that the provider asked for delays an attempt on purpose, so it
 * counts from the time for which the server had scheduled the attempt. The wait is in the queue: no check is left out.
 */
function lateness({ request, plan }: CheckArgs, due: number, now: number, warn: Warn): number | undefined {
  const { currentAttemptScheduledTimestampMs } = Context.current().info;
  const lateMs = now - Math.max(due, currentAttemptScheduledTimestampMs);
  if (lateMs <= Math.max(plan.minGapMs, LATE_MS)) return undefined;
  const { provider } = request;
  warn(
    provider,
    `status checks of ${provider} come ${Math.round(lateMs / 1_000)} s late: the poll plans ask for more than ` +
      'ratePerSecond × checkShare, or no worker was running',
    now,
  );
  return lateMs;
}

function orderOf({ request, bill, amount }: CheckArgs) {
  return given({ request, bill, amount });
}

/** Details of a check that waits for its next attempt; the client library shows them. */
export interface StillPending {
  contacts: Contacts;
  evidence?: Evidence;
}

function stillPending(delayMs: number, details: StillPending): ApplicationFailure {
  return retryLater({ type: 'StillPending', message: 'no verdict yet', details, delayMs });
}

/**
 * The newest contacts that this worker made. When an activity is cancelled between two attempts, its heartbeat details
 * are lost, and with them a contact made just before; this memory keeps it.
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
