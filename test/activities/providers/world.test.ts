import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adapters } from '../../../activities/providers/index.js';
import { thisMachine, type World } from '../../../activities/world.js';
import type { HttpCall } from '../../../activities/http.js';
import { SANDBOX_SECRETS } from '../../../sandbox/index.js';
import { projectFolder } from '../../../worker/bundle.js';
import { loadConfig } from '../../../worker/config.js';
import { createProviders } from '../../../worker/providers.js';

const folder = join(projectFolder, 'activities', 'providers');
const signal = new AbortController().signal;

/** What an adapter would reach around its world with. */
const AROUND = [
  /import (?!type).*'(\.\.\/)+http\.js'/,
  /import (?!type).*'(\.\.\/)+world\.js'/,
  /from '(node:)?(http|https|net|tls|timers|timers\/promises)'/,
  /\bset(Timeout|Interval|Immediate)\(/,
  /\b(Date|performance)\.now\b|\bnew Date\(\)/,
  /\brandom(Bytes|UUID|Int)\b|\bMath\.random\b/,
  /(?<![.#\w])fetch\(/,
];

test('no adapter takes HTTP calls, time, waiting or randomness from anywhere but its world', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    expect([file, AROUND.filter((pattern) => pattern.test(text)).map(String)]).toEqual([file, []]);
  }
});

test('every provider makes its calls through the world that it is given, dated by its clock', async () => {
  const calls: HttpCall[] = [];
  const time = Date.parse('2001-02-03T04:05:06Z');
  const world: World = {
    ...thisMachine,
    exchange: (call) => {
      calls.push(call);
      return Promise.resolve({ kind: 'not-sent', why: 'connect' });
    },
    now: () => Promise.resolve(time),
    monotonic: () => 0,
  };
  const config = await loadConfig(join(projectFolder, 'temporal.config.json'));
  const known: Record<string, object> = SANDBOX_SECRETS;
  const secrets = Object.fromEntries(
    Object.entries(config.providers).map(([name, { adapter }]) => [name, known[adapter] as Record<string, string>]),
  );
  const providers = createProviders(config, { providers: secrets }, adapters, world);
  // The world's first answer is on its way.
  await Promise.resolve();
  for (const [name, provider] of Object.entries(providers)) {
    const request = { provider: name, refId: 'a', product: 'pln', customerNo: '1' };
    calls.length = 0;
    const { at } = await provider.check({ request }, signal);
    expect([name, at, calls.length]).toEqual([name, '2001-02-03T04:05:06.000Z', 1]);
  }
});
