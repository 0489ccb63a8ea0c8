import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PRODUCTS } from '../../sandbox/providers/tokopedia/products.js';
import { asked, Client } from './tokopedia-client.js';
import { SandboxUnderTest, clockAt } from './helpers.js';

const RECORDED = new URL('tokopedia-replies.json', import.meta.url);
const OTHER_NUMBER = '000771234';

const under = new SandboxUnderTest();
const clock = clockAt('2024-05-06T03:00:00Z');
let client: Client;

beforeAll(async () => {
  const sandbox = await under.start({ now: clock.now });
  client = await new Client(sandbox.url).login();
});
afterAll(() => under.close());

/** A digest of the replies to an inquiry, an order and its details, for the sample's number and for another one. */
async function digestOf(product: string): Promise<string> {
  const { number, inquiry } = PRODUCTS.get(product)!;
  const digest = createHash('sha256');
  for (const each of number === '' ? [''] : [number, OTHER_NUMBER]) {
    const ref = `${product}:${each}`;
    if (inquiry) digest.update((await client.inquire(asked(product, each))).text);
    digest.update((await client.buy(ref, product, each)).text);
    clock.forward(2_000);
    digest.update((await client.details(ref)).text);
  }
  return digest.digest('hex').slice(0, 16);
}

/** An intended change of a sample changes its line in tokopedia-replies.json; a failure shows the new digest. */
test('every product answers byte for byte what was recorded', async () => {
  const recorded = JSON.parse(await readFile(RECORDED, 'utf8')) as Record<string, string>;
  const digests: Record<string, string> = {};
  for (const product of PRODUCTS.keys()) digests[product] = await digestOf(product);
  expect(digests).toEqual(recorded);
});
