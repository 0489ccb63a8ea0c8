import { HTTP_STATUS } from '../../activities/http-status.js';
import type { HttpReply, HttpResult } from '../../activities/http.js';
import type { World } from '../../activities/world.js';
import { milliseconds } from '../../contract/duration.js';
import { given } from '../../contract/given.js';
import { meaningOf, NO_SUCH_HOLD, type StatusMeaning } from '../../contract/ledger.js';
import { HTTP_CALL_MS } from './contact.js';
import type { Context } from './context.js';
import { NO_CONFIGURATION, notChecked, ok, problem, type Seen, warning } from './finding.js';
import type { Setup } from './setup.js';
import { troubleOf } from './trouble.js';

/**
 * The ids of holds that no payment can have. The release of the first is answered with 404 and moves nothing
 * (docs/ledger.md); always the same ids and key, so that a ledger remembers them once.
 */
const NO_HOLD = 'doctor:1';
const OTHER_HOLD = 'doctor:2';
const KEY = 'doctor:release';

/** HTTP status of a ledger to a key that it knows with another hold. */
const OTHER_CONTENT = 422;

/** Whether the ledger answers, and accepts our token. Makes no hold. */
export async function checkLedger({ setup, world }: Context): Promise<Seen[]> {
  if (!setup) return NO_CONFIGURATION;
  const { ledger } = setup.config;
  if (!ledger) return [ok('none is configured')];
  const { ledgerToken } = setup.secrets;
  if (ledger.token && ledgerToken === undefined) return [await withoutToken(setup, world)];
  const answer = await release(setup, world, ledgerToken);
  if (answer.kind !== 'reply') return [unreached(answer)];
  if (answer.status !== NO_SUCH_HOLD) return [SEEN[meaningOf('release', answer.status)](answer)];
  // Every HTTP server answers 404 at an address that it does not know. Only a ledger tells a known key with another hold.
  const again = await release(setup, world, ledgerToken, OTHER_HOLD);
  if (again.kind !== 'reply') return [unreached(again)];
  if (again.status !== OTHER_CONTENT) return [doubtful(again.status)];
  if (ledgerToken === undefined) return [ok('answers as documented; no token is configured')];
  return [tokenSeen(await release(setup, world, undefined))];
}

function doubtful(status: number): Seen {
  const seen = `answers 404 to the release of a hold that was never made, as any address does that is none of a ledger, and HTTP ${status}`;
  return warning(
    `${seen} where a ledger answers ${OTHER_CONTENT}: to the same key with another hold`,
    'correct `ledger.baseUrl`; if it is right, let the ledger compare what comes with a known key, as docs/ledger.md asks',
  );
}

/** @param answer to a call without our token, of a ledger that takes calls with it. */
function tokenSeen(answer: HttpResult): Seen {
  if (answer.kind !== 'reply') return notChecked('token: it answers with our token, and does not answer without it');
  if (isDenied(answer)) return ok('answers, and accepts our token');
  return warning(
    `answers without our token too (HTTP ${answer.status}): whoever reaches it may move funds`,
    'let it answer 401 to calls without the token',
  );
}

/** Our token is not known here, so that only the connection can be tried. */
async function withoutToken(setup: Setup, world: World): Promise<Seen> {
  const answer = await release(setup, world, undefined);
  return answer.kind === 'reply' ? notChecked('answers; its token is not set') : unreached(answer);
}

function release(
  { config: { ledger } }: Setup,
  world: World,
  token: string | undefined,
  hold = NO_HOLD,
): Promise<HttpResult> {
  if (!ledger) throw new Error('there is no ledger');
  return world.exchange({
    method: 'POST',
    url: `${ledger.baseUrl.replace(/\/$/, '')}/holds/${encodeURIComponent(hold)}/release`,
    headers: given({
      'content-type': 'application/json',
      'idempotency-key': KEY,
      authorization: token === undefined ? undefined : `Bearer ${token}`,
    }),
    body: '{}',
    timeoutMs: Math.min(milliseconds(ledger.timeout), HTTP_CALL_MS),
  });
}

function unreached(answer: Exclude<HttpResult, HttpReply>): Seen {
  const { seen, mend } = troubleOf(answer, 'ledger.baseUrl');
  return problem(seen, mend);
}

function isDenied({ status }: HttpReply): boolean {
  return status === HTTP_STATUS.unauthorized || status === 403;
}

/** By what a status means for a release, 404 aside. */
const SEEN: Record<StatusMeaning, (answer: HttpReply) => Seen> = {
  done: ({ status }) => odd(status),
  refused: ({ status }) => odd(status),
  repeat: ({ status }) => problem(`answers HTTP ${status}: every step would wait`, 'mend the ledger'),
  alarm: (answer) =>
    isDenied(answer)
      ? problem(`does not accept our token: HTTP ${answer.status}`, 'correct the variable that `ledger.token` names')
      : problem(`answers HTTP ${answer.status}, as an address that is none of a ledger`, 'correct `ledger.baseUrl`'),
};

function odd(status: number): Seen {
  return warning(
    `answers HTTP ${status} to the release of a hold that was never made`,
    'let it answer 404, as docs/ledger.md asks',
  );
}
