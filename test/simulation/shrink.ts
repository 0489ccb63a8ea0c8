import { simulate } from './one.js';
import type { Scenario } from './scenario.js';
import type { Isolate } from './temporal/isolate.js';

/** Simpler scenarios, the ones that leave most away first. */
function simpler(scenario: Scenario): Scenario[] {
  const { injections, request, biller, notices } = scenario;
  const half = Math.ceil(injections.length / 2);
  return [
    ...(injections.length > 2
      ? [
          { ...scenario, injections: injections.slice(half) },
          { ...scenario, injections: injections.slice(0, half) },
        ]
      : []),
    ...injections.map((_, index) => ({ ...scenario, injections: injections.filter((__, other) => other !== index) })),
    ...(notices.length > 0 ? [{ ...scenario, notices: [] }] : []),
    ...('balance' in scenario ? [without(scenario, 'balance')] : []),
    ...(request.confirm ? [{ ...scenario, request: without(request, 'confirm') }] : []),
    ...(request.onDeadline ? [{ ...scenario, request: without(request, 'onDeadline') }] : []),
    ...(request.deadline ? [{ ...scenario, request: without(request, 'deadline') }] : []),
    ...(request.charge ? [{ ...scenario, request: without(request, 'charge') }] : []),
    ...(biller.depositTooLow > 0 ? [{ ...scenario, biller: { ...biller, depositTooLow: 0 } }] : []),
    ...(biller.afterMs > 0 ? [{ ...scenario, biller: { ...biller, afterMs: 0 } }] : []),
    ...(scenario.operators ? [{ ...scenario, operators: false }] : []),
    ...(scenario.waitsForDeposit ? [{ ...scenario, waitsForDeposit: false }] : []),
    ...injections.flatMap((injection, index) =>
      injection.afterMs > 0 ? [{ ...scenario, injections: injections.with(index, { ...injection, afterMs: 0 }) }] : [],
    ),
  ];
}

function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, K>;
}

/** The simplest scenario that still breaks the same invariant: what is left away makes no difference. */
export async function shrink(isolate: Isolate, scenario: Scenario, invariant: string): Promise<Scenario> {
  for (const candidate of simpler(scenario)) {
    const { violations } = await simulate(isolate, candidate);
    if (violations.some((violation) => violation.invariant === invariant)) {
      return shrink(isolate, candidate, invariant);
    }
  }
  return scenario;
}
