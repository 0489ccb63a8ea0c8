import type { ProviderUnderTest } from '../provider-under-test.js';
import { demand, type ProviderPromise } from '../promise.js';

/** The call that credentials are tried with: `tuntas doctor` makes it at real providers. */
export const account: readonly ProviderPromise[] = [
  {
    name: 'the call that tries the credentials is answered, and asks about no payment',
    advice:
      'Let `accountCall` name a documented call that changes nothing (`balance`, `products`), or leave it out where there is none.',
    async check(kit) {
      const error = await tryAccount(kit);
      const { commands } = kit.standIn;
      demand(commands.length === 0, () => `${commands.map(({ ask }) => ask).join(', ')} was sent`);
      demand(error === undefined, () => `it failed: ${String(error)}`);
    },
  },
];

async function tryAccount({ provider, standIn }: ProviderUnderTest): Promise<unknown> {
  const { accountCall } = provider;
  if (accountCall === undefined) return undefined;
  standIn.commands.length = 0;
  const answered = provider[accountCall]?.(new AbortController().signal);
  return answered ? answered.then(() => undefined).catch((error: unknown) => error) : `there is no ${accountCall}()`;
}
