import { Context, log } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { milliseconds } from '../contract/duration.js';
import { given } from '../contract/given.js';
import { meaningOf, type LedgerReply, type LedgerStep } from '../contract/ledger.js';
import { withHeartbeat } from './heartbeat.js';
import type { Deps } from './deps.js';
import type { HttpResult } from './http.js';
import { neverAborted } from './provider-of.js';
import { retryLater } from './retry-later.js';

export interface HoldArgs {
  /** Idempotency key: `<workflow id>:<step>`. */
  key: string;
  /** `<workflow id>:1`, `<workflow id>:2`. */
  holdId: string;
  account: string;
  /** Rupiah. */
  amount: number;
}

export type CaptureArgs = Omit<HoldArgs, 'account'>;
export type ReleaseArgs = Omit<HoldArgs, 'account' | 'amount'>;

/**
 * The ledger's three steps. Each is repeated with its idempotency key until the ledger answers; `meaningOf` has what
 * counts as an answer. No answer is the failure `LedgerUnanswered`, which the server retries.
 */
export function createLedger(deps: Deps) {
  const alarms = new Alarms();
  const call = async (step: LedgerStep, path: string, key: string, body: Record<string, unknown>) =>
    read(step, await send(deps, path, key, body), (status) => alarms.raise(step, status, deps));
  const pathOf = (holdId: string, step: LedgerStep) => `/holds/${encodeURIComponent(holdId)}/${step}`;
  return {
    hold: ({ key, holdId, account, amount }: HoldArgs) => call('hold', '/holds', key, { id: holdId, account, amount }),
    capture: ({ key, holdId, amount }: CaptureArgs) => call('capture', pathOf(holdId, 'capture'), key, { amount }),
    release: ({ key, holdId }: ReleaseArgs) => call('release', pathOf(holdId, 'release'), key, {}),
  };
}

function send(deps: Deps, path: string, key: string, body: Record<string, unknown>): Promise<HttpResult> {
  const { ledger } = deps.config;
  if (!ledger) throw new Error('this worker has no ledger');
  return withHeartbeat(deps, undefined, () =>
    deps.exchange({
      method: 'POST',
      url: ledger.baseUrl.replace(/\/$/, '') + path,
      headers: given({
        'content-type': 'application/json',
        'idempotency-key': key,
        authorization: deps.ledgerToken === undefined ? undefined : `Bearer ${deps.ledgerToken}`,
      }),
      body: JSON.stringify(body),
      timeoutMs: milliseconds(ledger.timeout),
      signal: neverAborted(),
    }),
  );
}

async function read(
  step: LedgerStep,
  answer: HttpResult,
  alarm: (status: number) => Promise<void>,
): Promise<LedgerReply> {
  if (answer.kind !== 'reply') throw unanswered(answer.why);
  const { status, body, retryAfterMs } = answer;
  const meaning = meaningOf(step, status);
  if (meaning === 'refused') {
    return { kind: 'refused', status, message: `HTTP ${status}`, repeated: Context.current().info.attempt > 1 };
  }
  if (meaning === 'alarm') await alarm(status);
  if (meaning !== 'done') throw unanswered(`http-${status}`, retryAfterMs);
  // A proxy's error page, or a reply that was cut off, does not come from the ledger.
  if (!isJson(body.toString('utf8'))) throw unanswered('not-json');
  return { kind: 'done' };
}

/** Between two reports of the same step and status; milliseconds. */
const ALARM_EVERY_MS = 60_000;

/** Logs that the set-up needs a person. Every payment meets the same fault, so each is logged once a minute only. */
class Alarms {
  readonly #loggedAt = new Map<string, number>();

  async raise(step: LedgerStep, status: number, deps: Deps): Promise<void> {
    const at = await deps.now();
    const fault = `${step} ${status}`;
    if (at - (this.#loggedAt.get(fault) ?? -Infinity) < ALARM_EVERY_MS) return;
    this.#loggedAt.set(fault, at);
    log.error('the ledger did not take a step: check its baseUrl and token; the step is repeated', { step, status });
  }
}

function isJson(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unanswered(why: string, delayMs?: number): ApplicationFailure {
  return retryLater({
    type: 'LedgerUnanswered',
    message: `the ledger did not answer: ${why}`,
    details: { why },
    delayMs,
  });
}
