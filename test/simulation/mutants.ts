import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { buildBundle } from '../../worker/bundle.js';
import { withoutGuard, type Guard } from '../fault-matrix/guard.js';
import { MATRIX_GUARDS } from '../fault-matrix/matrix-guards.js';
import { TEST_GUARDS } from '../fault-matrix/test-guards.js';
import { DEFECTS } from './defects.js';

// Does the simulation notice? Each guard is taken away, and each old defect put back, in a copy of the sources.

interface Found {
  payments: number;
  seconds: number;
  found: { seed: number; violations: { invariant: string; detail: string }[] }[];
}

const [only = '', payments = '20000'] = process.argv.slice(2);
const pattern = new RegExp(only);

/** The summary of a run in the folder, and the story of what it found. */
function simulateIn(folder: string, bundle: string): Promise<{ summary: Found; story: string }> {
  const path = (...parts: string[]) => join(folder, ...parts);
  const args = ['--import', path('test', 'support', 'register-ts.js'), path('test', 'simulation', 'main.ts')];
  const options = ['--bundle', bundle, '--payments', payments, '--until-found', '--json'];
  return new Promise((resolve, reject) => {
    // A violation is what is hoped for, so that the exit code says nothing.
    execFile(process.execPath, [...args, ...options], { maxBuffer: 2 ** 27 }, (error, stdout, stderr) => {
      if (!stdout) return reject(error ?? new Error(stderr));
      const story = stderr.split('\n\n').find((part) => part.startsWith('BROKEN')) ?? '';
      resolve({ summary: JSON.parse(stdout) as Found, story });
    });
  });
}

async function tryOut(mutant: Guard): Promise<boolean> {
  const { summary, story } = await withoutGuard(mutant, async (folder) => {
    const bundle = join(folder, 'dist', 'workflows.bundle.js');
    await buildBundle(bundle, folder);
    return simulateIn(folder, bundle);
  });
  const [first] = summary.found;
  const invariant = first?.violations[0]?.invariant ?? '';
  console.log(
    first
      ? `FOUND  ${mutant.name}: by payment ${first.seed}, after ${summary.seconds} s: ${invariant}`
      : `MISSED ${mutant.name}: ${summary.payments} payments`,
  );
  if (story) console.log(story.replace(/^/gm, '    '));
  return first !== undefined;
}

let missed = 0;
for (const mutant of [...TEST_GUARDS, ...MATRIX_GUARDS, ...DEFECTS].filter(({ name }) => pattern.test(name))) {
  if (!(await tryOut(mutant))) missed += 1;
}
process.exitCode = Math.min(missed, 100);
