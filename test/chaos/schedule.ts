import type { PaymentRequest } from '../../contract/request.js';
import type { NoticeOptions } from '../../sandbox/outcomes.js';
import { type Biller, BILLERS, drawBiller, habitsOf } from './billers.js';
import type { ChaosOptions } from './options.js';
import { Random } from './random.js';
import { drawBehaviour, type Behaviour } from './behaviour.js';

/** All that is to happen in a run, decided beforehand. Times in milliseconds from its start. */
export interface Schedule {
  payments: ScheduledPayment[];
  disturbances: Disturbance[];
  /** Account → rupiah; accounts that are not named have no limit. */
  balances: Record<string, number>;
}

export interface ScheduledPayment {
  at: number;
  request: PaymentRequest;
  /** Which clients start it, all at once; the first one goes on with it. */
  starters: number[];
  /** What the customer does about the bill, where the request waits for it. */
  answer?: 'confirm' | 'cancel' | 'none';
  thinkMs: number;
  /** Started with other content as well, which must be refused. */
  mismatched: boolean;
  /** Started once more after its end. */
  repeated: boolean;
  /** A signed notice claims the opposite after its end. */
  contradicted: boolean;
  /** Notices that are ordered from outside, the time counted from the start of the payment. */
  extraNotices: ({ afterMs: number } & NoticeOptions)[];
  behaviour: Behaviour;
}

/** What is done to the processes. `downMs`: how long it stays away. */
export type Disturbance = { at: number } & (
  | { kind: 'worker'; which: number; downMs: number }
  | { kind: 'server' | 'sandbox' | 'webhooks'; downMs: number }
  | { kind: 'cut'; provider: Biller | 'ledger'; connections: number }
);

/** Starts end before the run does, so that the last ones meet kills too. */
const STARTS_UNTIL = 0.88;

/** A bill that nobody confirms holds up the end of the run until then. */
const UNCONFIRMED_DEADLINE = '40s';

export type ScheduleOptions = Omit<ChaosOptions, 'settle' | 'inFlight' | 'keep' | 'json'>;

/** The same options give the same schedule. */
export function makeSchedule(options: ScheduleOptions): Schedule {
  return {
    payments: Array.from({ length: options.payments }, (_, index) => planPayment(options, index)),
    disturbances: planDisturbances(options),
    balances: { poor: 1_000, ...Object.fromEntries(TIGHT.map((name) => [name, 1_500_000])) },
  };
}

const TIGHT = ['tight-1', 'tight-2', 'tight-3'];

function planPayment({ seed, payments, duration, clients }: ScheduleOptions, index: number): ScheduledPayment {
  const random = new Random(seed, `payment ${index}`);
  const answer = random.chance(0.15)
    ? random.weighted<'confirm' | 'cancel' | 'none'>([
        [6, 'confirm'],
        [3, 'cancel'],
        [1, 'none'],
      ])
    : undefined;
  const request = drawRequest(random, `chaos-${seed}-${index + 1}`, index, answer !== undefined);
  const owner = random.int(0, clients - 1);
  const others = Array.from({ length: clients }, (_, client) => client).filter((client) => client !== owner);
  const twins = random.chance(0.25) ? others.slice(0, random.int(1, 3)) : [];
  return {
    at: Math.floor(((index + random.next()) / payments) * duration * STARTS_UNTIL),
    request: answer === 'none' ? { deadline: UNCONFIRMED_DEADLINE, ...request } : request,
    starters: [owner, ...twins],
    ...(answer === undefined ? {} : { answer }),
    thinkMs: random.int(0, 3_000),
    mismatched: random.chance(0.02),
    repeated: random.chance(0.05),
    contradicted: random.chance(0.04),
    extraNotices: random.chance(0.1) ? [drawEarlyNotice(random)] : [],
    behaviour: drawBehaviour(random, habitsOf(request.provider)),
  };
}

function drawRequest(random: Random, refId: string, index: number, manual: boolean): PaymentRequest {
  const provider = drawBiller(random);
  const { products, customerNo, feeForbidden } = habitsOf(provider);
  const asked = random.pick(products)();
  // No test numbers: the sandbox decides their outcome.
  const number = `77${String(index).padStart(10, '0')}`;
  const account = random.weighted<string | undefined>([
    [30, undefined],
    [52, `account-${random.int(1, 50)}`],
    [8, 'poor'],
    [10, random.pick(TIGHT)],
  ]);
  const release = random.chance(0.15);
  const deadline = random.weighted<string | undefined>([
    [release ? 0 : 80, undefined],
    [8, `${random.int(3, 8)}s`],
    [12, `${random.int(9, 25)}s`],
  ]);
  return {
    provider,
    refId,
    ...asked,
    customerNo: customerNo(asked.product, number),
    ...(manual ? { confirm: 'manual' as const } : {}),
    ...(account === undefined ? {} : { account }),
    ...(release ? { onDeadline: 'release' as const } : {}),
    ...(deadline === undefined ? {} : { deadline }),
    ...(random.chance(0.1) && !feeForbidden ? { charge: 300_000 } : {}),
    ...(random.chance(0.03) ? { maxAmount: 1_000 } : {}),
  };
}

/** Comes while the payment may still be pending; a false claim never has a valid signature. */
function drawEarlyNotice(random: Random) {
  const afterMs = random.int(500, 6_000);
  return random.weighted<{ afterMs: number } & NoticeOptions>([
    [4, { afterMs, signature: 'forged', as: 'sukses' }],
    [2, { afterMs, signature: 'none', as: 'sukses' }],
    [2, { afterMs, signature: 'forged', as: 'gagal' }],
    [3, { afterMs, copies: 2 }],
  ]);
}

function planDisturbances(options: ScheduleOptions): Disturbance[] {
  const { seed, duration, workers } = options;
  const random = new Random(seed, 'disturbances');
  const spread = <T>(times: number, make: (at: number) => T) =>
    Array.from({ length: times }, (_, turn) =>
      make(Math.floor(duration * (0.04 + (0.92 * (turn + random.next())) / times))),
    );
  const downMs = () => random.int(0, 3_000);
  const cuts = Math.ceil(duration / 20_000);
  return [
    ...spread(options.workerKills, (at) => ({
      at,
      kind: 'worker' as const,
      which: random.int(0, workers - 1),
      downMs: downMs(),
    })),
    ...spread(options.serverKills, (at) => ({ at, kind: 'server' as const, downMs: downMs() })),
    ...spread(options.sandboxKills, (at) => ({ at, kind: 'sandbox' as const, downMs: downMs() })),
    ...spread(options.webhooksKills, (at) => ({ at, kind: 'webhooks' as const, downMs: downMs() })),
    ...spread(cuts, (at) => ({
      at,
      kind: 'cut' as const,
      provider: random.pick([...BILLERS, 'ledger'] as const),
      connections: random.int(1, 3),
    })),
  ].sort((one, other) => one.at - other.at);
}
