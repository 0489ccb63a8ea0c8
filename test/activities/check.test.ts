import type { Client } from '@temporalio/client';
import type { Logger } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { ContactMemory, createCheck, type CheckArgs, type StillPending } from '../../activities/check.js';
import type { Deps } from '../../activities/deps.js';
import type { Contacts } from '../../activities/schedule.js';
import { thisMachine } from '../../activities/world.js';
import type { PaymentRequest } from '../../contract/request.js';
import { pending, scriptedProvider } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';

const SENT_AT = 1_000_000_000_000;

const plan = {
  minGapMs: 60_000,
  firstCheckMs: 60_000,
  poll: [{ everyMs: 60_000, forMs: 3_600_000 }],
  pollLimitMs: 86_400_000,
} as CheckArgs['plan'];

interface Attempt {
  scheduled?: number;
  contacts?: Partial<Contacts>;
  runId?: string;
  request?: PaymentRequest;
  /** What an attempt before it has recorded. */
  heartbeatDetails?: unknown;
}

/** A worker whose log and clock the test sees; every check is answered with Pending, or as `answers` say. */
function aWorker(answers: Parameters<typeof scriptedProvider>[1] = { check: [pending] }) {
  const warnings: string[] = [];
  const heartbeats: unknown[] = [];
  const none = () => undefined;
  const logger: Logger = {
    ...{ log: none, trace: none, debug: none, info: none, error: none },
    warn: (message) => void warnings.push(message),
  };
  let now = 0;
  const { provider } = scriptedProvider('digiswitch', answers, () => Promise.resolve(now));
  const client = { activity: { heartbeat: () => Promise.resolve() } } as unknown as Client;
  const deps: Deps = {
    ...thisMachine,
    config: testConfig(),
    providers: { digiswitch: provider },
    client,
    now: () => Promise.resolve(now),
  };
  const check = createCheck(deps, new ContactMemory());

  /** Runs one attempt at `at`, for which the server had scheduled it at `scheduled`; returns its contacts. */
  async function attempt(
    at: number,
    { scheduled = 0, contacts = {}, runId = 'run', request = aRequest(), heartbeatDetails }: Attempt = {},
  ): Promise<Contacts> {
    now = at;
    const args: CheckArgs = {
      request,
      plan,
      sentAt: SENT_AT,
      contacts: { lastAt: SENT_AT, checks: 0, ...contacts },
      notBefore: 0,
      firstRunId: 'run',
      soon: false,
      known: ['pending', 'unknown'],
    };
    const workflowExecution = { workflowId: `payment:digiswitch:${request.refId}`, runId };
    const info = { workflowExecution, currentAttemptScheduledTimestampMs: scheduled, heartbeatDetails };
    const environment = new MockActivityEnvironment(info, { logger });
    environment.on('heartbeat', (details: unknown) => void heartbeats.push(details));
    const failure = await environment.run(check, args).catch((error: unknown) => error);
    return (failure as { details: [StillPending] }).details[0].contacts;
  }
  return { warnings, attempt, heartbeats };
}

test('a check that comes much later than the poll plan says so, in the log and in its contacts', async () => {
  const { warnings, attempt } = aWorker();
  expect(await attempt(SENT_AT + 60_000 + 95_000)).toMatchObject({ checks: 1, lateMs: 95_000 });
  expect(warnings).toEqual([expect.stringContaining('status checks of digiswitch come 95 s late')]);
});

test('a check is not late as long as minGap after its time', async () => {
  const { warnings, attempt } = aWorker();
  expect(await attempt(SENT_AT + 60_000 + 60_000)).not.toHaveProperty('lateMs');
  expect(warnings).toEqual([]);
});

test('late checks are logged once a minute, however many there are', async () => {
  const { warnings, attempt } = aWorker();
  const first = SENT_AT + 60_000 + 95_000;
  for (const after of [0, 1_000, 59_000]) await attempt(first + after);
  expect(warnings).toHaveLength(1);
  await attempt(first + 60_000);
  expect(warnings).toHaveLength(2);
});

test('a check that comes in time again is no longer late', async () => {
  const { attempt } = aWorker();
  const contacts = { lastAt: SENT_AT + 120_000, checks: 1, lateMs: 95_000 };
  expect(await attempt(SENT_AT + 180_000, { contacts })).not.toHaveProperty('lateMs');
});

test('a pause that the provider asked for makes no check late', async () => {
  const { warnings, attempt } = aWorker();
  const scheduled = SENT_AT + 600_000;
  expect(await attempt(scheduled + 1_000, { scheduled })).not.toHaveProperty('lateMs');
  expect(warnings).toEqual([]);
});

test('a status call that the provider refuses is logged once a minute', async () => {
  const refused = { kind: 'unknown', why: 'status-call', code: '41', callRefused: true } as const;
  const { warnings, attempt } = aWorker({ check: [refused] });
  for (const after of [60_000, 90_000]) await attempt(SENT_AT + after);
  expect(warnings).toEqual([expect.stringContaining('digiswitch refuses our calls (code 41)')]);
});

test('a run after a reset checks once minGap has passed since its first attempt', async () => {
  const { attempt, heartbeats } = aWorker();
  const request = aRequest();
  const later = SENT_AT + 3_600_000;
  expect(await attempt(later, { runId: 'reset', request })).toMatchObject({ checks: 0 });
  const heartbeatDetails = heartbeats.at(-1);
  expect(await attempt(later + 60_000, { runId: 'reset', request, heartbeatDetails })).toMatchObject({ checks: 1 });
});
