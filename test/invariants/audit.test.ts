import { audit, gapsOf, GAP_TOLERANCE_MS, reachedPay } from './audit.js';
import type { PaymentFacts } from './facts.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { OutcomeFields } from '../../contract/outcome.js';
import type { Entry } from '../../sandbox/entries.js';

const MIN_GAP_MS = 700;
const request: PaymentRequest = {
  provider: 'digiswitch',
  refId: 'A1',
  product: 'pln',
  customerNo: '1',
  account: 'account-1',
};
const SENT = 'pay sent at most once; where it may be repeated, only after a status call';
const HOLD = `payment:${request.provider}:A1:1`;

const outcome = (more: Partial<OutcomeFields> = {}): OutcomeFields => ({
  ...{ status: 'Sukses', provider: request.provider, refId: 'A1', product: 'pln', customerNo: '1' },
  ...{ charge: 10_000, code: '00', message: '', receipt: [], funds: 'captured' },
  ...{ startedAt: at(0), finishedAt: at(2_000) },
  ...more,
});

const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();
const about = { provider: request.provider, ref: 'A1', product: 'pln', customerNo: '1' };
const contact = (asks: 'inquiry' | 'pay' | 'status', ms: number): Entry => ({
  kind: 'contact',
  command: `${asks}-pasca`,
  asks,
  at: at(ms),
  ...about,
});
const paid = (ms: number): Entry => ({ kind: 'pay', at: at(ms), price: 9_000, outcome: 'sukses', data: {}, ...about });
const notice = (ms: number, more: Partial<Extract<Entry, { kind: 'notice' }>>): Entry => ({
  ...{ kind: 'notice', at: at(ms), provider: request.provider, ref: 'A1' },
  ...{ claims: 'Sukses', signature: 'valid', status: 200 },
  ...more,
});

/** A payment with which all is well. */
const facts = (more: Partial<PaymentFacts> = {}): PaymentFacts => ({
  request,
  seen: { accepted: true, outcomes: [{ status: 'Sukses', finishedAt: at(2_000) }] },
  end: { kind: 'ended', outcome: outcome() },
  review: undefined,
  entries: [contact('inquiry', 0), contact('pay', 100), paid(100), contact('status', 1_100)],
  truth: 'Sukses',
  holds: [{ id: HOLD, amount: 10_000, state: 'captured', captured: 10_000 }],
  ...more,
});
const gagal = (more: Partial<PaymentFacts> = {}) =>
  facts({
    end: { kind: 'ended', outcome: outcome({ status: 'Gagal', reason: 'failed', funds: 'released' }) },
    seen: undefined,
    truth: 'Gagal',
    holds: [{ id: HOLD, amount: 10_000, state: 'released' }],
    ...more,
  });
const broken = (subject: PaymentFacts) =>
  audit([subject], MIN_GAP_MS)
    .filter(({ violations }) => violations.length > 0)
    .map(({ invariant }) => invariant);

describe('the invariants of the money', () => {
  test('finds nothing where all is well', () => {
    expect(broken(facts())).toEqual([]);
    expect(broken(gagal())).toEqual([]);
  });

  test('names the reference and says what is wrong', () => {
    const subject = facts({ entries: [contact('pay', 0), paid(0), paid(50)] });
    const finding = audit([subject], MIN_GAP_MS).find(({ invariant }) => invariant === 'charged at most once');
    expect(finding).toEqual({
      invariant: 'charged at most once',
      checked: 1,
      violations: [{ ref: 'A1', detail: '2 pays were executed' }],
    });
  });

  test('finds a pay that was sent twice although only one was executed', () => {
    const entries = [contact('pay', 0), contact('pay', 5_000), paid(5_000)];
    expect(broken(facts({ entries }))).toEqual([SENT]);
  });

  test('lets a pay be sent again where the biller allows it, but only after a status call', () => {
    const repeatable = { ...request, provider: 'tokopedia' };
    const asked = [contact('pay', 0), contact('status', 5_000), contact('pay', 10_000), paid(10_000)];
    const blind = [contact('pay', 0), contact('pay', 5_000), contact('status', 10_000), paid(5_000)];
    expect(broken(facts({ entries: asked, request: repeatable }))).not.toContain(SENT);
    expect(broken(facts({ entries: blind, request: repeatable }))).toContain(SENT);
  });

  test('finds a payment that has not ended, also one that is under review', () => {
    const ended = 'all ended: the operator resolves what no verdict ends';
    expect(broken(facts({ end: { kind: 'open', stage: 'polling' } }))).toEqual([ended]);
    expect(broken(facts({ end: { kind: 'open', stage: 'polling', review: 'no verdict' } }))).toEqual([ended]);
    expect(broken(facts({ end: { kind: 'missing' } }))).toEqual([ended]);
    expect(broken(facts({ end: { kind: 'broken', why: 'terminated' } }))).toEqual([ended]);
  });

  test('finds a review that is still open, and one that was resolved against the biller', () => {
    const rule = 'every review of an ended payment is resolved, in agreement with the biller';
    expect(broken(facts({ review: {} }))).toEqual([rule]);
    expect(broken(facts({ review: { decided: 'Gagal' } }))).toEqual([rule, 'Gagal: nothing captured']);
    expect(broken(facts({ review: { decided: 'Sukses' } }))).toEqual([]);
    const captured = 'Sukses: captured once and in full, if need be in the review of what was owed';
    expect(broken(gagal({ review: { decided: 'Sukses' } }))).toEqual([rule, captured]);
    expect(broken(gagal({ review: { decided: 'Gagal' } }))).toEqual([]);
  });

  test('lets the operator decide Sukses for what the biller executed and leaves Pending', () => {
    const resolved = { kind: 'ended' as const, outcome: outcome({ reason: 'resolved' }) };
    expect(broken(facts({ truth: 'Pending', end: resolved }))).toEqual([]);
    expect(broken(facts({ truth: 'none', end: resolved }))).toEqual(['Sukses only with a charge']);
  });

  test.each(['Gagal', 'Pending', 'none'] as const)('finds a Sukses that the biller has as %s', (truth) => {
    expect(broken(facts({ truth }))).toEqual(['Sukses only with a charge']);
  });

  test.each(['Sukses', 'Pending'] as const)('finds a Gagal that the biller has as %s', (truth) => {
    expect(broken(gagal({ truth }))).toEqual(['Gagal only without a charge']);
  });

  test('finds a hold that an ended payment left, or its review', () => {
    const released = { id: HOLD, amount: 10_000, state: 'released' as const };
    const open = { id: HOLD, amount: 10_000, state: 'held' as const };
    const rule = 'no hold left open by an ended payment';
    expect(broken(gagal({ holds: [open] }))).toEqual([rule]);
    const ofReview = { ...open, id: HOLD.replace('payment', 'review') };
    expect(broken(gagal({ holds: [released, ofReview], review: { decided: 'Gagal' } }))).toEqual([rule]);
  });

  test('finds a capture that is missing, of another amount, or made twice', () => {
    const rule = 'Sukses: captured once and in full, if need be in the review of what was owed';
    const taken = { id: HOLD, amount: 10_000, state: 'captured' as const, captured: 10_000 };
    expect(broken(facts({ holds: [{ ...taken, state: 'released' }] }))).toEqual([rule]);
    expect(broken(facts({ holds: [{ ...taken, captured: 9_999 }] }))).toEqual([rule]);
    expect(broken(facts({ holds: [taken, { ...taken, id: HOLD.replace(/1$/, '2') }] }))).toEqual([rule]);
  });

  test('accepts owed funds only when their review has taken them', () => {
    const rule = 'Sukses: captured once and in full, if need be in the review of what was owed';
    const end = { kind: 'ended' as const, outcome: outcome({ funds: 'owed' }) };
    const released = { id: HOLD, amount: 10_000, state: 'released' as const };
    const taken = { ...released, id: HOLD.replace('payment', 'review'), state: 'captured' as const, captured: 10_000 };
    expect(broken(facts({ end, holds: [released, taken], review: { decided: 'Sukses' } }))).toEqual([]);
    expect(broken(facts({ end, holds: [released], review: { decided: 'Sukses' } }))).toEqual([rule]);
    expect(broken(facts({ end, holds: [released, taken] }))).toEqual(['funds owed have a review']);
  });

  test('finds funds captured for a Gagal, and a bill that was paid without funds', () => {
    const holds: PaymentFacts['holds'] = [{ id: HOLD, amount: 10_000, state: 'captured', captured: 10_000 }];
    expect(broken(gagal({ holds }))).toEqual(['Gagal: nothing captured']);
    expect(broken(gagal({ holds: [] }))).toEqual(['paid only with funds held']);
  });

  test('accepts funds captured for a Gagal only when the ledger refused two releases and the operator was told', () => {
    const release = (key: string) => ({ command: 'release', key });
    const taken = { id: HOLD, amount: 10_000, state: 'captured' as const, captured: 10_000 };
    const holds = [{ ...taken, contacts: [release('a'), release('b')] }];
    const review = { decided: 'Gagal', funds: 'captured' } as const;
    expect(broken(gagal({ holds, review }))).toEqual([]);
    expect(broken(gagal({ holds, review: { ...review, funds: 'released' } }))).toEqual(['Gagal: nothing captured']);
    const repeated = [{ ...taken, contacts: [release('a'), release('a')] }];
    expect(broken(gagal({ holds: repeated, review }))).toEqual(['Gagal: nothing captured']);
  });

  test('finds a contact sooner than minGap, after pay and between checks, and none before pay', () => {
    const early = MIN_GAP_MS - GAP_TOLERANCE_MS - 1;
    expect(broken(facts({ entries: [contact('pay', 0), paid(0), contact('status', early)] }))).toEqual([
      'no contact sooner than minGap after pay',
    ]);
    const checks = [contact('status', 1_000), contact('status', 1_000 + early)];
    expect(broken(facts({ entries: [contact('pay', 0), paid(0), ...checks] }))).toEqual([
      'no two checks closer than minGap',
    ]);
    expect(gapsOf([contact('inquiry', 0), contact('pay', 1), contact('status', 901)])).toEqual([900]);
    expect(gapsOf([contact('inquiry', 0), contact('inquiry', 1)])).toEqual([]);
  });

  test('finds a forged notice that was accepted, and one that reached the payment', () => {
    const rule = 'forged and unsigned notices refused, and moved nothing';
    const { entries } = facts();
    const forged = (status: number) => [...entries, notice(500, { signature: 'forged', status })];
    expect(broken(facts({ entries: forged(200), signals: 0 }))).toEqual([rule]);
    expect(broken(facts({ entries: forged(401), signals: 1 }))).toEqual([rule]);
    expect(broken(facts({ entries: forged(401), signals: 0 }))).toEqual([]);
    expect(broken(facts({ entries: [...forged(401), notice(600, {})], signals: 1 }))).toEqual([]);
  });

  test('requires a review where a signed notice contradicts the outcome after the end', () => {
    const entries = [...facts().entries, notice(20_000, { claims: 'Gagal' })];
    expect(broken(facts({ entries }))).toEqual(['a contradiction after the end opened a review']);
    expect(broken(facts({ entries, review: { decided: 'Sukses' } }))).toEqual([]);
    expect(broken(facts({ entries: [...facts().entries, notice(20_000, { claims: 'Gagal', status: 503 })] }))).toEqual(
      [],
    );
  });

  test('finds clients that received different outcomes', () => {
    const outcomes = [
      { status: 'Sukses', finishedAt: at(2_000) },
      { status: 'Gagal', finishedAt: at(1_000) },
    ];
    expect(broken(facts({ seen: { accepted: true, outcomes } }))).toEqual(['every client saw the same outcome']);
  });

  test('calls a run meaningless in which most payments never reached pay', () => {
    const early = gagal({ entries: [contact('inquiry', 0)] });
    expect(reachedPay([facts(), early])[0]?.violations).toEqual([]);
    expect(reachedPay([facts(), early, early])[0]?.violations).toEqual([
      { ref: '', detail: expect.stringContaining('only 1 of 3') },
    ]);
  });
});
