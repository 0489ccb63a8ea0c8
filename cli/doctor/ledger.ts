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
 * The id of a hold that no payment can have. Its release is answered with 404 and moves nothing (docs/ledger.md); always
 * the same id and key, so that a ledger remembers them once.
 */
const NO_HOLD = 'doctor:1';
const KEY = 'doctor:release';

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
  if (ledgerToken === undefined)
    return [ok('answers that there is no such hold, as documented; no token is configured')];
  const other = await release(setup, world, undefined);
  return [other.kind === 'reply' && isDenied(other) ? ok('answers, and accepts our token') : SAME];
}

const SAME = notChecked(
  'token: it answers 404 with and without our token; either `ledger.baseUrl` is wrong, or it asks for no token',
);

/** Our token is not known here, so that only the connection can be tried. */
async function withoutToken(setup: Setup, world: World): Promise<Seen> {
  const answer = await release(setup, world, undefined);
  return answer.kind === 'reply' ? notChecked('answers; its token is not set') : unreached(answer);
}

function release({ config: { ledger } }: Setup, world: World, token: string | undefined): Promise<HttpResult> {
  if (!ledger) throw new Error('there is no ledger');
  return world.exchange({
    method: 'POST',
    url: `${ledger.baseUrl.replace(/\/$/, '')}/holds/${encodeURIComponent(NO_HOLD)}/release`,
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
