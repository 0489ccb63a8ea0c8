import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { run } from '../support/run.js';
import { subjects } from './subjects/index.js';
import { template } from './template/subject.js';

/** Per provider; `npm run fuzz` makes ten times as many. */
const MUTATIONS = process.env['TUNTAS_FUZZ_MUTATIONS'] ?? '10000';
const SEED = process.env['TUNTAS_FUZZ_SEED'] ?? String(Date.now() % 2 ** 31);

const folder = join(projectFolder, 'test', 'provider-kit', 'fuzz');
const fuzz = (...args: string[]) =>
  run(process.execPath, ['--import', join(folder, 'register.js'), join(folder, 'main.ts'), '--json', ...args]);

interface Figures {
  mutations: number;
  kept: number;
  unknown: number;
  notices: number;
  wrong: string[];
}

test.each([...subjects, template])(
  'no change of its replies makes $name throw or say what they do not say',
  async ({ name }) => {
    const { code, stdout, stderr } = await fuzz('--mutations', MUTATIONS, '--seed', SEED, name);
    // With its seed and the bytes at fault, where there are any.
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    const [figures] = JSON.parse(stdout) as [Figures];
    expect(figures).toMatchObject({ mutations: Number(MUTATIONS), wrong: [] });
    // Both sorts must have been seen, or the mutations are too tame or too wild to say anything.
    expect(figures.kept).toBeGreaterThan(Number(MUTATIONS) / 20);
    expect(figures.unknown).toBeGreaterThan(Number(MUTATIONS) / 20);
    expect(figures.notices).toBeGreaterThan(0);
  },
);

test.each([
  'takes whatever cannot be read for a success',
  'takes a failure for a success, and a success for a failure',
  'makes amounts up',
  'believes every notice',
])('a provider that %s is found out', async (breach) => {
  const { code, stderr } = await fuzz('--mutations', '2000', '--seed', '1', '--breach', breach, 'digiswitch');
  expect([code, stderr]).toEqual([1, expect.stringMatching(/(without ground|under HTTP|stated is|another)/)]);
});

test('the same seed makes the same mutations', async () => {
  const [one, other] = await Promise.all([1, 2].map(() => fuzz('--mutations', '500', '--seed', '7', 'digiflazz')));
  const figures = ({ stdout }: { stdout: string }) => {
    const [{ kept, unknown, notices }] = JSON.parse(stdout) as [Figures];
    return { kept, unknown, notices };
  };
  expect(figures(one!)).toEqual(figures(other!));
});
