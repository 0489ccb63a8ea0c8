import type { PaymentRequest } from '../../contract/request.js';
import { Random } from '../chaos/random.js';
import { EVENTS, type EventName } from './events.js';
import { STEPS, type Step } from './steps.js';
import type { BillerHabits } from './world/biller.js';

/** Something that happens to a payment, and when: so long after it has come to a step for the first time. */
export interface Injection {
  step: Step;
  event: EventName;
  /** Milliseconds. */
  afterMs: number;
}

/** Everything about one simulated payment that is decided beforehand. The rest follows from the seed. */
export interface Scenario {
  seed: number;
  request: PaymentRequest;
  biller: BillerHabits;
  /** Funds of the customer; rupiah. @default no limit */
  balance?: number;
  /** What the customer does where the payment waits for a confirmation. */
  customer: 'confirms' | 'is silent';
  /** How often the biller sends its notice of the verdict, and how long after it; milliseconds. */
  notices: number[];
  waitsForDeposit: boolean;
  operators: boolean;
  /** Whether a receiver is told what becomes of it. @default false */
  isTold?: boolean;
  injections: Injection[];
}

/** A pair of points that a scenario is to meet, one after the other. */
export interface Aim {
  first: Point;
  second: Point;
}

export interface Point {
  step: Step;
  event: EventName;
}

const POINTS: readonly Point[] = STEPS.flatMap((step) =>
  (Object.keys(EVENTS) as EventName[]).filter((event) => EVENTS[event].fits(step)).map((event) => ({ step, event })),
);

/** How many points there are: a step and what happens there. */
export const POINT_COUNT = POINTS.length;

/** The pair that a seed aims at: neighbouring seeds aim far from one another, and all pairs have their turn. */
export function aimOf(seed: number): Aim {
  // A prime that shares no factor with the number of pairs visits each of them once.
  const pair = (seed * 7_919) % (POINT_COUNT * POINT_COUNT);
  const [first, second] = [POINTS[Math.floor(pair / POINT_COUNT)], POINTS[pair % POINT_COUNT]];
  if (!first || !second) throw new RangeError('there is no such pair');
  return { first, second };
}

/** What brings a payment to a step that it would seldom come to. */
interface Way {
  verdict?: 'Sukses' | 'Gagal' | 'none';
  /** The biller does not decide with its answer to pay. */
  isLate?: true;
  hasNotice?: true;
  /** Funds are given back at a deadline of two minutes. */
  isReleased?: true;
  injections?: Injection[];
}

const contradiction: Injection = { step: 'ended', event: 'a notice of the opposite', afterMs: 500 };
const resolvedAs = (event: 'resolved as Sukses' | 'resolved as Gagal'): Injection[] => [
  contradiction,
  { step: 'review: operator', event, afterMs: 1_000 },
];

/** An operator resolves what the biller has not decided, so that a verdict can still come. */
const resolvedEarly = (event: 'resolved as Sukses' | 'resolved as Gagal'): Way => ({
  verdict: 'none',
  hasNotice: true,
  injections: [{ step: 'operator', event, afterMs: 1_000 }],
});

/** An operator resolves as Sukses what fails while the ledger is asked for the funds. */
const resolvedWrongly: Way = {
  ...resolvedEarly('resolved as Sukses'),
  injections: [
    { step: 'operator', event: 'resolved as Sukses', afterMs: 1_000 },
    { step: 'capture', event: 'the ledger answers too late', afterMs: 0 },
    { step: 'capture', event: 'the biller decides Gagal', afterMs: 1 },
    { step: 'capture', event: 'a notice', afterMs: 5 },
  ],
};

/** The ledger has captured then, and refuses twice to undo it. */
const keptByTheLedger: Way = {
  ...resolvedWrongly,
  injections: [
    ...(resolvedWrongly.injections ?? []),
    { step: 'release', event: 'the ledger refuses with 409', afterMs: 0 },
    { step: 'release', event: 'the ledger refuses with 409', afterMs: 0 },
  ],
};

/** It fails while the ledger refuses the hold that a resolution needs. */
const owedAndFailed: Way = {
  ...resolvedEarly('resolved as Sukses'),
  isReleased: true,
  injections: [
    { step: 'release', event: 'the account is emptied', afterMs: 60_000 },
    { step: 'operator', event: 'the ledger answers too late', afterMs: 999 },
    { step: 'operator', event: 'resolved as Sukses', afterMs: 1_000 },
    { step: 'operator', event: 'the biller decides Gagal', afterMs: 2_000 },
    { step: 'operator', event: 'a notice', afterMs: 2_500 },
  ],
};

/** A second review takes back what the first one decided, and a third one takes that back. */
const resolvedThrice: Way = {
  verdict: 'Gagal',
  injections: [
    ...resolvedAs('resolved as Sukses'),
    { step: 'review: ended', event: 'a notice', afterMs: 1_000 },
    { step: 'review: ended', event: 'a notice of the opposite', afterMs: 7_200_000 },
    { step: 'review: ended', event: 'resolved as Sukses', afterMs: 7_260_000 },
  ],
};

/** Nobody takes what is scheduled next. */
const queued = (step: Step): Way => ({
  injections: [{ step, event: 'activities wait in their queues for five minutes', afterMs: 0 }],
});

/** Something may arrive before the worker that goes on has the last task. */
const endingSlowly = (verdict: 'Sukses' | 'Gagal'): Way => ({
  verdict,
  injections: [{ step: 'ending', event: 'the worker dies', afterMs: 0 }],
});

const WAYS: Partial<Record<Step, readonly Way[]>> = {
  pay: [{}, {}, queued('inquiry'), queued('hold')],
  check: [{ isLate: true }],
  'between checks': [{ isLate: true }],
  notices: [{ isLate: true, hasNotice: true }],
  capture: [{ verdict: 'Sukses' }, { verdict: 'Sukses' }, resolvedEarly('resolved as Sukses'), resolvedWrongly],
  release: [{ verdict: 'Gagal' }, { verdict: 'Gagal' }, resolvedEarly('resolved as Gagal'), keptByTheLedger],
  operator: [{ verdict: 'none' }, owedAndFailed],
  ending: [{ verdict: 'Sukses' }, endingSlowly('Sukses'), endingSlowly('Gagal')],
  'review: record': [{ injections: [contradiction] }],
  'review: operator': [{ injections: [contradiction] }],
  'review: hold': [{ verdict: 'Gagal', injections: resolvedAs('resolved as Sukses') }],
  'review: capture': [{ verdict: 'Gagal', injections: resolvedAs('resolved as Sukses') }],
  'review: release': [{ verdict: 'Sukses', injections: resolvedAs('resolved as Gagal') }],
  'review: ended': [{ injections: resolvedAs('resolved as Gagal') }, resolvedThrice],
};

/** The way to the later one of two steps; the earlier one mostly lies on it. Now and then none, so that chance has its turn. */
function wayTo({ first, second }: Aim, random: Random): Way {
  const later = Math.max(STEPS.indexOf(first.step), STEPS.indexOf(second.step));
  const step = STEPS[later];
  const ways = step && WAYS[step];
  return ways && random.chance(0.85) ? random.pick([...ways]) : {};
}

/** Draws a scenario; the same seed gives the same one. */
export function drawScenario(seed: number, aim: Aim = aimOf(seed)): Scenario {
  const random = new Random(seed, 'scenario');
  const manual = random.chance(0.2) || needs(aim, 'confirmation');
  const isFunded = random.chance(0.75) || needsLedger(aim);
  const price = 11_000;
  const way = wayTo(aim, random);
  const account = isFunded || way.isReleased === true;
  const later = random.weighted([
    [way.isLate ? 0 : 3, 0],
    [3, random.int(2_000, 90_000)],
    [2, random.int(100_000, 3_600_000)],
    [2, random.int(3_600_000, 30_000_000)],
  ]);
  const release = account && (random.chance(0.25) || way.isReleased === true);
  const request: PaymentRequest = {
    provider: new Random(seed, 'provider').chance(0.25) ? 'tokopedia' : 'digiflazz',
    refId: `s${seed}`,
    product: 'pln',
    customerNo: '530000000001',
    ...(account ? { account: 'acc' } : {}),
    ...(manual ? { confirm: 'manual' } : {}),
    ...(release ? { onDeadline: 'release' } : {}),
    ...(random.chance(0.1) ? { charge: price + 1_500 } : {}),
    ...(random.chance(0.04) ? { maxAmount: price - 1 } : {}),
    ...(random.chance(0.3) ? { deadline: random.pick(['2m', '10m', '1h']) } : {}),
    ...(way.isReleased ? { deadline: '2m' } : {}),
  };
  const more = random.weighted([
    [4, 0],
    [4, 1],
    [2, 2],
    [1, 4],
  ]);
  const drawn = Array.from({ length: more }, () => random.pick(POINTS));
  return {
    seed,
    request,
    biller: {
      hasBill: !random.chance(0.02),
      price,
      verdict: drawVerdict(way, random),
      afterMs: later,
      depositTooLow: random.chance(0.06) ? random.int(1, 3) : 0,
    },
    ...(random.chance(0.05) ? { balance: random.pick([1_000, price + 100]) } : {}),
    customer: random.chance(0.8) ? 'confirms' : 'is silent',
    notices: random.weighted<number[]>([
      [way.hasNotice ? 0 : 5, []],
      [3, [random.int(0, 2_000)]],
      [2, [random.int(0, 2_000), random.int(1_000, 60_000)]],
      [1, [random.int(3_600_000, 90_000_000)]],
    ]),
    waitsForDeposit: random.chance(0.5),
    operators: random.chance(0.03),
    ...(needs(aim, 'ending') || new Random(seed, 'told').chance(0.3) ? { isTold: true } : {}),
    injections: [
      ...(way.injections ?? []),
      ...[aim.first, aim.second, ...drawn].map((point, index) => ({ ...point, afterMs: drawDelay(random, index) })),
    ],
  };
}

function drawVerdict({ verdict }: Way, random: Random): 'Sukses' | 'Gagal' | undefined {
  if (verdict !== undefined) return verdict === 'none' ? undefined : verdict;
  return random.weighted([
    [10, 'Sukses' as const],
    [7, 'Gagal' as const],
    [2, undefined],
  ]);
}

/** Mostly while what has just begun is under way; sometimes long after. */
function drawDelay(random: Random, index: number): number {
  const soon = index * 3;
  return random.weighted([
    [4, soon + random.int(0, 20)],
    [4, soon + random.int(0, 250)],
    [3, random.int(250, 12_000)],
    [2, random.int(12_000, 900_000)],
    [1, random.int(900_000, 9_000_000)],
  ]);
}

function needs({ first, second }: Aim, step: Step): boolean {
  return first.step === step || second.step === step;
}

function needsLedger({ first, second }: Aim): boolean {
  return [first, second].some(({ step, event }) => /hold|capture|release/.test(step) || event.startsWith('the ledger'));
}
