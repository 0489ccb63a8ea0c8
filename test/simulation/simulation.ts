import { createHash } from 'node:crypto';
import {
  createLedgerActivities,
  createNotifyActivities,
  createPaymentActivities,
  createProviderActivities,
  type Deps,
} from '../../activities/index.js';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import type { World } from '../../activities/world.js';
import { deliverHint, deliverNotice } from '../../client/deliver-notice.js';
import type { Config } from '../../contract/config.js';
import { verdictOf } from '../../contract/evidence.js';
import { given } from '../../contract/given.js';
import { meaningOf } from '../../contract/ledger.js';
import { MESSAGES, paymentId, reviewId } from '../../contract/names.js';
import type { Notice } from '../../contract/notice.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { ReviewOutcome } from '../../contract/review.js';
import { Ledger } from '../../sandbox/ledger.js';
import { createProviders } from '../../worker/providers.js';
import { Random } from '../chaos/random.js';
import { configOf, repeatable, SECRETS, signedBy } from './configuration.js';
import { EVENTS, type LedgerFault } from './events.js';
import type { Scenario } from './scenario.js';
import { isGivenUp, isUnderReview, stepOf, type Step } from './steps.js';
import { type CallFate, callOver, simulatedClient } from './temporal/client.js';
import type { Execution, UpdateAnswer } from './temporal/execution.js';
import type { Instance, Isolate } from './temporal/isolate.js';
import { Machine } from './temporal/machine.js';
import { fromPayload, toPayload } from './temporal/history.js';
import { resultOf, Server } from './temporal/server.js';
import { VirtualTime } from './temporal/virtual-time.js';
import { SimulatedWorker } from './temporal/worker.js';
import { Biller, MISLEADING } from './world/biller.js';
import { Receiver } from './world/receiver.js';
import { deliver, type Fault, type Reply } from './world/network.js';

const NOT_FOUND = MISLEADING['says that it does not know the payment'];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** 10:00 in Jakarta. */
const START = Date.UTC(2026, 10, 21, 3);
/** A payment that has not ended by then never will. */
const LIMIT_MS = 40 * DAY_MS;
/** How often the operator looks at what is under review, and how long one waits for a verdict before deciding. */
const LOOK_EVERY_MS = 30 * MINUTE_MS;
const PATIENCE_MS = 9 * HOUR_MS;
/** Of all workflows of one payment; what is waited for costs none. */
const MOST_ACTIVATIONS = 500;
/** After everything has ended: late notices and late requests still come. */
const AFTERWARDS_MS = 26 * HOUR_MS;

/** Something that was injected, where it was. */
export interface Met {
  step: Step;
  event: string;
  /** Milliseconds from the start. */
  at: number;
}

/** One payment in a world of its own, under one virtual clock. Everything in it follows from the scenario. */
export class Simulation {
  readonly time = new VirtualTime(START);
  readonly biller: Biller;
  readonly ledger: Ledger;
  readonly receiver: Receiver;
  readonly faults: { biller: Fault[]; ledger: LedgerFault[]; temporal: CallFate[] } = {
    biller: [],
    ledger: [],
    temporal: [],
  };
  /** What happened, one line each; the same scenario gives the same lines. */
  readonly trace: string[] = [];
  readonly met: Met[] = [];
  /** The operator's resolutions that were accepted. */
  readonly resolutions: ('Sukses' | 'Gagal')[] = [];
  /** What callers have heard. */
  readonly heard: { accepted: boolean; outcomes: { status: string; finishedAt: string }[] } = {
    accepted: false,
    outcomes: [],
  };
  /** The runs by which a cancel was answered with the payment's state, and not refused. */
  readonly #cancelledRuns = new Set<Execution>();
  /** What signed notices against the biller's record claim, those that the payment or Temporal has got. */
  readonly contradictions: ('Sukses' | 'Gagal')[] = [];
  /** What each key at the ledger was for; and the keys that were used for two things. */
  readonly keysOf = new Map<string, string>();
  readonly keysOfTwo: string[] = [];
  /** Signed verdicts that the webhook server left out although a review was open. */
  unheard = 0;
  /** When a worker took a pay. */
  readonly payStarts: { execution: Execution; at: number }[] = [];
  isTerminated = false;
  isReset = false;
  activations = 0;
  readonly server: Server;
  readonly config: Config;
  readonly #scenario: Scenario;
  readonly #isolate: Pick<Isolate, 'instance'>;
  #worker: SimulatedWorker | undefined;
  readonly #workers: SimulatedWorker[] = [];
  readonly #waiting: ((worker: SimulatedWorker) => void)[] = [];
  readonly #machines = new Set<Instance>();
  readonly #away = { biller: 0, ledger: 0 };
  readonly #reached = new Set<Step>();
  readonly #listed = new WeakMap<Execution, number>();
  /** Keys that the ledger has answered. */
  readonly #keys = new Set<string>();
  #listLag = 0;
  #activitiesWaitUntil = 0;
  #runIds = 0;
  #underReviewSince: number | undefined;
  /** What the operator resolves because the payment refused the biller's record. */
  #resolves: 'Sukses' | 'Gagal' | undefined;
  /** Whether an operator has sent a resolution. */
  #isResolving = false;

  constructor(isolate: Isolate, scenario: Scenario) {
    this.#scenario = scenario;
    this.config = configOf(scenario);
    const { provider } = scenario.request;
    const secret = SECRETS.providers[provider]?.['webhookSecret'] ?? '';
    const now = () => this.time.now;
    this.biller = new Biller(provider, scenario.biller, secret, now, (ms, work) => this.#outside(ms, work));
    this.ledger = Ledger.inMemory(now);
    this.receiver = new Receiver(this.#drawer('receiver'), now);
    this.#isolate = this.#counted(isolate);
    const draw = this.#drawer('server');
    const taken = this.#drawer('taken');
    this.server = new Server(
      this.time,
      {
        workflowTask: (take) => this.#whenWorker(take),
        activityTask: (take) => this.#whenWorker(take),
      },
      {
        pickUp: () => draw.int(1, 12),
        queued: () => Math.max(0, this.#activitiesWaitUntil - this.time.now),
        call: () => draw.int(1, 6),
      },
      () => this.#newRunId(),
      (execution, what) => {
        if (what === 'pay attempt 1') this.payStarts.push({ execution, at: this.time.now });
        this.#note(`${execution.id.type}: ${what}`);
      },
      (workflowId) => workflowId.startsWith('notify:') && taken.chance(0.05),
    );
  }

  get #runs(): Execution[] {
    const id = paymentId(this.#scenario.request);
    return this.server.executions.filter((execution) => execution.id.workflowId === id);
  }

  /** Whether the payment has its outcome. A start over it can run all the same, until it is refused. */
  get #hasEnded(): boolean {
    return this.#runs.some(({ status }) => status === 'COMPLETED');
  }

  /** The latest run that was not refused at its start. */
  get payment(): Execution | undefined {
    const runs = this.#runs;
    return runs.findLast(({ status }) => status !== 'FAILED') ?? runs.at(-1);
  }

  /** Whether somebody was told that the payment is cancelled. A run that was refused at its start cancels nothing. */
  get isCancelAccepted(): boolean {
    return [...this.#cancelledRuns].some(({ status }) => status !== 'FAILED');
  }

  get review(): Execution | undefined {
    return this.server.find(reviewId(this.#scenario.request));
  }

  /** The outcome that the payment's latest run has recorded. */
  get outcome(): PaymentOutcome | undefined {
    const { payment } = this;
    return payment && (fromPayload(resultOf(payment)[0]) as PaymentOutcome | undefined);
  }

  /** What the latest review has recorded. */
  get reviewOutcome(): ReviewOutcome | undefined {
    const { review } = this;
    return review && (fromPayload(resultOf(review)[0]) as ReviewOutcome | undefined);
  }

  /** A hash of everything that happened. */
  get print(): string {
    return createHash('sha256').update(this.trace.join('\n')).digest('hex').slice(0, 16);
  }

  /** Lets the payment live to its end, and whatever comes after. */
  async run(): Promise<void> {
    const { request, balance, notices } = this.#scenario;
    if (balance !== undefined) await this.ledger.setBalance('acc', balance);
    this.#startWorker();
    this.biller.whenDecided(() => {
      for (const ms of notices) this.#outside(ms, () => this.notice());
    });
    this.server.start({ workflowId: paymentId(request), type: 'payment', input: [toPayload(request)] });
    this.heard.accepted = true;
    this.#customer();
    this.#operator();
    const end = START + LIMIT_MS;
    do {
      await this.time.run(() => this.#look(), end);
      await this.time.run(() => this.#look() && false, Math.min(this.time.now + AFTERWARDS_MS, end));
    } while (!this.#isOver() && this.time.now < end - AFTERWARDS_MS);
    await this.#dispose();
  }

  // What the scenario's events do.

  workerDies(goneForMs: number): void {
    this.#note('the worker dies');
    this.#worker?.die();
    this.#worker = undefined;
    this.#outside(goneForMs, () => {
      if (!this.#worker) this.#startWorker();
    });
  }

  /** It goes on later with what it was doing; another worker has started meanwhile. */
  workerStandsStill(ms: number): void {
    this.#note('the worker stands still');
    this.#worker?.standStill(this.time.now + ms);
    this.#startWorker();
  }

  update(name: string, arg?: unknown, then: (answer: UpdateAnswer) => void = () => undefined): void {
    this.#updateOf(paymentId(this.#scenario.request), name, arg, then);
  }

  confirm(amount = this.#scenario.biller.price): void {
    this.update(MESSAGES.confirm, { amount });
  }

  nativeCancel(): void {
    this.#note('a native Cancel');
    this.server.cancel(paymentId(this.#scenario.request));
  }

  nativeCancelReview(): void {
    this.#note('a native Cancel of the review');
    this.server.cancel(reviewId(this.#scenario.request));
  }

  startAgain(): void {
    const { request } = this.#scenario;
    this.#note('started again');
    this.server.start({ workflowId: paymentId(request), type: 'payment', input: [toPayload(request)] });
  }

  /** Not of an ended payment, and not where funds may have been released and held again: a reset run knows of one hold. */
  reset(taskNumber: number): void {
    if (this.#hasEnded || this.#scenario.request.onDeadline === 'release') return;
    this.#note('reset');
    this.isReset = true;
    this.server.reset(paymentId(this.#scenario.request), taskNumber);
  }

  terminate(): void {
    if (!this.payment?.isOpen) return;
    this.#note('terminated');
    this.isTerminated = true;
    this.server.terminate(paymentId(this.#scenario.request));
  }

  resolve(status: 'Sukses' | 'Gagal'): void {
    for (const execution of [this.payment, this.review]) {
      if (execution?.isOpen) void this.#resolveOne(execution, status);
    }
  }

  resolveTruly(): void {
    this.resolve(this.due);
  }

  emptyAccount(): void {
    this.#note('the account is emptied');
    void this.ledger.setBalance('acc', 0);
  }

  listLags(ms: number): void {
    this.#note('the list lags behind');
    this.#listLag = ms;
  }

  /** As behind a provider's rate: workers take activities that are scheduled from now on after `ms` only. */
  activitiesWait(ms: number): void {
    this.#note('activities wait in their queues');
    this.#activitiesWaitUntil = this.time.now + ms;
  }

  away(who: 'biller' | 'ledger', ms: number): void {
    this.#note(`the ${who} is away`);
    this.#away[who] = this.time.now + ms;
  }

  /** A delivery to the webhook server, which verifies it at its door. */
  notice(claim?: 'Sukses' | 'Gagal' | 'Pending', signed: 'valid' | 'forged' | 'none' = 'valid'): void {
    if (signed === 'valid' && !this.biller.isPaid) return;
    const notice = this.biller.notice(claim, signed);
    this.#note(`a notice (${signed}${claim ? `, ${claim}` : ''})`);
    // Somebody who may write to the namespace sends what the webhook server would refuse.
    if (signed === 'valid') void this.#deliver(notice);
    else this.signal(notice);
  }

  contradict(): void {
    const { truth } = this.biller;
    if (truth !== 'Sukses' && truth !== 'Gagal') return;
    // Before the payment has the biller's verdict this would be the verdict.
    const stage = this.payment?.searchAttribute('PaymentStage');
    const hasVerdict = stage === 'ended' || (stage === 'settling' && !this.#isResolving);
    if (this.payment?.isOpen && !hasVerdict && !this.#hasEnded) return;
    const claim = opposite(truth);
    this.contradictions.push(claim);
    this.notice(claim);
  }

  prematureFailure(): void {
    // A biller that never decides would be lying.
    if (this.biller.truth === 'Pending' && this.#scenario.biller.verdict) this.notice('Gagal');
  }

  hint(): void {
    this.#note('a hint');
    void deliverHint(this.#webhookClient(), this.#scenario.request).catch(() => undefined);
  }

  signal(content: unknown): void {
    this.server.signal(paymentId(this.#scenario.request), MESSAGES.notice, [toPayload(content)]);
  }

  // The world.

  #customer(): void {
    const { request, customer } = this.#scenario;
    if (request.confirm !== 'manual' || customer === 'is silent') return;
    const think = this.#drawer('customer').int(200, 20_000);
    this.update(MESSAGES.bill, undefined, (answer) => {
      if ('completed' in answer) this.#outside(think, () => this.confirm());
    });
  }

  /** Resolves what is under review as the biller's record has it. */
  #operator(): void {
    this.#outside(LOOK_EVERY_MS, () => {
      this.#operator();
      for (const execution of [this.payment, this.review]) {
        if (execution && isUnderReview(execution)) this.#judge(execution);
      }
      for (const { id } of this.server.executions.filter(isGivenUp)) {
        // The end that it tells never comes.
        const isInVain = this.payment?.status === 'TERMINATED';
        this.#note(isInVain ? 'a message is ended' : 'a message is tried again');
        if (isInVain) this.server.terminate(id.workflowId);
        else this.server.signal(id.workflowId, MESSAGES.retry, []);
      }
      if (this.#isOver()) this.#underReviewSince = undefined;
    });
  }

  #judge(execution: Execution): void {
    const stage = execution.searchAttribute('PaymentStage');
    if (execution.id.type === 'payment' && (stage === 'inquiry' || stage === 'awaiting-confirmation')) return;
    this.#underReviewSince ??= this.time.now;
    const { truth } = this.biller;
    const isOpen = truth === 'Pending' || truth === 'none';
    if (isOpen && this.time.now - this.#underReviewSince < PATIENCE_MS) return;
    if (this.resolutions.length > 0) void this.ledger.setBalance('acc', undefined);
    void this.#resolveOne(execution, this.#resolution);
  }

  /** What the biller's record amounts to. What stays Pending was executed. */
  get due(): 'Sukses' | 'Gagal' {
    const { truth } = this.biller;
    return truth === 'Sukses' || truth === 'Pending' ? 'Sukses' : 'Gagal';
  }

  /** What the operator resolves. A verdict of the biller that the payment holds to cannot be overruled. */
  get #resolution(): 'Sukses' | 'Gagal' {
    return this.#resolves ?? this.due;
  }

  async #resolveOne(execution: Execution, status: 'Sukses' | 'Gagal'): Promise<void> {
    this.#isResolving = true;
    const resolution = { status, by: 'operator', note: "by the biller's record" };
    const { workflowId } = execution.id;
    const proven = this.#scenario.operators
      ? signedBy(workflowId, await this.#challengeOf(execution), resolution)
      : resolution;
    this.#updateOf(workflowId, MESSAGES.resolve, proven, (answer) => {
      if ('completed' in answer) this.resolutions.push(status);
      // What a run before a reset knew is lost with it: of the biller's two verdicts it may know the untrue one only.
      const isOverruled = 'refused' in answer && this.isReset && this.contradictions.length > 0;
      if (isOverruled && isOpposed(answer.refused.message)) this.#resolves = opposite(status);
    });
  }

  /** Asks the workflow as a worker without it in its cache would: by a replay of its history. */
  async #challengeOf(execution: Execution): Promise<string> {
    const answer = await this.time.meanwhile(async () => {
      const machine = await Machine.open(this.#isolate, execution.id, execution.history);
      return machine.query(MESSAGES.progress, this.time.now);
    });
    const progress = fromPayload(answer) as { review?: { challenge?: string } } | undefined;
    return progress?.review?.challenge ?? '';
  }

  #updateOf(workflowId: string, name: string, arg: unknown, then: (answer: UpdateAnswer) => void): void {
    this.#note(`update ${name}${arg === undefined ? '' : ` ${JSON.stringify(arg).slice(0, 60)}`}`);
    const args = arg === undefined ? [] : [toPayload(arg)];
    const execution = this.server.find(workflowId);
    this.server.update(workflowId, name, args, undefined, (answer) => {
      const kind = 'completed' in answer ? 'accepted' : 'refused' in answer ? 'refused' : 'too late';
      const why = 'refused' in answer ? `: ${answer.refused.message ?? ''}` : '';
      this.#note(`update ${name} ${kind}${why}`);
      if (name === MESSAGES.cancel && kind === 'accepted' && execution) this.#cancelledRuns.add(execution);
      then(answer);
    });
  }

  async #deliver(notice: Notice): Promise<void> {
    const { request } = this.#scenario;
    const provider = this.#providers[request.provider];
    const reading = provider?.notice?.({ headers: notice.headers, body: Buffer.from(notice.body, 'base64') });
    if (reading?.kind !== 'claim') return;
    // A provider delivers again where it was not answered.
    for (let tries = 0; tries < 3; tries += 1) {
      try {
        const open = this.server.executions.filter(({ id, isOpen }) => id.type === 'review' && isOpen);
        const became = await deliverNotice(this.#webhookClient(), request, reading.claim, notice);
        const { kind } = reading.claim.evidence;
        const isVerdict = kind !== 'not-sent' && verdictOf(kind) !== undefined;
        if (became === 'repeated' && isVerdict && open.some(({ isOpen }) => isOpen)) this.unheard += 1;
        return this.#note(`the notice is ${became}`);
      } catch {
        await this.time.sleep(MINUTE_MS);
      }
    }
  }

  /** The webhook server's client: a process of its own, which does not die here. */
  #webhookClient() {
    const draw = this.#drawer('webhooks');
    const after = (ms: number, work: () => void) => this.#outside(ms, work);
    return simulatedClient(
      this.server,
      callOver(
        after,
        () => draw.int(1, 20),
        () => 'answered',
      ),
      (execution) => this.#isListed(execution),
    );
  }

  #startWorker(): void {
    const draw = this.#drawer(`worker ${this.#workers.length}`);
    const worker = new SimulatedWorker({
      time: this.time,
      server: this.server,
      isolate: this.#isolate,
      reportMs: () => draw.int(1, 8),
      localMs: () => draw.int(0, 20),
    });
    const world = this.#worldOf(worker, draw);
    const made = createProviders(this.config, SECRETS, undefined, world);
    const { tokopedia } = made;
    const providers = tokopedia ? { ...made, tokopedia: repeatable(tokopedia) } : made;
    this.#providers = providers;
    const call = callOver(
      (ms, work) => worker.after(ms, work),
      () => draw.int(1, 8),
      () => this.#fateOfCall(),
    );
    const client = simulatedClient(this.server, call, (execution) => this.#isListed(execution));
    const deps: Deps = {
      ...world,
      config: this.config,
      providers,
      client,
      ...given({ notifySecrets: SECRETS.notify, customerKey: SECRETS.customerKey }),
    };
    const activities = {
      ...createPaymentActivities(deps),
      ...createProviderActivities(deps),
      ...createLedgerActivities(deps),
      ...createNotifyActivities(deps),
    };
    worker.register(activities);
    this.#workers.push(worker);
    this.#worker = worker;
    // The providers ask the clock once, before anything else.
    this.time.after(1, () => {
      for (const take of this.#waiting.splice(0)) this.#whenWorker(take);
    });
  }

  #providers: ReturnType<typeof createProviders> = {};

  #worldOf(worker: SimulatedWorker, draw: Random): World {
    return {
      exchange: (call) => this.#exchange(call, worker, draw),
      now: () => Promise.resolve(this.time.now),
      monotonic: () => this.time.now - START,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          const abort = () => reject(new Error('aborted'));
          signal?.addEventListener('abort', abort, { once: true });
          worker.after(ms, () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          });
        }),
      random: (size) => Buffer.from(Array.from({ length: size }, () => draw.int(0, 255))),
    };
  }

  #exchange(call: HttpCall, worker: SimulatedWorker, draw: Random): Promise<HttpResult> {
    if (call.url.startsWith('https://receiver')) return this.#atReceiver(call, worker, draw);
    const isLedger = call.url.startsWith('https://ledger');
    const sentAt = this.time.now;
    const who = isLedger ? 'ledger' : 'biller';
    const isAway = this.#away[who] > this.time.now;
    const fault = isAway ? { line: 'refused' as const } : this.#faultOf(who, call);
    const ordered = fault && 'ordered' in fault ? fault.ordered : undefined;
    const what = isLedger ? new URL(call.url).pathname : commandOf(call.body);
    this.#note(`-> ${who} ${what}${fault ? ` (${nameOf(fault)})` : ''}`);
    return deliver({
      call,
      fault: fault && !('ordered' in fault) ? fault : undefined,
      latencyMs: draw.int(2, 90),
      outside: (ms, work) => this.#outside(ms, work),
      inside: (ms, work) => worker.after(ms, work),
      execute: async () => {
        const reply = isLedger ? await this.#atLedger(call, ordered) : this.biller.answer(call.body ?? '', sentAt);
        this.#note(`${who} answers ${reply.status} ${reply.body.slice(0, 90)}`);
        return reply;
      },
    });
  }

  /** The receiver is well in the end: of its first calls each meets a fault or not. */
  #atReceiver(call: HttpCall, worker: SimulatedWorker, draw: Random): Promise<HttpResult> {
    const { receiver } = this;
    const fault = receiver.fault();
    this.#note(`-> receiver ${call.headers?.['webhook-id'] ?? ''}${fault ? ' (in trouble)' : ''}`);
    return deliver({
      call,
      fault,
      latencyMs: draw.int(2, 90),
      outside: (ms, work) => this.#outside(ms, work),
      inside: (ms, work) => worker.after(ms, work),
      execute: () => {
        const reply = receiver.answer(call);
        this.#note(`the receiver answers ${reply.status}`);
        return Promise.resolve(reply);
      },
    });
  }

  /** What the protocol says of a status call only is left for one. */
  #faultOf(who: 'biller' | 'ledger', call: HttpCall): LedgerFault | undefined {
    const queue = this.faults[who];
    const [next] = queue;
    const isOfStatus = next && 'distortion' in next && next.distortion === NOT_FOUND;
    if (isOfStatus && commandOf(call.body) !== 'status-pasca') return undefined;
    return queue.shift();
  }

  async #atLedger(call: HttpCall, ordered: number | undefined): Promise<Reply> {
    const [, , hold = '', step = 'hold'] = new URL(call.url).pathname.split('/');
    const body = JSON.parse(call.body ?? '{}') as { id?: string };
    const holdId = step === 'hold' ? (body.id ?? '') : decodeURIComponent(hold);
    const key = call.headers?.['idempotency-key'] ?? '';
    const command = step as Parameters<typeof meaningOf>[0];
    await this.ledger.recordContact(command, holdId, key);
    const about = `${command} ${holdId}`;
    if ((this.keysOf.get(key) ?? about) !== about) this.keysOfTwo.push(key);
    this.keysOf.set(key, about);
    // A ledger repeats its answer to a key, and says that it does not know a hold only of one that it does not know.
    const isHonest = this.#keys.has(key) || (ordered === 404 && command !== 'hold');
    const answer = await this.ledger.call(command, key, holdId, body, isHonest ? undefined : ordered);
    if (meaningOf(command, answer.status) !== 'alarm') this.#keys.add(key);
    return { status: answer.status, body: JSON.stringify(answer.body) };
  }

  #fateOfCall(): CallFate {
    return this.faults.temporal.shift() ?? 'answered';
  }

  #isListed(execution: Execution): boolean {
    const at = this.#listed.get(execution) ?? execution.id.startedAt + 40 + this.#listLag;
    this.#listed.set(execution, at);
    return this.time.now >= at;
  }

  #whenWorker(take: (worker: SimulatedWorker) => void): void {
    if (this.#worker) take(this.#worker);
    else this.#waiting.push(take);
  }

  #outside(ms: number, work: () => void): void {
    this.time.after(ms, work);
  }

  /** Notices which step the payment is at, and lets what is to happen there happen. Returns whether all is over. */
  #look(): boolean {
    const step = stepOf(this.server, this.payment, this.review);
    if (step && !this.#reached.has(step)) {
      this.#reached.add(step);
      this.#note(`[${step}]`);
      for (const { event, afterMs } of this.#scenario.injections.filter((one) => one.step === step)) {
        this.#outside(afterMs, () => this.#inject(step, event));
      }
    }
    return this.#isOver();
  }

  #inject(step: Step, event: keyof typeof EVENTS): void {
    const at = stepOf(this.server, this.payment, this.review) ?? step;
    this.met.push({ step: at, event, at: this.time.now - START });
    this.#note(`* ${event}`);
    EVENTS[event].apply(this);
  }

  #isOver(): boolean {
    return this.server.executions.every(({ isOpen, id }) => !isOpen || id.type === 'reference');
  }

  #note(what: string): void {
    this.trace.push(`${String(this.time.now - START).padStart(9)} ${what}`);
  }

  #newRunId(): string {
    this.#runIds += 1;
    const hash = createHash('sha256').update(`${this.#scenario.seed} ${this.#runIds}`).digest('hex');
    return [
      hash.slice(0, 8),
      hash.slice(8, 12),
      `4${hash.slice(13, 16)}`,
      `8${hash.slice(17, 20)}`,
      hash.slice(20, 32),
    ].join('-');
  }

  /** Draws of its own for each part of the world, so that one part does not change another's. */
  #drawer(part: string): Random {
    return new Random(this.#scenario.seed, part);
  }

  #counted(isolate: Isolate): Pick<Isolate, 'instance'> {
    return {
      instance: async (run) => {
        const made = await this.time.meanwhile(() => isolate.instance(run));
        const instance: Instance = {
          activate: (activation) => {
            this.activations += 1;
            if (this.activations > MOST_ACTIVATIONS) throw new Error('the payment never comes to rest');
            return this.time.meanwhile(() => made.activate(activation));
          },
          dispose: () => made.dispose(),
        };
        this.#machines.add(instance);
        return instance;
      },
    };
  }

  async #dispose(): Promise<void> {
    for (const instance of this.#machines) await instance.dispose();
    this.#machines.clear();
  }
}

function isOpposed(message: string | null | undefined): boolean {
  return message?.startsWith("the provider's verdict is") ?? false;
}

function opposite(status: 'Sukses' | 'Gagal'): 'Sukses' | 'Gagal' {
  return status === 'Sukses' ? 'Gagal' : 'Sukses';
}

function commandOf(body: string | undefined): string {
  return (JSON.parse(body ?? '{}') as { commands?: string }).commands ?? '?';
}

function nameOf(fault: LedgerFault): string {
  if ('line' in fault) return fault.line;
  return 'ordered' in fault ? String(fault.ordered) : 'distorted';
}
