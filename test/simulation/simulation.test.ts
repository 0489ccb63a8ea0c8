import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../worker/bundle.js';
import { KEPT } from './kept.js';

// The isolate is the SDK's own, which belongs into a process of its own.
const run = promisify(execFile);
const register = join(projectFolder, 'test', 'support', 'register-ts.js');

async function script(name: string, ...args: string[]): Promise<unknown> {
  const path = join(projectFolder, 'test', 'simulation', name);
  const { stdout } = await run(process.execPath, ['--import', register, path, ...args], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as unknown;
}

async function simulate(from: number, to: number) {
  const summary = (await script('main.ts', '--from', String(from), '--to', String(to), '--json')) as {
    payments: number;
    repeated: number;
    different: number[];
    found: unknown[];
  };
  expect(summary).toMatchObject({ payments: to - from, different: [], found: [] });
  return summary;
}

test('payments through fixed seeds break no invariant, and the same seed gives the same trace', async () => {
  expect((await simulate(1, 701)).repeated).toBe(14);
});

test('payments through seeds of the day break no invariant', async () => {
  const first = 1_000_000 + Math.floor(Date.now() / 86_400_000) * 1_000;
  await simulate(first, first + 300);
});

test('what broke an invariant once is mended', async () => {
  const broken = await script('kept-main.ts');
  expect(broken).toEqual(Object.fromEntries(Object.keys(KEPT).map((name) => [name, []])));
});

test('recorded histories give the same commands, and simulated ones are replayed by the replayer of the SDK', async () => {
  expect(await script('faithful.ts', '1', '81')).toEqual({
    recorded: { same: expect.any(Number) as number, different: [] },
    simulated: { replayed: expect.any(Number) as number, failed: [] },
  });
});
