import type { ProviderUnderTest } from '../provider-under-test.js';
import { isVerdict, nothingOf } from '../provider-under-test.js';
import { member } from '../edit.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS, type Ask, type Words } from '../subject.js';

type Whom = 'reference' | 'product' | 'customer';

const ADVICE: Record<Whom, string> = {
  reference: "Compare the reply's reference with the request's before anything else in it is believed.",
  product: "Compare the reply's product with `sameProduct` (contract/identity.ts): aliases are configured.",
  customer: "Compare the reply's customer number with `sameCustomer` (contract/identity.ts).",
};

/** Replies about somebody else, and replies that do not say whom they are about. */
export const identity: readonly ProviderPromise[] = ASKS.flatMap((ask) => [
  ...(['reference', 'product', 'customer'] as const).map((whom) => other(ask, whom)),
  anonymous(ask),
]);

function other(ask: Ask, whom: Whom): ProviderPromise {
  const result = ask === 'inquiry' ? 'no bill' : 'unknown';
  return {
    name: `a reply to ${ask} about another ${whom} is ${result}`,
    advice: ADVICE[whom],
    async check(kit) {
      const path = kit.subject.words[ask][whom];
      if (path === undefined) return;
      const own = textAt(kit, ask, path);
      for (const value of [`${own}9`, `9${own}`, own.slice(0, -1), `${own},1`, own.toUpperCase() + own.toLowerCase()]) {
        await demandNothing(kit, ask, { [path]: value });
      }
    },
  };
}

function anonymous(ask: Ask): ProviderPromise {
  return {
    name: `a reply to ${ask} that does not say whom it is about is ${nothingOf(ask)}`,
    advice: "Where a reply names its payment, a success without reference, product or customer is nobody's: refuse it.",
    async check(kit) {
      const words = kit.subject.words[ask];
      for (const path of identityPaths(words)) {
        for (const value of [undefined, null, '', [], {}, true]) await demandNothing(kit, ask, { [path]: value });
      }
      const rows = kit.subject.rows(ask, [{ name: 'id', value: kit.order.request.refId }]);
      const gone = Object.fromEntries(identityPaths(words).map((path) => [path, undefined]));
      await demandNothing(kit, ask, { ...gone, ...rows });
    },
  };
}

function identityPaths({ reference, product, customer }: Words): string[] {
  return [reference, product, customer].filter((path) => path !== undefined);
}

async function demandNothing(kit: ProviderUnderTest, ask: Ask, set: Record<string, unknown>): Promise<void> {
  const reply = await kit.reading(ask, { set });
  demand(reply.kind === nothingOf(ask), () => `${shown(set)} was read as ${shown(reply)}`);
  demand(!isVerdict(reply), () => shown(reply));
}

function textAt(kit: ProviderUnderTest, ask: Ask, path: string): string {
  const value = member(JSON.parse(kit.samples[ask].body.toString()), path);
  demand(typeof value === 'string' || typeof value === 'number', () => `the sample of ${ask} has no ${path}`);
  return String(value);
}
