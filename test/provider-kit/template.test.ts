import { ProviderUnderTest } from './provider-under-test.js';
import { Broken, keep, type ProviderPromise } from './promise.js';
import { promises } from './promises/index.js';
import { template } from './template/subject.js';

/** The promises that the template breaks, by name, and what is said of each. */
const broken = new Map<string, string>();

beforeAll(async () => {
  const kit = await ProviderUnderTest.open(template);
  for (const promise of promises) {
    const error = await keep(promise, kit).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof Broken) broken.set(promise.name, error.message);
    else expect(error).toBeUndefined();
  }
  await kit.close();
});

test('the template is not a provider yet', () => {
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

test('what it does already is safe: it believes nothing, sends once and tells what was sent', () => {
  const safe = (promise: ProviderPromise) =>
    /is unknown$|is no bill|exactly once|was not sent|second contact/.test(promise.name);
  const kept = promises.filter(safe).map(({ name }) => name);
  expect(kept.length).toBeGreaterThan(15);
  expect([...broken.keys()].filter((name) => kept.includes(name))).toEqual([]);
});

test('each broken promise says which it is, what was seen and what to do', () => {
  for (const [name, message] of broken) {
    const advice = promises.find((promise) => promise.name === name)?.advice ?? '';
    expect(message).toContain(`template breaks: ${name}`);
    expect(message).toMatch(/\n {2}Seen: \S/);
    expect(message).toContain(`\n  To do: ${advice}`);
    expect(advice.length).toBeGreaterThan(20);
  }
});
