import { TestWorkflowEnvironment } from '@temporalio/testing';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paymentOutcomeSchema, type PaymentOutcome } from '../../contract/outcome.js';
import { projectFolder } from '../../worker/bundle.js';
import { cacheFolder, fillOnce } from '../../cli/dev/cache.js';
import { startDevServer, type DevServer } from '../support/environment.js';
import { run, type Ended } from '../support/run.js';
import { aRequest, startTestWorkers, type TestWorkers } from '../support/test-workers.js';

const sources = join(projectFolder, 'test', 'other-languages', 'go');
/** Go's first build fetches and compiles Temporal's SDK. */
const BUILD_LIMIT_MS = 15 * 60_000;

let server: DevServer;
let env: TestWorkflowEnvironment;
let workers: TestWorkers;
let program: string;

beforeAll(async () => {
  [program, server] = await Promise.all([built(), startDevServer()]);
  env = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
  workers = await startTestWorkers({ env });
}, BUILD_LIMIT_MS);
afterAll(async () => {
  await workers.stop();
  await env.teardown();
  await server.stop();
});

/** The Go program, made once for its sources. */
async function built(): Promise<string> {
  const files = await Promise.all(['main.go', 'go.mod', 'go.sum'].map((file) => readFile(join(sources, file))));
  const edition = files.reduce((hash, file) => hash.update(file), createHash('sha256')).digest('hex');
  const folder = join(cacheFolder(), `go-payment-${edition.slice(0, 12)}`);
  await fillOnce(folder, async (part) => {
    const env = { ...process.env, CGO_ENABLED: '0' };
    const { code, stderr } = await run('go', ['build', '-o', join(part, 'pay'), '.'], { cwd: sources, env });
    if (code !== 0) throw new Error(`go build: ${stderr}`);
  });
  return join(folder, 'pay');
}

function payFromGo(request: unknown, ...flags: string[]): Promise<Ended> {
  const env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
  return run(program, flags, { stdin: JSON.stringify(request), env });
}

async function outcomeFromGo(request: unknown): Promise<PaymentOutcome> {
  const { stdout, stderr } = await payFromGo(request);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as PaymentOutcome;
}

/** What two payments of the same bill cannot share. */
const ownTo = (outcome: PaymentOutcome | undefined) => ({
  ...outcome,
  refId: 'ref',
  startedAt: 'then',
  paidAt: 'then',
  finishedAt: 'then',
});

test('a payment started from Go ends with the same JSON as one started by the client library', async () => {
  const [go, typescript] = [aRequest(), aRequest()];
  const ofGo = await outcomeFromGo(go);
  const ofTypescript = await workers.payments.pay(typescript);
  expect(Object.keys(ofGo)).toEqual(Object.keys(ofTypescript ?? {}));
  expect(ownTo(ofGo)).toEqual(ownTo(ofTypescript));
  expect([ofGo.refId, ofGo.status]).toEqual([go.refId, 'Sukses']);
  expect(paymentOutcomeSchema.parse(ofGo)).toEqual(ofGo);
});

test('the same reference started from both is one workflow that pays once', async () => {
  const request = aRequest();
  const [ofGo, ofTypescript] = await Promise.all([outcomeFromGo(request), workers.payments.pay(request)]);
  expect(ofGo).toEqual(ofTypescript);
  const pays = workers.contacts.filter(({ what, refId }) => what === 'pay' && refId === request.refId);
  expect(pays).toHaveLength(1);
});

test('a payment that has ended is not begun again from Go: its outcome is the answer', async () => {
  const request = aRequest();
  const first = await workers.payments.pay(request);
  expect(await outcomeFromGo(request)).toEqual(first);
});

test('a request that breaks the contract fails with InvalidRequest, whatever language it comes from', async () => {
  const before = workers.contacts.length;
  const { code, stderr } = await payFromGo({ ...aRequest(), price: 1 });
  expect(code).toBe(1);
  expect(stderr).toMatch(/price: unknown key.*InvalidRequest/);
  expect(workers.contacts).toHaveLength(before);
});

test('an outcome that comes at once costs one call to Temporal from Go too, and a repeat gives the same', async () => {
  const request = aRequest();
  const { stdout, stderr } = await payFromGo(request, '-early', '-calls');
  // Connecting asks for the capabilities of the server.
  expect(stderr.trim().split('\n')).toEqual(['GetSystemInfo', 'ExecuteMultiOperation']);
  expect(JSON.parse(stdout)).toEqual(await workers.payments.pay(request));
  expect((await payFromGo(request, '-early')).stdout).toBe(stdout);
});
