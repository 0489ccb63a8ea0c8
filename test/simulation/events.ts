import type { Step } from './steps.js';
import type { Simulation } from './simulation.js';
import { MISLEADING } from './world/biller.js';
import { DISTORTIONS, type Distortion, type Line } from './world/network.js';

/** Something that can happen at any time, by somebody else's doing. */
export interface WorldEvent {
  apply: (simulation: Simulation) => void;
  /** Steps at which it means something. */
  fits: (step: Step) => boolean;
}

const always = () => true;
const isOpen = (step: Step) => step !== 'ended' && step !== 'review: ended';
const atBiller = (step: Step) => ['inquiry', 'pay', 'check', 'between checks', 'operator'].includes(step);
const atLedger = (step: Step) => /hold|capture|release|operator|^pay|check/.test(step);
const sent = (step: Step) => !['start', 'inquiry', 'confirmation', 'hold'].includes(step);

function person(apply: WorldEvent['apply'], fits: WorldEvent['fits'] = always): WorldEvent {
  return { apply, fits };
}

/** The next call to the biller meets this. */
function biller(fault: { line: Line } | { distortion: Distortion }): WorldEvent {
  return { apply: (simulation) => simulation.faults.biller.push(fault), fits: atBiller };
}

function ledger(fault: { line: Line } | { distortion: Distortion } | { ordered: number }): WorldEvent {
  return { apply: (simulation) => simulation.faults.ledger.push(fault), fits: atLedger };
}

const LINES = {
  'cannot be reached': { line: 'refused' },
  'does not get the request': { line: 'lost' },
  'does it and its answer is lost': { line: 'deaf' },
  'gets the request late': { line: 'late' },
  'answers too late': { line: 'slow' },
} as const satisfies Record<string, { line: Line }>;

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;

const PLAIN = {
  // Processes and servers.
  'the worker dies': person((simulation) => simulation.workerDies(200)),
  'the worker dies, and for an hour there is none': person((simulation) => simulation.workerDies(HOUR_MS)),
  'the worker stands still for 15 s': person((simulation) => simulation.workerStandsStill(15_000)),
  'a call to Temporal does not arrive': person((simulation) => simulation.faults.temporal.push('not arrived'), isOpen),
  'an answer of Temporal is lost': person((simulation) => simulation.faults.temporal.push('answer lost'), isOpen),
  'activities wait in their queues for five minutes': person((simulation) =>
    simulation.activitiesWait(FIVE_MINUTES_MS),
  ),
  'the list lags behind': person((simulation) => simulation.listLags(60_000)),

  // Callers.
  cancel: person((simulation) => simulation.update('cancel'), isOpen),
  'a native Cancel': person((simulation) => simulation.nativeCancel(), isOpen),
  'a native Cancel of the review': person(
    (simulation) => simulation.nativeCancelReview(),
    (step) => step.startsWith('review'),
  ),
  confirm: person((simulation) => simulation.confirm(), isOpen),
  'confirm another amount': person((simulation) => simulation.confirm(1), isOpen),
  bill: person((simulation) => simulation.update('bill')),
  'started again': person((simulation) => simulation.startAgain()),
  'a reset to the beginning': person((simulation) => simulation.reset(0)),
  'a reset to the last task': person((simulation) => simulation.reset(Infinity)),
  terminated: person((simulation) => simulation.terminate(), isOpen),

  // Operators.
  'resolved as Sukses': person((simulation) => simulation.resolve('Sukses')),
  'resolved as Gagal': person((simulation) => simulation.resolve('Gagal')),
  'resolved as it is': person((simulation) => simulation.resolveTruly()),

  // The biller's own doing.
  'the biller decides Sukses': person((simulation) => simulation.biller.decide('Sukses'), sent),
  'the biller decides Gagal': person((simulation) => simulation.biller.decide('Gagal'), sent),
  'a notice': person((simulation) => simulation.notice(), sent),
  'a notice and the same again': person((simulation) => {
    simulation.notice();
    simulation.notice();
  }, sent),
  'a notice of the opposite': person((simulation) => simulation.contradict(), sent),
  'a notice of Gagal while it is pending': person((simulation) => simulation.prematureFailure(), sent),
  'a hint': person((simulation) => simulation.hint()),
  'a forged notice of Sukses': person((simulation) => simulation.notice('Sukses', 'forged')),
  'a forged notice of Gagal': person((simulation) => simulation.notice('Gagal', 'none')),
  'a malformed signal': person((simulation) => simulation.signal({ body: 7, headers: null })),
  'the biller is away for an hour': person((simulation) => simulation.away('biller', HOUR_MS), atBiller),

  // The ledger's own doing.
  'the ledger is away for an hour': person((simulation) => simulation.away('ledger', HOUR_MS), atLedger),
  'the account is emptied': person((simulation) => simulation.emptyAccount(), atLedger),
} as const satisfies Record<string, WorldEvent>;

type PlainName = keyof typeof PLAIN;
type BillerName = `the biller ${keyof typeof LINES | keyof typeof DISTORTIONS | keyof typeof MISLEADING}`;
type LedgerRefusal = `refuses with ${401 | 402 | 404 | 409 | 422}`;
type LedgerName = `the ledger ${keyof typeof LINES | keyof typeof DISTORTIONS | LedgerRefusal}`;

export type EventName = PlainName | BillerName | LedgerName;

const named = <Name extends string>(
  prefix: string,
  faults: Record<string, Parameters<typeof ledger>[0]>,
  make: (fault: never) => WorldEvent,
): Record<Name, WorldEvent> =>
  Object.fromEntries(
    Object.entries(faults).map(([name, fault]) => [`${prefix} ${name}`, make(fault as never)]),
  ) as Record<Name, WorldEvent>;

const distorted = (table: Record<string, Distortion>) =>
  Object.fromEntries(Object.entries(table).map(([name, distortion]) => [name, { distortion }]));

/** Everything that can happen. */
export const EVENTS: Record<EventName, WorldEvent> = {
  ...PLAIN,
  ...named<BillerName>('the biller', { ...LINES, ...distorted(DISTORTIONS), ...distorted(MISLEADING) }, biller),
  ...named<LedgerName>(
    'the ledger',
    {
      ...LINES,
      ...distorted(DISTORTIONS),
      ...Object.fromEntries([401, 402, 404, 409, 422].map((status) => [`refuses with ${status}`, { ordered: status }])),
    },
    ledger,
  ),
};

/** A fault of the ledger: on the way, or an HTTP status that it answers. */
export type LedgerFault = Parameters<typeof ledger>[0];
