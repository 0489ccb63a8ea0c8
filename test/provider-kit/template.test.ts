import { InvalidInput } from '../../contract/errors.js';
import type { Provider } from '../../activities/providers/provider.js';
import { ProviderUnderTest } from './provider-under-test.js';
import { Broken, keep, type ProviderPromise } from './promise.js';
import { followed } from './promises/followed.js';
import { promises } from './promises/index.js';
import { template } from './template/subject.js';

/** A provider that sends its commands and believes no reply: an adapter whose table of codes is still empty. */
function believingNoReply(provider: Provider): Provider {
  const { name } = provider;
  return {
    name,
    terms: (request) =>
      provider.terms(request).catch((error: unknown) => {
        if (error instanceof InvalidInput) return { inquiry: true };
        throw error;
      }),
    async inquire(order, signal) {
      const { at, ...reply } = await provider.inquire(order, signal);
      const why = 'why' in reply ? reply.why : 'unknown-code';
      return { kind: 'unclear', at, code: '', message: '', why };
    },
    async pay(order, signal) {
      const { kind, at, why = 'unknown-code' } = await provider.pay(order, signal);
      return { kind: kind === 'not-sent' ? kind : 'unknown', from: 'pay', at, code: '', message: '', why };
    },
    async check(order, signal) {
      const { at, why = 'unknown-code' } = await provider.check(order, signal);
      return { kind: 'unknown', from: 'status', at, code: '', message: '', why };
    },
    notice: (delivery) => provider.notice?.(delivery) ?? { kind: 'refused', why: 'unreadable' },
  };
}

/** The promises that a provider breaks, by name, and what is said of each. */
async function brokenBy(wrap: (provider: Provider) => Provider): Promise<Map<string, string>> {
  const broken = new Map<string, string>();
  const kit = await ProviderUnderTest.open(template);
  kit.wrap(wrap);
  for (const promise of promises) {
    const error = await keep(promise, kit).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof Broken) broken.set(promise.name, error.message);
    else expect(error).toBeUndefined();
  }
  await kit.close();
  return broken;
}

test('the template keeps every promise but those about payments at a sandbox, which it has not', async () => {
  const broken = await brokenBy((provider) => provider);
  expect([...broken.keys()]).toEqual(followed.map(({ name }) => name));
  for (const message of broken.values()) expect(message).toContain('no sandbox: write sandbox/providers/template');
});

describe('a provider that believes no reply yet', () => {
  let broken: Map<string, string>;
  beforeAll(async () => {
    broken = await brokenBy(believingNoReply);
  });

  test('a provider that believes no reply breaks the promises that take reading', () => {
    const parts = [
      'with the path of its field',
      'is recognised',
      "in the protocol's table",
      'a pause',
      'amounts are the',
    ];
    for (const part of [...parts, 'in the receipt', 'at the sandbox']) {
      expect([...broken.keys()]).toContainEqual(expect.stringContaining(part));
    }
    expect(broken.size).toBeGreaterThan(15);
    expect(broken.size).toBeLessThan(promises.length);
  });

  test('a provider that believes no reply is safe: it settles nothing, sends once and reports what was sent', () => {
    const safe = (promise: ProviderPromise) =>
      /is unknown$|is no bill|exactly once|was not sent|second contact/.test(promise.name);
    const kept = promises.filter(safe).map(({ name }) => name);
    expect(kept.length).toBeGreaterThan(15);
    expect([...broken.keys()].filter((name) => kept.includes(name))).toEqual([]);
  });

  test('the message of each broken promise says which it is, what was seen and what to do', () => {
    for (const [name, message] of broken) {
      const advice = promises.find((promise) => promise.name === name)?.advice ?? '';
      expect(message).toContain(`template breaks: ${name}`);
      expect(message).toMatch(/\n {2}Seen: \S/);
      expect(message).toContain(`\n  To do: ${advice}`);
      expect(advice.length).toBeGreaterThan(20);
    }
  });
});
