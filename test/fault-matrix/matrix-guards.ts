import type { Case } from './case.js';
import type { Guard } from './guard.js';

/** A guard that the matrix notices. */
export interface MatrixGuard extends Guard {
  /** The cases that are run without it. */
  isRun: (one: Case) => boolean;
  /** Whether those that come under review go on with an operator's resolutions. @default false */
  resolved?: boolean;
}

const held = ({ request }: Case) => request?.onDeadline !== 'release';
const at =
  (...contacts: Case['contact'][]) =>
  (one: Case) =>
    contacts.includes(one.contact) && held(one) && !one.cutOff;

/** Cuts in one protocol's adapter are noticed by its own cases. */
const family =
  (...contacts: Case['contact'][]) =>
  (one: Case) =>
    one.biller === undefined && at(...contacts)(one);

/** Rules whose absence cases of the matrix notice. */
export const MATRIX_GUARDS: readonly MatrixGuard[] = [
  {
    name: 'pay has a single attempt',
    cuts: [
      {
        file: 'workflows/activity-calls.ts',
        from: 'scheduleToStartTimeout: leftMs,\n    retry: { maximumAttempts: 1 },',
        to: 'scheduleToStartTimeout: leftMs,\n    retry: { maximumAttempts: 3 },',
      },
      {
        file: 'activities/pay.ts',
        from: "if (info.attempt > 1 || isPayMark(info.heartbeatDetails)) return says('unknown', 'second-attempt');",
        to: '',
      },
    ],
    isRun: (one) => at('pay')(one) && one.killedAt !== undefined,
  },
  {
    name: 'a pay that was lost with its mark may have been sent',
    cuts: [
      {
        file: 'workflows/pay-attempt.ts',
        from: 'if (!isPayMark(cause.lastHeartbeatDetails))',
        to: 'if (!isPayMark(0))',
      },
    ],
    isRun: (one) => at('pay')(one) && one.killedAt !== undefined,
  },
  {
    name: 'only a proof makes a pay unsent',
    cuts: [
      { file: 'activities/http.ts', from: "line.opened ? 'unknown' : 'not-sent'", to: "'not-sent'" },
      {
        file: 'activities/http.ts',
        from: "if (line.opened) return { kind: 'unknown', why: 'network'",
        to: "if (line.opened) return { kind: 'not-sent', why: 'network'",
      },
    ],
    isRun: (one) => at('pay')(one) && one.killedAt === undefined,
  },
  {
    name: 'a hold that was refused after a silence is released, by the ledger itself',
    cuts: [{ file: 'workflows/settlement.ts', from: "doubtful: to('unsure'),", to: "doubtful: to('none')," }],
    isRun: at('hold'),
  },
  {
    name: 'a hold that the ledger does not know is not captured',
    cuts: [{ file: 'workflows/settlement.ts', from: "gone: ask('released', 'hold'),", to: "gone: to('captured')," }],
    isRun: at('capture'),
    resolved: true,
  },
  {
    name: 'what the ledger refused is tried again under a new key, by the ledger itself',
    cuts: [
      {
        file: 'workflows/ledger.ts',
        from: 'if (this.#refused) this.#attempt =',
        to: 'if (this.asking && false) this.#attempt =',
      },
    ],
    isRun: (one) => one.resolved !== undefined && /refused with|answered with/.test(one.title),
    resolved: true,
  },
  {
    name: 'no verdict is replaced by its opposite',
    cuts: [
      {
        file: 'contract/evidence.ts',
        from: "success: { failing: 'contradicted', refused: 'contradicted', failed: 'contradicted' },",
        to: "success: { pending: 'pending', failing: 'failed', refused: 'failed', failed: 'failed' },",
      },
      {
        file: 'contract/evidence.ts',
        from: "failed: { success: 'contradicted' },",
        to: "failed: { success: 'success' },",
      },
    ],
    isRun: at('notice'),
  },
  {
    name: '"not found" is unknown',
    cuts: [
      {
        file: 'activities/providers/digiflazz/read.ts',
        from: "if (from === 'status' && saysNotFound(data)) return unknown(from, reading, 'not-found', data);",
        to: '',
      },
      {
        file: 'activities/providers/digiflazz/read.ts',
        from: "from === 'status' ? doubtOfStatus(code) : doubtOfPay(data)",
        to: "from === 'status' ? undefined : doubtOfPay(data)",
      },
    ],
    isRun: family('pay', 'status'),
  },
  {
    name: 'a reply must be about what was asked',
    cuts: [
      {
        file: 'activities/providers/digiflazz/read.ts',
        from: 'if (!why) return readVerdict(data, from, reading);',
        to: "if (why !== '') return readVerdict(data, from, reading);",
      },
    ],
    isRun: family('pay', 'status'),
  },
  {
    name: 'a pay is sent again only when it was unknown to the provider for long enough',
    cuts: [
      {
        file: 'activities/check.ts',
        from: 'return now >= absentSince + plan.repeatAfterMs && now < (repeatBefore ?? 0);',
        to: 'return now < (repeatBefore ?? 0);',
      },
      {
        file: 'workflows/payment-state.ts',
        from: 'return Date.now() >= absentSince + (this.plan.repeatAfterMs ?? Infinity);',
        to: 'return true;',
      },
    ],
    isRun: (one) => one.biller === 'tokopedia' && at('pay', 'status')(one),
  },
  {
    name: 'a reply is believed by its signature only',
    cuts: [
      {
        file: 'activities/providers/tokopedia/client.ts',
        from: "if (doubt === 'bad-signature' || (doubt && 'data' in body)) return this.unknown('status', doubt);",
        to: '',
      },
      {
        file: 'activities/providers/tokopedia/notice.ts',
        from: "if (!signature) return { kind: 'refused', why: 'unsigned' };",
        to: '',
      },
      {
        file: 'activities/providers/tokopedia/notice.ts',
        from: "if (!isSigned(body, signature)) return { kind: 'refused', why: 'bad-signature' };",
        to: '',
      },
    ],
    isRun: (one) => one.biller === 'tokopedia' && /signature|unsigned|forged/.test(one.title),
  },
];
