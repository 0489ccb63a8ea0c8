import { absent, failed, notSent, pending, refused, success, unknown } from '../support/scripted-provider.js';
import { resolve, underReview } from './steps.js';
import type { Scenario } from './scenario.js';

const REPEATABLE = { repeatAfterMs: 5 * 60_000 };
/** Long enough for pay to be sent again. */
const knownToNobody = Array<typeof absent>(6).fill(absent);

/** What the provider's answers alone lead to. */
export const providerScenarios: Record<string, Scenario> = {
  'sukses-at-once': {},
  'pending-then-sukses': { script: { pay: [pending], check: [pending, pending, success] } },
  'pending-then-gagal': { script: { pay: [pending], check: [pending, failed] } },
  'ended-after-hours': {
    script: { pay: [pending], check: [pending, pending, success] },
    provider: { firstCheck: '30m', poll: [{ every: '30m', for: '1d' }] },
  },
  'silence-then-sukses': { script: { pay: [unknown], check: [unknown, pending, success] } },
  'failure-confirmed-by-status': { script: { pay: [failed], check: [failed] } },
  'failure-not-confirmed': { script: { pay: [failed], check: [pending, unknown, success] } },
  'refused-with-nothing-made': { script: { pay: [refused] } },
  'not-sent-then-sent': { script: { pay: [notSent, notSent, success] } },
  'not-sent-until-expired': { script: { pay: [notSent] }, request: { deadline: '2m' } },
  'deposit-too-low-then-paid': {
    script: { pay: [{ ...refused, depositTooLow: true }, success] },
    provider: { onDepositTooLow: 'wait' },
  },

  'inquiry-fails': { script: { inquiry: [{ kind: 'refused', code: '54', message: 'Nomor salah' }] } },
  'inquiry-unclear-then-bill': { script: { inquiry: [{ kind: 'unclear', why: 'timeout' }, { kind: 'bill' }] } },
  'inquiry-unclear-until-expired': {
    script: { inquiry: [{ kind: 'unclear', why: 'timeout' }] },
    request: { deadline: '1m' },
  },
  'over-limit': { request: { maxAmount: 10_999 } },
  'without-inquiry': { script: { terms: { inquiry: false, amount: 50_000 } } },

  'terms-unknown-at-first': { termsUnknown: 2 },

  'started-with-search-attributes': { searchAttributes: true, script: { pay: [pending], check: [success] } },

  'invalid-request-with-search-attributes': { searchAttributes: true, request: { amount: -1 } },
  'invalid-request': { request: { amount: -1 } },

  'sent-again-then-sukses': {
    script: { terms: REPEATABLE, pay: [unknown, pending], check: [...knownToNobody, pending, success] },
  },
  'sent-again-without-sending': {
    script: {
      terms: REPEATABLE,
      pay: [unknown, notSent, unknown],
      check: [...knownToNobody, ...knownToNobody, success],
    },
  },
  'sent-again-until-released': {
    script: { terms: REPEATABLE, pay: [unknown, refused], check: [...knownToNobody, ...knownToNobody, failed] },
    ledger: {},
    request: { deadline: '8m', onDeadline: 'release' },
  },

  'without-status-call': {
    script: { pay: [pending] },
    provider: { statusCall: false },
    meanwhile: underReview(resolve('Sukses')),
  },
  'status-checks-over': {
    script: { pay: [pending], check: [pending] },
    provider: { pollLimit: '1h' },
    meanwhile: underReview(resolve('Gagal')),
  },
};
