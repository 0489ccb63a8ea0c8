import { holdIdOf, paymentId } from '../../contract/names.js';
import type { RuleInput } from '../../sandbox/rules.js';
import { habitsOf } from './billers.js';
import type { ScheduledPayment } from './schedule.js';
import type { LedgerSequence } from './behaviour.js';

/**
 * The schedule as rules of the sandbox. Faults are bound to the nth contact about a reference, which the sandbox counts
 * in its journal, so that a restart of the sandbox changes nothing.
 */
export function rulesOf(payments: readonly ScheduledPayment[]): RuleInput[] {
  return payments.flatMap((plan) => [...billerRules(plan), ...ledgerRules(plan)]);
}

function billerRules({ request, behaviour }: ScheduledPayment): RuleInput[] {
  const { provider, refId: ref, customerNo } = request;
  const { outcome, rc, drift, afterMs, pay, notice } = behaviour;
  const { refersAtInquiry } = habitsOf(provider);
  const inquiry = { provider, asks: 'inquiry' as const, ...(refersAtInquiry ? { ref } : { customerNo }) };
  const answer = {
    outcome,
    ...(rc === undefined ? {} : { rc }),
    ...(drift === undefined ? {} : { drift }),
    ...(outcome.startsWith('pending→') ? { after: { ms: afterMs } } : {}),
  };
  return [
    ...nth(behaviour.inquiry, inquiry),
    ...(behaviour.noBill ? [{ match: inquiry, answer: { outcome: 'gagal' } }] : []),
    // Where a lost pay is sent again, the second one must arrive.
    ...(pay !== undefined && habitsOf(provider).repeats
      ? [
          { match: { provider, asks: 'pay' as const, ref, nth: 1 }, answer, fault: pay, notice },
          { match: { provider, asks: 'pay' as const, ref }, answer, notice },
        ]
      : [
          {
            match: { provider, asks: 'pay' as const, ref },
            answer,
            ...(pay === undefined ? {} : { fault: pay }),
            notice,
          },
        ]),
    ...nth(behaviour.status, { provider, asks: 'status', ref }),
  ];
}

function ledgerRules({ request, behaviour }: ScheduledPayment): RuleInput[] {
  if (request.account === undefined) return [];
  const about = (hold: number) => ({ provider: 'ledger', ref: holdIdOf(paymentId(request), hold) });
  return [
    ...(['hold', 'capture', 'release'] as const).flatMap((command) =>
      nth(behaviour[command], { ...about(1), command }),
    ),
    ...nth(behaviour.secondHold, { ...about(2), command: 'hold' }),
  ];
}

function nth(faults: LedgerSequence, match: NonNullable<RuleInput['match']>): RuleInput[] {
  return faults.flatMap((fault, index) => {
    if (fault === undefined) return [];
    const ordered = typeof fault === 'number' ? { status: fault } : { fault };
    return [{ match: { ...match, nth: index + 1 }, ...ordered }];
  });
}
