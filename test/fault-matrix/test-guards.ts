import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle } from '../../worker/bundle.js';
import { acquireTimeSkipping } from '../support/time-skipping/server.js';
import type { Guard, GuardResult } from './guard.js';

/** A guard that the tests of a few files notice. */
export interface TestGuard extends Guard {
  /** What these test files need: the table needs nothing, workflows need a server that skips time. */
  tests: 'table' | 'workflows';
}

const TABLE = 'workflows/settlement.ts';
const LEDGER = 'workflows/ledger.ts';
const EVIDENCE = 'contract/evidence.ts';

const FILES: Record<TestGuard['tests'], string[]> = {
  table: ['test/workflows/settlement\\.test', 'test/contract/evidence'],
  workflows: ['test/workflows/funds\\.test', 'test/workflows/after-the-verdict'],
};

/** The rules of the settlement, each taken away alone. */
export const TEST_GUARDS: readonly TestGuard[] = [
  {
    name: 'a payment with funds owed has a review',
    cuts: [{ file: TABLE, from: "owed: end('Sukses', 'owed', 'owed'),", to: "owed: end('Sukses', 'owed')," }],
    tests: 'table',
  },
  {
    name: 'a capture that the ledger does not undo has a review',
    cuts: [{ file: TABLE, from: "kept: end('Gagal', 'captured', 'kept'),", to: "kept: end('Gagal', 'captured')," }],
    tests: 'table',
  },
  {
    name: 'a payment does not end Gagal while Sukses is known',
    cuts: [
      {
        file: TABLE,
        from: "success: { unresolved: 'Sukses', Sukses: 'Sukses', Gagal: wait('disagreement') },",
        to: "success: { unresolved: 'Sukses', Sukses: 'Sukses', Gagal: 'Gagal' },",
      },
    ],
    tests: 'table',
  },
  {
    name: 'a payment does not end Sukses while its failure is known',
    cuts: [
      {
        file: TABLE,
        from: "failed: { unresolved: 'Gagal', Sukses: wait('disagreement'), Gagal: 'Gagal' },",
        to: "failed: { unresolved: 'Gagal', Sukses: 'Sukses', Gagal: 'Gagal' },",
      },
    ],
    tests: 'table',
  },
  {
    name: 'between two verdicts only a resolution moves money',
    cuts: [
      {
        file: TABLE,
        from: "contradicted: { unresolved: wait('contradiction'),",
        to: "contradicted: { unresolved: 'Gagal',",
      },
    ],
    tests: 'table',
  },
  {
    name: 'without a verdict no money moves',
    cuts: [{ file: TABLE, from: 'pending: { unresolved: POLL,', to: "pending: { unresolved: 'Gagal'," }],
    tests: 'table',
  },
  {
    name: 'a step that the ledger refused waits for an operator',
    cuts: [{ file: TABLE, from: "return move.do === blocked ? wait('ledger') : move;", to: 'return move;' }],
    tests: 'table',
  },
  {
    name: 'a resolution that newer evidence contradicts does not count',
    cuts: [
      {
        file: TABLE,
        from: 'const counts = resolved !== undefined && !(opposed && !isVerdict(basis));',
        to: 'const counts = resolved !== undefined;',
      },
    ],
    tests: 'table',
  },
  {
    name: 'a payment does not end with a hold that is open',
    cuts: [
      {
        file: TABLE,
        from: "held: step('capture'),\n    abandoned: step('release'),",
        to: "held: step('capture'),\n    abandoned: end('Sukses', 'owed', 'owed'),",
      },
    ],
    tests: 'table',
  },
  {
    name: 'funds that were released before Sukses are taken again',
    cuts: [{ file: TABLE, from: "released: step('hold'),", to: "released: end('Sukses', 'released')," }],
    tests: 'table',
  },
  {
    name: 'a verdict is not replaced by its opposite',
    cuts: [{ file: EVIDENCE, from: "failed: { success: 'contradicted' },", to: "failed: { success: 'success' }," }],
    tests: 'table',
  },
  {
    name: 'a hold that was refused after an attempt without an answer is released',
    cuts: [{ file: TABLE, from: "doubtful: to('unsure'),", to: "doubtful: to('none')," }],
    tests: 'workflows',
  },
  {
    name: 'what the ledger refused is tried again under a new key',
    cuts: [
      { file: LEDGER, from: 'if (this.#refused) this.#attempt =', to: 'if (this.asking && false) this.#attempt =' },
    ],
    tests: 'workflows',
  },
  {
    name: 'a step without an answer keeps its key',
    cuts: [{ file: LEDGER, from: 'if (open !== undefined) return open;', to: '' }],
    tests: 'workflows',
  },
  {
    name: 'an amount has no default',
    cuts: [
      {
        file: LEDGER,
        from: 'const amount = charge();',
        to: 'const amount: number | undefined = charge() ?? 0;',
      },
    ],
    tests: 'workflows',
  },
];

/** A cut can make a test wait for ever; milliseconds. */
const LIMIT_MS = 240_000;

interface JestResult {
  numTotalTests: number;
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string }[] }[];
}

/** Runs the guard's test files with jest in `folder`. A file that cannot be loaded, or does not end, counts as red. */
export async function runTests({ tests }: TestGuard, folder: string): Promise<GuardResult> {
  // The folder's node_modules are the project's: the global set-up would put the bundle of these sources there.
  const config = join(folder, 'jest.guard.config.js');
  await writeFile(
    config,
    "import config from './jest.config.js';\nexport default { ...config, globalSetup: undefined };\n",
  );
  const output = join(folder, 'jest-result.json');
  const isOver = await run(folder, ['--config', config, '--json', '--outputFile', output, ...FILES[tests]], {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules',
    ...(tests === 'workflows' ? await serverAndBundle(folder) : {}),
  });
  if (!isOver) return { what: 'tests', ran: 1, red: [`did not end within ${LIMIT_MS / 1_000} s`] };
  const { numTotalTests, testResults } = JSON.parse(await readFile(output, 'utf8')) as JestResult;
  const red = testResults.flatMap(({ name, message, assertionResults }) => {
    if (assertionResults.length === 0)
      return [`${name.slice(folder.length + 1)} cannot be loaded: ${firstLine(message)}`];
    return assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  });
  return { what: 'tests', ran: Math.max(numTotalTests, red.length), red };
}

async function serverAndBundle(folder: string): Promise<NodeJS.ProcessEnv> {
  const bundle = join(folder, 'workflows.bundle.js');
  await buildBundle(bundle, folder);
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  return { TUNTAS_TEST_BUNDLE: bundle, TUNTAS_TEST_TIME_SKIPPING: await acquireTimeSkipping(log) };
}

/** Returns whether jest ended in time, whatever its tests found. */
function run(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const jest = join(cwd, 'node_modules', 'jest', 'bin', 'jest.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [jest, ...args], { cwd, env, timeout: LIMIT_MS, maxBuffer: 2 ** 26 }, (error) =>
      resolve(error?.killed !== true),
    );
  });
}

function firstLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('●')) ?? '';
}
