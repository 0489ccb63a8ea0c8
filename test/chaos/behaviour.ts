import type { InjectedFault } from '../../sandbox/injected-fault.js';
import type { NoticeOptions, Outcome } from '../../sandbox/outcomes.js';
import type { Habits } from './billers.js';
import type { Random } from './random.js';

/** What the biller and the ledger do with one payment: its outcome, and the faults on the way. */
export interface Behaviour {
  /** The biller refuses the inquiry. */
  noBill: boolean;
  outcome: Outcome;
  rc?: string;
  /** When a pending payment is decided: milliseconds from pay. */
  afterMs: number;
  /** Price at pay minus price at inquiry; rupiah. */
  drift?: number;
  pay?: InjectedFault;
  /** Each list holds the fault of the first contact, of the second…; undefined: none. */
  inquiry: FaultSequence;
  status: FaultSequence;
  hold: LedgerSequence;
  capture: LedgerSequence;
  release: LedgerSequence;
  /** Of the second hold, after a release at the deadline. */
  secondHold: LedgerSequence;
  /** The webhook that the biller sends by itself when the payment is decided. */
  notice: NoticeOptions;
}

export type FaultSequence = (InjectedFault | undefined)[];

/** A number is the HTTP status of an answer to a step that is not executed. */
export type LedgerSequence = (InjectedFault | number | undefined)[];

const NOT_EXECUTED: readonly InjectedFault[] = ['reset-after-read', 'http-500', 'http-503', 'http-429'];
const UNANSWERED: readonly InjectedFault[] = [
  'reset-after-charge',
  'half-answer',
  'slow',
  'http-500-after',
  'html',
  'garbage',
];
const MISLEADING: readonly InjectedFault[] = [
  'wrong-reference',
  'wrong-customer',
  'wrong-product',
  'not-found',
  'contradiction',
];
/** The ledger never gives a misleading answer, because it is trusted: these are the faults of the network on the way to it. */
const LEDGER_FAULTS = [...NOT_EXECUTED, ...UNANSWERED];
const INQUIRY_AND_STATUS_FAULTS = [...LEDGER_FAULTS, ...MISLEADING];

export function drawBehaviour(random: Random, { codes, drifts, faults: own }: Habits): Behaviour {
  const outcome = random.weighted<Outcome>([
    [56, 'sukses'],
    [20, 'pending→sukses'],
    [10, 'pending→gagal'],
    [12, 'gagal'],
    [2, 'pending'],
  ]);
  const rc = outcome === 'gagal' && codes.length > 0 ? random.pick(codes) : undefined;
  const drift = drifts && random.chance(0.03) ? random.pick([-500, 1_000]) : undefined;
  const pay = payFault(random);
  return {
    noBill: random.chance(0.03),
    outcome,
    ...(rc === undefined ? {} : { rc }),
    afterMs: random.int(500, 12_000),
    ...(drift === undefined ? {} : { drift }),
    ...(pay === undefined ? {} : { pay }),
    inquiry: faults(random, INQUIRY_AND_STATUS_FAULTS, [0.12, 0.05]),
    status: faults(random, [...INQUIRY_AND_STATUS_FAULTS, ...own], [0.3, 0.25, 0.2, 0.1]),
    ...drawLedger(random),
    notice: drawNotice(random, outcome),
  };
}

type LedgerBehaviour = Pick<Behaviour, 'hold' | 'capture' | 'release' | 'secondHold'>;

/** Faults of the network; and for some payments a ledger that refuses, or is not reached, and then recovers. */
function drawLedger(random: Random): LedgerBehaviour {
  const network = {
    hold: faults(random, LEDGER_FAULTS, [0.1, 0.05]),
    capture: faults(random, LEDGER_FAULTS, [0.1, 0.05]),
    release: faults(random, LEDGER_FAULTS, [0.1, 0.05]),
    secondHold: [],
  };
  return { ...network, ...(random.chance(0.2) ? drawRecovery(random) : {}) };
}

/** Repeats come after 1, 2, 4, 8 and 16 s: five of them last longer than it takes until the step is under review. */
const FOR_SECONDS = 3;
const FOR_LONG = 5;

function drawRecovery(random: Random): Partial<LedgerBehaviour> {
  const step = random.pick(['hold', 'capture', 'release'] as const);
  return random.weighted<Partial<LedgerBehaviour>>([
    [5, { capture: [422] }],
    // Refused again after the operator's resolution: the funds are owed, and taken in the review.
    [4, { capture: [422, 422] }],
    [4, { release: [409] }],
    [2, { hold: [402] }],
    [3, { release: [409, 409] }],
    [5, { secondHold: [402] }],
    [4, { [step]: Array<number>(FOR_SECONDS).fill(random.pick([401, 403, 405])) }],
    [4, { [step]: Array<number>(FOR_LONG).fill(500) }],
  ]);
}

/** A pay that the biller never received can only end under review, so there are fewer of them. */
function payFault(random: Random): InjectedFault | undefined {
  if (!random.chance(0.25)) return undefined;
  return random.weighted([
    [15, random.pick(NOT_EXECUTED)],
    [50, random.pick(UNANSWERED)],
    [35, random.pick(MISLEADING)],
  ]);
}

function faults(random: Random, kinds: readonly InjectedFault[], chances: readonly number[]): FaultSequence {
  return chances.map((chance) => (random.chance(chance) ? random.pick(kinds) : undefined));
}

function drawNotice(random: Random, outcome: Outcome): NoticeOptions {
  // A signed notice with a false Sukses would rightly be accepted, so the false signed notices claim Gagal only.
  const falseClaim: NoticeOptions = outcome.endsWith('sukses')
    ? { as: 'gagal', delay: random.int(0, 15_000) }
    : { copies: 2 };
  return random.weighted<NoticeOptions>([
    [30, {}],
    [15, { copies: random.int(2, 4) }],
    [20, { delay: random.int(200, 12_000), copies: random.int(1, 2) }],
    [10, { send: false }],
    [10, { signature: 'none', as: random.pick(['opposite', 'sukses', 'gagal'] as const) }],
    [10, { signature: 'forged', as: random.pick(['opposite', 'sukses', 'gagal'] as const) }],
    [5, falseClaim],
  ]);
}
