import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { milliseconds } from '../contract/duration.js';
import type { LedgerReply } from '../contract/ledger.js';
import { withHeartbeat } from './heartbeat.js';
import type { Deps } from './deps.js';
import { exchange, type HttpResult } from './http.js';
import { neverAborted } from './provider-of.js';

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

/** The ledger's three steps. Each is repeated with its key until it is answered; a 4xx is an answer. */
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
    exchange({
      method: 'POST',
      url: ledger.baseUrl.replace(/\/$/, '') + path,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(deps.ledgerToken === undefined ? {} : { authorization: `Bearer ${deps.ledgerToken}` }),
      },
      body: JSON.stringify(body),
      timeoutMs: milliseconds(ledger.timeout),
      signal: neverAborted(),
    }),
  );
  return read(answer);
}

/** 408, 425 and 429 ask for a repeat; every other 4xx is the ledger's no. */
const ASKS_FOR_A_REPEAT = new Set([408, 425, 429]);

function read(answer: HttpResult): LedgerReply {
  if (answer.kind !== 'reply') throw unanswered(answer.why);
  const { status } = answer;
  if (status >= 400 && status < 500 && !ASKS_FOR_A_REPEAT.has(status)) {
    return { kind: 'refused', status, message: `HTTP ${status}`, repeated: Context.current().info.attempt > 1 };
  }
  if (status < 200 || status > 299) throw unanswered(`http-${status}`, answer.retryAfterMs);
  // A proxy's page or half an answer is no word of the ledger.
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
  return ApplicationFailure.create({
    message: `the ledger did not answer: ${why}`,
    type: 'LedgerUnanswered',
    category: ApplicationFailureCategory.BENIGN,
    details: [{ why }],
    ...(delayMs === undefined ? {} : { nextRetryDelay: delayMs }),
  });
}
