import { type Client, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { Payments } from '../../../client/payments.js';
import type { EvidenceKind } from '../../../contract/evidence.js';
import type { Progress, ReviewProgress } from '../../../contract/messages.js';
import { paymentId, reviewId } from '../../../contract/names.js';
import type { PaymentOutcome } from '../../../contract/outcome.js';
import type { PaymentRequest } from '../../../contract/request.js';
import type { RememberingLedger } from '../../support/remembering-ledger.js';
import type { Script } from '../../support/scripted-provider.js';
import {
  aRequest,
  realTimeClient,
  startTestWorkers,
  testConfig,
  type TestWorkers,
} from '../../support/test-workers.js';
import { workflowTest } from '../../support/workflow-test.js';
import { claimAbout, noticeWith } from '../../support/test-notice.js';
import { startWorkersWithoutProvider } from '../../support/workers-without-provider.js';

const PROVIDER = { reviewAfter: '6h' };
const LEDGER = { ledger: { baseUrl: 'http://127.0.0.1:9' } };
/** How long an answer to an update is waited for; milliseconds of real time. */
const ANSWER_MS = 9_000;
const MOST_WAITS = 80;

export type Verdict = 'Sukses' | 'Gagal';

export interface Setting {
  script?: Script;
  provider?: Record<string, unknown>;
  ledger?: RememberingLedger;
  bundle?: string;
  /** A client for the activities in place of the server's own. */
  activityClient?: Client;
}

/** Registers a server and workers for a block of tests about one payment each. */
export function settlementTest() {
  const suite = workflowTest();
  const running: { stop: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const workers of running.splice(0)) await workers.stop();
  });

  /** Workers of every queue. */
  async function startWorkers(setting: Setting = {}): Promise<TestWorkers> {
    const { env } = suite;
    const { script = {}, ledger, bundle, activityClient } = setting;
    const workers = await startTestWorkers({
      env: activityClient ? (Object.create(env, { client: { value: activityClient } }) as typeof env) : env,
      script,
      config: testConfig({ ...PROVIDER, ...setting.provider }, LEDGER),
      ...(ledger ? { ledger: ledger.activities } : {}),
      ...(bundle === undefined ? {} : { bundle }),
    });
    running.push(workers);
    return workers;
  }

  /** Workers of the payments' own queue and the ledger's; none takes an activity of the provider. */
  async function startFewWorkers({ script = {}, provider, ledger }: Setting = {}) {
    const workers = await startWorkersWithoutProvider({
      env: suite.env,
      script,
      config: testConfig({ ...PROVIDER, ...provider }, LEDGER),
      ...(ledger ? { ledger: ledger.activities } : {}),
    });
    running.push(workers);
    return workers;
  }

  /** Starts a payment whose funds a ledger holds, and returns what a test does with it. */
  async function startPayment(more: Partial<PaymentRequest> = {}) {
    const { env } = suite;
    const client = realTimeClient(env);
    const payments = new Payments(client);
    const request = aRequest({ account: 'acc-1', ...more });
    await payments.start(request);
    const handle = client.workflow.getHandle(paymentId(request));
    const review = client.workflow.getHandle(reviewId(request));

    /** Lets time pass until `condition` holds: short steps at first, long ones where days go by. */
    async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
      for (let waits = 0; !(await condition()); waits += 1) {
        if (waits > MOST_WAITS) throw new Error(`not within the time of the test: ${condition.toString()}`);
        await env.sleep(Math.min(1_000 * 2 ** Math.max(0, waits - 15), 600_000));
      }
    }

    // The time-skipping server may lose the answer to an update of a workflow that goes on at once, not the update.
    async function answered(update: () => Promise<unknown>): Promise<void> {
      try {
        await client.connection.withDeadline(Date.now() + ANSWER_MS, update);
      } catch (error) {
        const refused = error instanceof WorkflowUpdateFailedError || isRefusal(error);
        if (refused) throw error;
      }
    }

    const resolution = (status: Verdict) => ({ status, by: 'ops', note: "the provider's dashboard" });
    const isRunning = async (target: WorkflowHandle) => {
      const description = await target.describe().catch(() => undefined);
      return description?.status.name === 'RUNNING';
    };
    const signal = (kind: EvidenceKind, code: string) =>
      handle.signal('notice', noticeWith(claimAbout(request, { kind, code, message: code })));
    const progress = (): Promise<Progress> => payments.progress(request);

    return {
      client,
      request,
      payments,
      until,
      progress,
      pass: (time: string) => env.sleep(time),
      /** Until the payment is under review, for a reason that matches. */
      reviewed: (why = /./) => until(async () => why.test((await progress()).review?.why ?? '')),
      reaches: (stage: Progress['stage']) => until(async () => (await progress()).stage === stage),
      resolve: (status: Verdict) => answered(() => payments.resolve(request, resolution(status))),
      /** A signed notice that reports a payment made and failed (rc 74: refunded), or one that is paid. */
      signedFailure: () => signal('failed', '74'),
      signedSuccess: () => signal('success', '00'),
      /** A notice without proof. */
      hint: () => handle.signal('notice'),
      cancel: () => answered(() => payments.cancel(request)),
      cancelNatively: () => handle.cancel(),
      isRunning: () => isRunning(handle),
      /** Waits for the end and returns the outcome. */
      async outcome(): Promise<PaymentOutcome> {
        await until(async () => !(await isRunning(handle)));
        return (await handle.result()) as PaymentOutcome;
      },
      review: {
        isOpen: () => isRunning(review),
        // Not through the library, which asks the payment first: an update of an ended workflow stops that server's clock.
        resolve: (status: Verdict) => answered(() => review.executeUpdate('resolve', { args: [resolution(status)] })),
        cancelNatively: () => review.cancel(),
        /** Undefined while it reads the record of the payment. */
        progress: () => review.query<ReviewProgress | undefined>('progress').catch(() => undefined),
        /** Whether it comes to its end within a few seconds of real time. */
        async ends(): Promise<boolean> {
          for (let tries = 0; tries < 20; tries += 1) {
            if (!(await isRunning(review))) return true;
            await new Promise((resolve) => setTimeout(resolve, 200));
          }
          return false;
        },
        result: () => review.result() as Promise<{ status: Verdict; funds: PaymentOutcome['funds'] }>,
      },
    };
  }

  return {
    /** A client to which the server describes no workflow. */
    clientWithoutDescriptions(): Client {
      const client = realTimeClient(suite.env);
      const getHandle = (): never => {
        throw new Error('the server does not answer');
      };
      Object.assign(client.workflow, { getHandle });
      return client;
    },
    startWorkers,
    startWorkersWithoutProvider: startFewWorkers,
    startPayment,
  };
}

export type TestPayment = Awaited<ReturnType<ReturnType<typeof settlementTest>['startPayment']>>;

function isRefusal(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code !== 'Unreachable';
}
