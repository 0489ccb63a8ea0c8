import { setTimeout as sleep } from 'node:timers/promises';
import { redactor } from '../../activities/providers/reading.js';
import { checkClock } from './clock.js';
import { type Context, createContext, type Run } from './context.js';
import { checkCounterparties } from './counterparties.js';
import { failed } from './failed.js';
import { type Finding, notChecked, problem, type Seen } from './finding.js';
import { checkLedger } from './ledger.js';
import { CHECKS, type CheckName } from './names.js';
import { checkNamespace } from './namespace.js';
import { checkOperators } from './operators.js';
import { checkProviders } from './providers.js';
import { checkReceivers } from './receivers.js';
import { checkSecrets } from './secrets.js';
import { checkTemporal } from './temporal.js';
import { checkWebhooks } from './webhooks.js';
import { checkWorkers } from './workers.js';

const RUNS: Record<CheckName, Run> = {
  configuration: async ({ configuration }) => configuration.findings,
  secrets: checkSecrets,
  temporal: checkTemporal,
  namespace: checkNamespace,
  counterparties: checkCounterparties,
  workers: checkWorkers,
  clock: checkClock,
  providers: checkProviders,
  ledger: checkLedger,
  webhooks: checkWebhooks,
  notify: checkReceivers,
  operators: checkOperators,
};

export interface DoctorOptions {
  /** @default process.env */
  env?: NodeJS.ProcessEnv;
  /** This machine's clock; milliseconds since 1970. @default Date.now */
  now?: () => number;
  /** Checks that are left out. @default none */
  skip?: readonly CheckName[];
}

export interface Diagnosis {
  /** Whether there is no problem; warnings are allowed. */
  ok: boolean;
  findings: Finding[];
  /** Whether Temporal was asked and did not answer. */
  temporalIsSilent: boolean;
}

/**
 * Looks at the set-up that the environment and the configuration describe, and changes nothing. Every check runs, however
 * the others fare, all at the same time. Never rejects for what it finds.
 */
export async function diagnose({
  env = process.env,
  now = Date.now,
  skip = [],
}: DoctorOptions = {}): Promise<Diagnosis> {
  const context = await createContext({ env, now, skip });
  const hide = redactorOf(context);
  try {
    const seen = await Promise.all(
      CHECKS.map(async (check) => {
        const found = skip.includes(check) ? [notChecked('left out (--skip)')] : await run(RUNS[check], context);
        return found.map((each): Finding => hide({ check, ...each }));
      }),
    );
    const findings = seen.flat();
    const isOk = findings.every(({ level }) => level !== 'problem');
    const isAsked = findings.some(({ check, level }) => check === 'temporal' && level === 'problem');
    const temporalIsSilent = isAsked && (await context.temporal()).kind === 'silent';
    return { ok: isOk, findings, temporalIsSilent };
  } finally {
    await context.close();
  }
}

/** Longer than all calls of a check, one after the other; milliseconds. */
const LONGEST_CHECK_MS = 40_000;

async function run(check: Run, context: Context): Promise<Seen[]> {
  const done = new AbortController();
  const tooLong = sleep(LONGEST_CHECK_MS, undefined, { signal: done.signal }).then(() => [
    problem(`no result within ${LONGEST_CHECK_MS / 1_000} s`, 'try again'),
  ]);
  tooLong.catch(() => undefined);
  try {
    return await Promise.race([check(context), tooLong]);
  } catch (error) {
    return [failed(error)];
  } finally {
    done.abort();
  }
}

/** No secret is ever written into a finding; should a provider repeat one in its words, it is blotted out here. */
function redactorOf({ setup, env }: Context): (finding: Finding) => Finding {
  const secret = (setup?.named ?? []).filter(({ purpose }) => purpose !== undefined).map(({ value }) => value);
  const values = [...secret, env['TEMPORAL_API_KEY'], env['TEMPORAL_TLS_CLIENT_KEY_DATA']];
  const hide = redactor(values, { atLeast: 8 });
  return (finding) => ({ ...finding, seen: hide(finding.seen), ...(finding.mend && { mend: hide(finding.mend) }) });
}
