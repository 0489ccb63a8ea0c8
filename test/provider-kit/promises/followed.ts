import type { Order } from '../../../activities/providers/provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import type { Outcome, Sandbox } from '../../../sandbox/index.js';
import { orderOf, type ProviderUnderTest } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';

const ADVICE =
  'Follow the payment by hand at the sandbox (GET /_sandbox/journal) and compare what was said with what was read.';
const MOST_CHECKS = 6;

/** Payments followed from terms to verdict at the sandbox. */
export const followed: readonly ProviderPromise[] = [
  ending('sukses', 'success'),
  ending('gagal', 'failed'),
  ending('pending→sukses', 'success'),
  ending('pending→gagal', 'failed'),
  {
    name: 'a payment that stays pending at the sandbox stays without a verdict',
    advice: ADVICE,
    async check(kit) {
      const { seen } = await follow(kit, 'pending');
      demand(seen.length > MOST_CHECKS && seen.every(({ kind }) => kind === 'pending'), () => shown(kinds(seen)));
    },
  },
  {
    name: 'an inquiry that the sandbox refuses is refused, and charges nothing',
    advice: "An explicit no to the inquiry is `refused`, with the provider's code and words.",
    async check(kit) {
      const sandbox = sandboxOf(kit);
      const request = kit.freshRequest();
      sandbox.rules.add({ match: { asks: 'inquiry', customerNo: request.customerNo }, answer: 'gagal' });
      const reply = await kit.ask('inquiry', { order: { request } });
      demand(reply.kind === 'refused', () => shown(reply));
      demand(sandbox.journal.charges(request.provider, request.refId).charges === 0, () => 'the sandbox was charged');
    },
  },
  {
    name: 'a pay whose answer was lost after the charge is unknown, and status finds what became of it',
    advice: 'Report a lost answer to pay as unknown, and let `check` read the state by the same reference.',
    async check(kit) {
      const { seen, request } = await follow(kit, 'sukses', 'reset-after-charge');
      demand(seen[0]?.kind === 'unknown' && seen.at(-1)?.kind === 'success', () => shown(kinds(seen)));
      demandCharges(kit, request, 1);
    },
  },
  {
    name: 'a pay that never reached the sandbox is never a verdict, however often status is asked',
    advice: 'After a pay that was lost on its way the provider knows nothing: that is unknown, with `absent`.',
    async check(kit) {
      const { seen, request } = await follow(kit, 'sukses', 'reset-after-read');
      demand(seen.length > MOST_CHECKS && seen.every(({ kind }) => kind === 'unknown'), () => shown(kinds(seen)));
      demandCharges(kit, request, 0);
    },
  },
];

function ending(outcome: Outcome, verdict: 'success' | 'failed'): ProviderPromise {
  return {
    name: `a payment that ends ${outcome} at the sandbox is followed to ${verdict}`,
    advice: ADVICE,
    async check(kit) {
      const { seen, request } = await follow(kit, outcome);
      const last = seen.at(-1);
      demand(last?.kind === verdict, () => shown(seen));
      demand(
        seen.slice(0, -1).every(({ kind }) => kind === 'pending'),
        () => `on the way: ${shown(kinds(seen))}`,
      );
      if (outcome.startsWith('pending')) demand(seen.length > 1, () => `at once: ${shown(kinds(seen))}`);
      demandCharges(kit, request, verdict === 'success' ? 1 : 0);
    },
  };
}

async function follow(kit: ProviderUnderTest, outcome: Outcome, fault?: 'reset-after-charge' | 'reset-after-read') {
  const { rules } = sandboxOf(kit);
  const request = kit.freshRequest();
  const match = { asks: 'pay', ref: request.refId } as const;
  rules.add({ match, answer: { outcome, after: { checks: 1 } }, ...(fault && { fault }) });
  let order: Order = { request };
  if ((await kit.provider.terms(request)).inquiry) {
    const bill = await kit.ask('inquiry', { order });
    demand(bill.kind === 'bill', () => `the inquiry was read as ${shown(bill)}`);
    order = orderOf(request, bill);
  }
  const seen = [(await kit.ask('pay', { order })) as Evidence];
  for (let i = 0; i < MOST_CHECKS && !isFinal(seen.at(-1)); i += 1) {
    seen.push((await kit.ask('status', { order })) as Evidence);
  }
  return { seen, request };
}

function isFinal(evidence: Evidence | undefined): boolean {
  return evidence !== undefined && ['success', 'failed', 'refused'].includes(evidence.kind);
}

function demandCharges({ sandbox }: ProviderUnderTest, { provider, refId }: Order['request'], expected: number): void {
  const charges = sandbox?.journal.charges(provider, refId).charges;
  demand(charges === expected, () => `${charges} charges at the sandbox instead of ${expected}`);
}

function sandboxOf({ sandbox, subject }: ProviderUnderTest): Sandbox {
  const folder = `sandbox/providers/${subject.provider}`;
  demand(sandbox !== undefined, () => `no sandbox: write ${folder}, and give the subject samples: 'sandbox'`);
  return sandbox;
}

const kinds = (seen: readonly Evidence[]) => seen.map(({ kind }) => kind);
