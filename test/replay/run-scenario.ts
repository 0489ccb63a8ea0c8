import { setTimeout as sleep } from 'node:timers/promises';
import { Client, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Payments } from '../../client/payments.js';
import { TuntasError } from '../../contract/errors.js';
import type { NotificationBody } from '../../contract/notification.js';
import type { PaymentRequest } from '../../contract/request.js';
import { notificationId, paymentId, reviewId } from '../../contract/names.js';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import { startTestEnvironment } from '../support/environment.js';
import { scriptedLedger } from '../support/scripted-ledger.js';
import { scriptedProvider } from '../support/scripted-provider.js';
import { startTestWorkers, testConfig } from '../support/test-workers.js';
import { startWorkersWithoutProvider } from '../support/workers-without-provider.js';
import type { Scenario, ScenarioContext } from './scenario.js';
import { toJson, type History } from './history-json.js';

const ledgerConfig = { ledger: { baseUrl: 'http://127.0.0.1:9' } };
/** Few checks until a review: each costs a round trip and adds no command. */
const provider = {
  poll: [
    { every: '10m', for: '1h' },
    { every: '1h', for: '7d' },
  ],
  reviewAfter: '2h',
};

const RECEIVERS = {
  notify: [{ name: 'shop', url: 'http://shop.test/', insecure: true, allowPrivate: true, secret: { env: 'SHOP' } }],
};
const A_KEY = new Uint8Array(32).fill(9);

/** How long one scenario may take of real time. */
const LIMIT_MS = 120_000;
/** How long an answer to an update is waited for. */
const ANSWER_MS = 15_000;
/** How long after the history shows an answer it is still waited for; also how often one looks. */
const LOOK_MS = 500;

interface Scripted {
  provider: ReturnType<typeof scriptedProvider>;
  ledger: ReturnType<typeof scriptedLedger>;
  terms: NonNullable<Scenario['script']>['terms'];
  termsUnknown: number;
  /** What the receiver answers next, and the first message that it has got. */
  answers: number[];
  refId: string;
  message?: string | undefined;
}

export interface ScenarioRunner {
  /** Runs a scenario to its end and returns its history. `refId` is its reference. */
  runScenario(scenario: Scenario, refId: string): Promise<History>;
  close(): Promise<void>;
}

interface RunnerOptions {
  maxCachedWorkflows?: number;
  /** No worker takes an activity that contacts the provider. */
  withoutProvider?: boolean;
  customerKey?: Uint8Array;
}

/** Starts workers on which scenarios run one after the other. */
export async function openScenarioRunner(
  env: TestWorkflowEnvironment,
  options: RunnerOptions = {},
): Promise<ScenarioRunner> {
  const config = testConfig({}, RECEIVERS);
  // The environment's own client lets the server skip time while it waits for a result, also past the payment's end.
  const client = new Client({ connection: env.connection });
  const scripted = {} as Scripted;
  const { withoutProvider = false, ...cache } = options;
  const workers = await (withoutProvider ? startWorkersWithoutProvider : startTestWorkers)({
    env,
    config,
    ...cache,
    exchange: async ({ headers, body = '' }) => {
      // The last messages of the scenario before may still be on their way.
      const { data } = JSON.parse(body) as NotificationBody;
      if (data.refId === scripted.refId) scripted.message ??= headers?.['webhook-id'];
      return { kind: 'reply', status: scripted.answers.shift() ?? 204, headers: {}, body: Buffer.from('') };
    },
    script: {
      inquiry: [(order) => scripted.provider.provider.inquire(order, new AbortController().signal)],
      pay: [(order) => scripted.provider.provider.pay(order, new AbortController().signal)],
      check: [(order) => scripted.provider.provider.check(order, new AbortController().signal)],
      get terms() {
        scripted.termsUnknown -= 1;
        if (scripted.termsUnknown >= 0) throw new Error('the product list is not read yet');
        return scripted.terms ?? {};
      },
    },
    ledger: {
      hold: (args) => scripted.ledger.activities.hold(args),
      capture: (args) => scripted.ledger.activities.capture(args),
      release: (args) => scripted.ledger.activities.release(args),
    },
  });

  function prepareScenario(scenario: Scenario, refId: string): void {
    Object.assign(
      config,
      { ledger: undefined, notify: undefined },
      testConfig(
        { ...provider, ...scenario.provider },
        { ...(scenario.ledger && ledgerConfig), ...(scenario.receivers && RECEIVERS) },
      ),
    );
    scripted.provider = scriptedProvider('digiswitch', scenario.script ?? {}, () => env.currentTimeMs());
    scripted.terms = scenario.script?.terms;
    scripted.termsUnknown = scenario.termsUnknown ?? 0;
    scripted.ledger = scriptedLedger(scenario.ledger);
    scripted.answers = [...(scenario.receivers?.answers ?? [])];
    scripted.refId = refId;
    scripted.message = undefined;
  }

  async function runScenario(scenario: Scenario, refId: string): Promise<History> {
    if (scenario.withoutProvider && !withoutProvider)
      return runAlone(scenario, refId, { ...cache, withoutProvider: true });
    if (scenario.withCustomerKey && !cache.customerKey)
      return runAlone(scenario, refId, { ...cache, customerKey: A_KEY });
    prepareScenario(scenario, refId);
    const request = requestOf(scenario, refId);
    // Not through the client library, which refuses an invalid request before the workflow can.
    const payment = await client.workflow.start('payment', {
      workflowId: paymentId(request),
      taskQueue: 'payments',
      args: [request],
      ...(scenario.searchAttributes ? { typedSearchAttributes: attributesOf(request) } : {}),
    });
    const review = client.workflow.getHandle(reviewId(request));
    const message = () => {
      const id = scripted.message;
      return id === undefined ? undefined : client.workflow.getHandle(notificationId(request, 'shop', id));
    };
    const recorded = () => (scenario.of === 'message' ? message() : scenario.of === 'review' ? review : payment);
    // That server skips no time once a workflow has ended before the messages that it has started, nor while an update waits.
    const isReal = scenario.receivers !== undefined || scenario.inRealTime === true;
    const waits: ScenarioContext['until'] = (condition) => until(isReal ? inRealTime : env, condition);
    const context: ScenarioContext = {
      request,
      payment,
      review,
      client,
      message,
      ...updatesOf(client, request, scenario.of === 'review' ? review : payment),
      count: scripted.provider.count,
      until: waits,
    };
    await within(refId, async () => {
      await scenario.meanwhile?.(context);
      await waits(async () => hasEnded(recorded()));
    });
    return toJson(await (recorded() ?? payment).fetchHistory());
  }
  return { runScenario, close: () => workers.stop() };
}

/**
 * With workers of its own, on a server of its own: the time-skipping server's clock stops when an activity is cancelled that
 * no worker took.
 */
async function runAlone(scenario: Scenario, refId: string, options: RunnerOptions): Promise<History> {
  const env = await startTestEnvironment();
  const runner = await openScenarioRunner(env, options);
  try {
    return await runner.runScenario(scenario, refId);
  } finally {
    await runner.close();
    await env.teardown();
  }
}

function requestOf({ ledger, request }: Scenario, refId: string): PaymentRequest {
  const account = ledger ? { account: 'acc-1' } : {};
  return { provider: 'digiswitch', refId, product: 'pln', customerNo: '530000000001', ...account, ...request };
}

function attributesOf({ provider, product }: PaymentRequest): SearchAttributePair[] {
  const { status, stage, provider: providerKey, product: productKey, review } = SEARCH_ATTRIBUTES;
  return [
    { key: status, value: 'Pending' },
    { key: stage, value: 'inquiry' },
    { key: providerKey, value: provider },
    { key: productKey, value: product },
    { key: review, value: false },
  ];
}

/** The updates and queries that people send. */
function updatesOf(client: Client, request: PaymentRequest, recorded: WorkflowHandle) {
  const payments = new Payments(client);
  // The time-skipping server may lose the answer to an update of a workflow that goes on at once, not the update.
  const send = async (update: () => Promise<unknown>, until: 'accepted' | 'answered' = 'answered') => {
    const before = await updatesIn(recorded, until);
    const isSeen = new AbortController();
    const isOver = new AbortController();
    const look = async () => {
      while (!isOver.signal.aborted && (await updatesIn(recorded, until)) <= before) await sleep(LOOK_MS);
      await sleep(LOOK_MS);
      isSeen.abort();
    };
    const looking = look().catch(() => undefined);
    try {
      const withLimit = () => client.connection.withDeadline(Date.now() + ANSWER_MS, update);
      await client.connection.withAbortSignal(isSeen.signal, withLimit);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError || (error instanceof TuntasError && error.code !== 'Unreachable'))
        throw error;
    } finally {
      isOver.abort();
      await looking;
    }
  };
  return {
    progress: () => payments.progress(request),
    bill: () => send(() => payments.bill(request)),
    confirm: (amount: number) => send(() => payments.confirm(request, { amount })),
    cancel: () => send(() => payments.cancel(request)),
    waitForOutcome: async () =>
      void (await recorded.startUpdate('outcome', { updateId: 'outcome', waitForStage: 'ACCEPTED' })),
    // Not through the library, which asks the payment first: an update of an ended workflow stops that server's clock.
    // Its answer waits for its effect, and that server skips no time while anybody waits for an answer.
    resolve: (status: 'Sukses' | 'Gagal') =>
      send(
        () => recorded.executeUpdate('resolve', { args: [{ status, by: 'ops', note: "the provider's dashboard" }] }),
        'accepted',
      ),
  };
}

/** How many updates a workflow's history shows as accepted, or answered. */
async function updatesIn(handle: WorkflowHandle, what: 'accepted' | 'answered'): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) =>
    what === 'accepted'
      ? event.workflowExecutionUpdateAcceptedEventAttributes
      : event.workflowExecutionUpdateCompletedEventAttributes,
  ).length;
}

/** Short steps at first, so that a step comes soon after its condition; long ones where days go by. */
async function until(
  env: Pick<TestWorkflowEnvironment, 'sleep'>,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  for (let steps = 0; !(await condition()); steps += 1) {
    await env.sleep(Math.min(10_000 * 2 ** Math.max(0, steps - 12), 600_000));
  }
}

/** A fifth of a second, whatever is asked for. */
const inRealTime = { sleep: async () => sleep(200) };

async function hasEnded(handle: WorkflowHandle | undefined): Promise<boolean> {
  return handle !== undefined && (await handle.describe()).status.name !== 'RUNNING';
}

async function within(name: string, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not come to its end`)), LIMIT_MS);
  });
  await Promise.race([work(), limit]).finally(() => clearTimeout(timer));
}
