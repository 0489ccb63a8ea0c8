import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adapters } from '../../../../activities/providers/index.js';
import type { Provider } from '../../../../activities/providers/provider.js';
import { thisMachine } from '../../../../activities/world.js';
import type { Evidence } from '../../../../contract/evidence.js';
import type { PaymentRequest } from '../../../../contract/request.js';
import { EXAMPLES, type ExampleBill, SANDBOX_SECRETS, startSandbox, type Sandbox } from '../../../../sandbox/index.js';
import { loadConfig } from '../../../../worker/config.js';
import { examples, productCodes } from '../../../sandbox/tokopedia-examples.js';

const signal = new AbortController().signal;
let folder: string;
let sandbox: Sandbox;
let provider: Provider;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuntas-products-'));
  sandbox = await startSandbox({ state: folder, pendingFor: 0 });
  const shipped = (await loadConfig()).providers['tokopedia']!;
  const config = { ...shipped, baseUrl: `${sandbox.url}/api` };
  const secrets = { ...SANDBOX_SECRETS.tokopedia };
  const setup = { name: 'tokopedia', config, secrets, world: thisMachine, now: Date.now };
  provider = adapters['tokopedia']!.create(setup);
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

/** From the terms to the verdict, as a payment goes. */
async function paid({ product, customerNo, amount: nominal, fields }: ExampleBill, refId: string): Promise<Evidence> {
  const request: PaymentRequest = {
    ...{ provider: 'tokopedia', refId, product, customerNo },
    ...(nominal === undefined ? {} : { amount: nominal }),
    ...(fields === undefined ? {} : { fields }),
  };
  const terms = await provider.terms(request);
  const found = terms.inquiry ? await provider.inquire({ request }, signal) : undefined;
  if (found && found.kind !== 'bill') throw new Error(`${found.kind}: ${found.message}`);
  const amount = found?.amount ?? terms.amount ?? request.amount;
  const order = { request, ...(found ? { bill: found } : {}), ...(amount === undefined ? {} : { amount }) };
  expect(await provider.pay(order, signal)).toMatchObject({ kind: 'pending' });
  for (;;) {
    const evidence = await provider.check(order, signal);
    if (evidence.kind !== 'pending') return evidence;
    await sleep(50);
  }
}

const successes = EXAMPLES['tokopedia']!.filter(({ kind }) => kind === 'pending-sukses');
const failures = EXAMPLES['tokopedia']!.filter(({ kind }) => kind === 'pending-gagal');

/** What is published as their success tells of another bill than their inquiry: only its rows' names can be held to. */
const OTHER_BILLS = new Set([
  'mobile-legends-18-diamonds',
  'myrepublic',
  'transvision',
  'centrin-online',
  'samsat-jatim',
  'pdam-jatim-kota-surabaya',
  'pdam-jabar-kota-cirebon',
  'kredit-mtf-new',
  'edu-univ-sangga-buana-ypkp',
  'pbb-kab-bandung-barat',
  'pbb-kota-pangkal-pinang',
  'topup-dana',
]);

test('the examples are every product code that is published', async () => {
  expect(successes.map(({ product }) => product).sort()).toEqual((await productCodes()).sort());
});

test.each(successes)('$product is paid, with the receipt that is published for it', async (bill) => {
  const evidence = await paid(bill, `ok-${bill.product.replace(/\W/g, '-')}`);
  expect(evidence).toMatchObject({ kind: 'success', from: 'status' });
  const published = (await examples()).get(bill.product)?.success;
  if (!published) return expect(evidence.receipt?.length).toBeGreaterThan(0);
  const rows = published['fulfillment_result'] as { name: string; value: string }[];
  const shown = rows.filter(({ value }) => value.trim() !== '');
  if (!OTHER_BILLS.has(bill.product)) return expect(evidence.receipt).toEqual(shown);
  expect(evidence.receipt?.map(({ name }) => name)).toEqual(shown.map(({ name }) => name));
});

test.each(failures)('$product of …$customerNo fails with a code', async (bill) => {
  const evidence = await paid(bill, `${bill.product.replace(/\W/g, '-')}-gagal`);
  expect(evidence).toMatchObject({ kind: 'failed', from: 'status', code: 'S00' });
});
