import { join } from 'node:path';
import { acquireTemporal } from '../../cli/dev/binary.js';
import { buildBundle } from '../../worker/bundle.js';
import { CASES, RESOLVED_CASES } from './cases/index.js';
import { withoutGuard, type GuardResult } from './guard.js';
import { MATRIX_GUARDS, type MatrixGuard } from './matrix-guards.js';
import { runCases } from './run-cases.js';
import { runTests, TEST_GUARDS } from './test-guards.js';

const log = (line: string) => void process.stderr.write(`${line}\n`);

async function runMatrix({ isRun, resolved = false }: MatrixGuard, folder: string): Promise<GuardResult> {
  process.env['TUNTAS_TEST_TEMPORAL'] ??= await acquireTemporal({ log });
  const bundle = join(folder, 'workflows.bundle.js');
  await buildBundle(bundle, folder);
  const runs = await runCases((resolved ? RESOLVED_CASES : CASES).filter(isRun), { folder, bundle });
  const red = runs.filter(({ broken }) => broken.length > 0);
  return { what: 'cases', ran: runs.length, red: red.map(({ one, broken }) => `${one.title}: ${broken.join('; ')}`) };
}

const GUARDS = [
  ...TEST_GUARDS.map((guard) => ({ guard, run: (folder: string) => runTests(guard, folder) })),
  ...MATRIX_GUARDS.map((guard) => ({ guard, run: (folder: string) => runMatrix(guard, folder) })),
];

const only = new RegExp(process.argv[2] ?? '');
let missed = 0;
for (const { guard, run } of GUARDS.filter(({ guard }) => only.test(guard.name))) {
  const { what, ran, red } = await withoutGuard(guard, run);
  if (red.length === 0) missed += 1;
  console.log(`\n${guard.name}: ${red.length} of ${ran} ${what} turn red without it`);
  for (const line of red) console.log(`- ${line}`);
}
process.exitCode = missed;
