import type { Scenario } from './scenario.js';

const base: Scenario = {
  seed: 1,
  request: { provider: 'digiflazz', refId: 's1', product: 'pln', customerNo: '530000000001', account: 'acc' },
  biller: { hasBill: true, price: 11_000, verdict: 'Sukses', afterMs: 0, depositTooLow: 0 },
  customer: 'confirms',
  notices: [],
  waitsForDeposit: false,
  operators: false,
  injections: [],
};
const { biller, request } = base;
/** A biller that never decides. */
const undecided = { ...biller, verdict: undefined };
const released = { ...request, onDeadline: 'release' } as const;

/** What broke an invariant once, by what was wrong. */
export const KEPT: Record<string, Scenario> = {
  'a run after a reset never came to its first check': {
    ...base,
    biller: undecided,
    injections: [{ step: 'between checks', event: 'a reset to the beginning', afterMs: 1_000_000 }],
  },
  'a second run of a reference expired, was told as Gagal, and a review captured a second time': {
    ...base,
    request: { ...request, confirm: 'manual' },
    notices: [53_538_410],
    injections: [{ step: 'ended', event: 'started again', afterMs: 152 }],
  },
  'a hold that was released already could not be released': {
    ...base,
    request: { ...released, deadline: '2m' },
    biller: { ...biller, afterMs: 297_111 },
    injections: [{ step: 'ended', event: 'started again', afterMs: 254 }],
  },
  'a second run of a reference took the funds that the first one had taken': {
    ...base,
    request: released,
    biller: undecided,
    injections: [{ step: 'capture', event: 'started again', afterMs: 1_432 }],
  },
  'a review found no payment while a start under its reference was refused and the list lagged behind': {
    ...base,
    injections: [
      { step: 'ended', event: 'a notice of the opposite', afterMs: 0 },
      { step: 'review: record', event: 'started again', afterMs: 0 },
      { step: 'review: record', event: 'the list lags behind', afterMs: 208 },
    ],
  },
  'a hold that came after its release was left open': {
    ...base,
    biller: { ...biller, verdict: 'Gagal' },
    injections: [
      { step: 'hold', event: 'the ledger gets the request late', afterMs: 0 },
      { step: 'hold', event: 'cancel', afterMs: 0 },
    ],
  },
  'a review whose payment states no amount could not be ended': {
    ...base,
    request: { ...request, deadline: '2m' },
    biller: undecided,
    injections: [{ step: 'operator', event: 'a reset to the beginning', afterMs: 71 }],
  },
  'a contact before a resolution was forgotten, and the next one came too soon': {
    ...base,
    seed: 14340,
    request: { ...released, refId: 's14340' },
    biller: undecided,
    injections: [
      { step: 'operator', event: 'resolved as Sukses', afterMs: 0 },
      { step: 'capture', event: 'the biller decides Gagal', afterMs: 0 },
      { step: 'capture', event: 'a notice', afterMs: 0 },
      { step: 'release', event: 'the ledger refuses with 409', afterMs: 0 },
      { step: 'release', event: 'the worker stands still for 15 s', afterMs: 97 },
      { step: 'pay', event: 'the worker dies, and for an hour there is none', afterMs: 823 },
    ],
  },
  'the end of a payment that was reset was not told once somebody had started it again': {
    ...base,
    request: { ...request, refId: 's31618' },
    seed: 31618,
    biller: { ...biller, afterMs: 2_786_745 },
    notices: [1_615],
    isTold: true,
    injections: [
      { step: 'ended', event: 'a notice of the opposite', afterMs: 500 },
      { step: 'pay', event: 'a reset to the beginning', afterMs: 89 },
      { step: 'review: operator', event: 'started again', afterMs: 2_638 },
    ],
  },
  'a notice that came to a second run while that was refused was lost with it': {
    ...base,
    injections: [
      { step: 'ended', event: 'started again', afterMs: 500 },
      { step: 'ended', event: 'a notice of the opposite', afterMs: 500 },
    ],
  },
};
