import { Context } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { milliseconds } from '../contract/duration.js';
import { given } from '../contract/given.js';
import type { LedgerReply } from '../contract/ledger.js';
import { withHeartbeat } from './heartbeat.js';
import type { Deps } from './deps.js';
import { HTTP_STATUS, isClientError, isSuccess } from './http-status.js';
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

/** The ledger's three steps. Each is repeated with its idempotency key until the ledger answers; a 4xx is an answer. */
export function createLedger(deps: Deps) {
  return {
    hold: ({ key, holdId, account, amount }: HoldArgs) => call(deps, '/holds', key, { id: holdId, account, amount }),
    capture: ({ key, holdId, amount }: CaptureArgs) =>
      call(deps, `/holds/${encodeURIComponent(holdId)}/capture`, key, { amount }),
    release: ({ key, holdId }: ReleaseArgs) => call(deps, `/holds/${encodeURIComponent(holdId)}/release`, key, {}),
  };
}

async function call(deps: Deps, path: string, key: string, body: Record<string, unknown>): Promise<LedgerReply> {
  const { ledger } = deps.config;
  if (!ledger) throw new Error('this worker has no ledger');
  const answer = await withHeartbeat(undefined, () =>
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
  return read(answer);
}

/** These ask for a repeat; every other 4xx is a refusal. */
const REPEAT_ASKED = new Set<number>([HTTP_STATUS.requestTimeout, HTTP_STATUS.tooEarly, HTTP_STATUS.tooManyRequests]);

function read(answer: HttpResult): LedgerReply {
  if (answer.kind !== 'reply') throw unanswered(answer.why);
  const { status } = answer;
  if (isClientError(status) && !REPEAT_ASKED.has(status)) {
    return { kind: 'refused', status, message: `HTTP ${status}`, repeated: Context.current().info.attempt > 1 };
  }
  if (!isSuccess(status)) throw unanswered(`http-${status}`, answer.retryAfterMs);
  // A proxy's error page, or a reply that was cut off, does not come from the ledger.
  if (!isJson(answer.body.toString('utf8'))) throw unanswered('not-json');
  return { kind: 'done' };
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
