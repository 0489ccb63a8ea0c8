import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createLedger as createCalls, type HoldArgs } from '../../activities/ledger.js';
import { thisMachine } from '../../activities/world.js';
import { configSchema } from '../../contract/config.js';
import type { LedgerReply, LedgerStep } from '../../contract/ledger.js';
import { createLedger } from '../../docs/examples/ledger.js';

const TOKEN = 'ledger-token';
const DONE = { kind: 'done' };
const refused = (status: number) => ({ kind: 'refused', status });

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuntas-ledger-'));
  await start();
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function start() {
  server = createLedger({ file: join(folder, 'ledger.json'), token: TOKEN, balances: { budi: 10_000 } });
  await once(server.listen(0, '127.0.0.1'), 'listening');
}

async function stop() {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function restart() {
  await stop();
  await start();
}

type Step = (args: HoldArgs) => Promise<LedgerReply>;

/** Makes one call as the activity does: `hold(1)` has the key `…:hold-1`. */
function caller(ledgerToken = TOKEN) {
  const { port } = server.address() as AddressInfo;
  const ledger = { baseUrl: `http://127.0.0.1:${port}`, timeout: '5s', token: { env: 'LEDGER_TOKEN' } };
  const config = configSchema.parse({ providers: {}, ledger });
  const calls = createCalls({ ...thisMachine, config, providers: {}, client: undefined as never, ledgerToken });
  const logger = new DefaultLogger('ERROR', () => undefined);
  const call = (step: LedgerStep, hold: number, { amount = 6_000, account = 'budi', key = '' } = {}) => {
    const holdId = `payment:digiflazz:inv/1 ${hold}:1`;
    const args = { key: key || `payment:digiflazz:inv:${step}-${hold}`, holdId, account, amount };
    return new MockActivityEnvironment({}, { logger }).run<[HoldArgs], LedgerReply, Step>(calls[step], args);
  };
  return {
    hold: (hold: number, more = {}) => call('hold', hold, more),
    capture: (hold: number, more = {}) => call('capture', hold, more),
    release: (hold: number, more = {}) => call('release', hold, more),
  };
}

/** The account's free rupiah, as the file has it. */
async function balance(account = 'budi') {
  const file = await readFile(join(folder, 'ledger.json'), 'utf8');
  const { balances } = JSON.parse(file) as { balances: [string, number][] };
  return new Map(balances).get(account);
}

test("the page's ledger is the file that is tested here", async () => {
  const page = await readFile('docs/ledger.md', 'utf8');
  const file = await readFile('docs/examples/ledger.ts', 'utf8');
  const blocks = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code);
  expect(blocks).toContain(file);
});

test("the example's ledger takes a payment from hold to capture, and each call may be repeated", async () => {
  const { hold, capture } = caller();
  expect(await hold(1)).toEqual(DONE);
  expect(await hold(1)).toEqual(DONE);
  expect(await balance()).toBe(4_000);
  expect(await capture(1, { amount: 5_000 })).toEqual(DONE);
  expect(await capture(1, { amount: 5_000 })).toEqual(DONE);
  expect(await balance()).toBe(5_000);
});

test("the example's ledger gives back what is released, also after a capture", async () => {
  const { hold, capture, release } = caller();
  await hold(1);
  expect(await release(1)).toEqual(DONE);
  expect(await balance()).toBe(10_000);
  await hold(2);
  await capture(2);
  expect(await balance()).toBe(4_000);
  expect(await release(2)).toEqual(DONE);
  expect(await release(2)).toEqual(DONE);
  expect(await balance()).toBe(10_000);
  expect(await release(2, { key: 'another' })).toEqual(DONE);
  expect(await capture(1, { key: 'late' })).toMatchObject(refused(409));
  expect(await balance()).toBe(10_000);
});

test("the example's ledger does not know a hold that was never made, and refuses one that comes after its release", async () => {
  const { hold, capture, release } = caller();
  expect(await capture(3)).toMatchObject(refused(404));
  expect(await release(3)).toMatchObject(refused(404));
  expect(await hold(3)).toMatchObject(refused(409));
  expect(await release(3, { key: 'another' })).toMatchObject(refused(404));
});

test("the example's ledger refuses what the account does not have, and takes a new key once it has it", async () => {
  const { hold, release } = caller();
  await hold(1);
  expect(await hold(2)).toMatchObject(refused(402));
  await release(1);
  expect(await hold(2)).toMatchObject(refused(402));
  expect(await hold(2, { key: 'payment:digiflazz:inv:hold@1' })).toEqual(DONE);
  expect(await hold(4, { account: 'nobody' })).toMatchObject(refused(402));
});

test("the example's ledger refuses another call under a key that it knows", async () => {
  const { hold, release } = caller();
  await hold(1, { amount: 1_000 });
  expect(await hold(1, { amount: 2_000 })).toMatchObject(refused(422));
  expect(await release(1, { key: 'payment:digiflazz:inv:hold-1' })).toMatchObject(refused(422));
  expect(await balance()).toBe(9_000);
});

test("a wrong token at the example's ledger is no answer and changes nothing", async () => {
  const wrong = { type: 'LedgerUnanswered', details: [{ why: 'http-401' }] };
  await expect(caller('wrong').hold(1)).rejects.toMatchObject(wrong);
  expect(await caller().hold(1)).toEqual(DONE);
  await expect(caller('wrong').capture(1)).rejects.toMatchObject(wrong);
  await expect(caller('wrong').release(1)).rejects.toMatchObject(wrong);
  expect(await balance()).toBe(4_000);
});

test("the example's ledger knows holds and keys after a restart", async () => {
  await caller().hold(1);
  await restart();
  expect(await caller().hold(1)).toEqual(DONE);
  expect(await balance()).toBe(4_000);
  expect(await caller().capture(1)).toEqual(DONE);
  await restart();
  expect(await caller().capture(1)).toEqual(DONE);
  expect(await caller().hold(2)).toMatchObject(refused(402));
});
