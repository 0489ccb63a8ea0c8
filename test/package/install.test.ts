import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../worker/bundle.js';
import { type Machine, startMachine } from '../end-to-end/machine.js';
import { testTimeSkipping } from '../support/environment.js';
import { run } from '../support/run.js';
import {
  compile,
  documentedTest,
  emptyProject,
  install,
  installedSize,
  type ModuleKind,
  pack,
  type Packed,
  PROGRAM,
  succeeded,
  unpack,
  withServer,
} from './project.js';

/** Megabytes that a client may take, with everything that it depends on. */
const MOST_MEGABYTES = 60;

let folder: string;
let packed: Packed;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuntas-install-'));
  packed = await pack(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('in an empty project that installs the package and nothing else', () => {
  const projectOf = (type: ModuleKind) => join(folder, type);
  let machine: Machine;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    await emptyProject(projectOf('module'), 'module');
    await install(projectOf('module'), packed.file);
    // The same packages once more: a second installation would only take longer.
    await emptyProject(projectOf('commonjs'), 'commonjs');
    await cp(join(projectOf('module'), 'node_modules'), join(projectOf('commonjs'), 'node_modules'), {
      recursive: true,
    });
    machine = await startMachine({ folder });
    await machine.startWorker();
    env = { ...process.env, TEMPORAL_ADDRESS: machine.server.address, TEMPORAL_CONFIG_FILE: join(folder, 'none.toml') };
  });
  afterAll(() => machine.stop());

  const pays = async (program: string, refId: string, ...options: string[]) => {
    const { stdout } = await succeeded(run(process.execPath, [...options, program, refId], { env }));
    expect(JSON.parse(stdout)).toMatchObject({ status: 'Sukses', refId });
    expect((await machine.charges('digiflazz', refId)).charges).toBe(1);
  };

  test(`it takes at most ${MOST_MEGABYTES} MB`, async () => {
    expect(await installedSize(projectOf('module'))).toBeLessThanOrEqual(MOST_MEGABYTES);
  });

  test('a program of modules type-checks and pays a bill', async () => {
    await pays(await compile(projectOf('module'), PROGRAM), 'as-module');
  });

  test('a program of CommonJS type-checks and pays a bill, whether or not Node can require modules', async () => {
    const program = await compile(projectOf('commonjs'), PROGRAM);
    await pays(program, 'as-commonjs');
    await pays(program, 'as-commonjs-only', '--no-experimental-require-module');
  });

  test('a program of CommonJS type-checks with the resolution of older projects, too', async () => {
    await pays(await compile(projectOf('commonjs'), PROGRAM, 'node10'), 'as-node10');
  });

  test('the command pays a bill, and what needs more packages ends with 2 and the line that installs them', async () => {
    const tuntas = (...args: string[]) => {
      const bin = join(projectOf('module'), 'node_modules', '.bin', 'tuntas');
      return run(process.execPath, [bin, ...args], { cwd: projectOf('module'), env });
    };
    const bill = ['--provider', 'digiflazz', '--product', 'pln', '--customer', '530000000001', '--testing'];
    expect(await tuntas('pay', ...bill, '--ref', 'by-command', '--json')).toMatchObject({ code: 0 });
    for (const command of ['worker', 'webhooks', 'sandbox', 'dev', 'demo']) {
      const { code, stdout, stderr } = await tuntas(command);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/npm install --save-exact (@?[a-z.-]+(\/[a-z-]+)?@\d+\.\d+\.\d+ ?)+\n$/);
    }
  });

  test('the JSON Schemas can be imported', async () => {
    const program = `
      const request = require('tuntas/schema/payment-request.json');
      const outcome = require('tuntas/schema/payment-outcome.json');
      console.log(request.title, outcome.title, require('tuntas/schema/temporal.config.json').title);`;
    const { stdout } = await succeeded(run(process.execPath, ['-e', program], { cwd: projectOf('commonjs') }));
    expect(stdout).toBe('PaymentRequest PaymentOutcome temporal.config.json\n');
  });
});

describe("in a project that has a worker's packages as well", () => {
  // Below the project's own packages, so that these need not be installed once more.
  const parent = join(projectFolder, 'node_modules', '.cache', 'tuntas');
  let project: string;
  beforeAll(async () => {
    await mkdir(parent, { recursive: true });
    project = await mkdtemp(join(parent, 'shop-'));
    await emptyProject(project, 'module');
    await unpack(packed, project);
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  test("the test of docs/testing.md, a user's own, passes", async () => {
    const code = withServer(await documentedTest(), testTimeSkipping());
    const module = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    const file = join(project, 'checkout.test.js');
    await writeFile(file, ts.transpileModule(code, { compilerOptions: module }).outputText);
    const { stdout } = await succeeded(
      run(process.execPath, ['--test', '--test-reporter=tap', file], { cwd: project }),
    );
    expect(stdout).toContain('# pass 3\n# fail 0');
  });

  test('a program of CommonJS has worker, webhooks and testing by `require`, with the error classes of the client', async () => {
    const program = `
      const { TuntasError } = require('tuntas');
      const { runWorker, TuntasError: ofWorker } = require('tuntas/worker');
      const { runWebhooks } = require('tuntas/webhooks');
      const { startTestTuntas } = require('tuntas/testing');
      console.log(typeof runWorker, typeof runWebhooks, typeof startTestTuntas, TuntasError === ofWorker);`;
    const file = join(project, 'program.cjs');
    await writeFile(file, program);
    const { stdout } = await succeeded(run(process.execPath, [file], { cwd: project }));
    expect(stdout).toBe('function function function true\n');
  });
});
