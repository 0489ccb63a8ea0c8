import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { sampleSchema, type Sample } from './sample.js';

/** The files in `samples/`, in the order of the product list. */
const GROUPS = [
  'pulsa',
  'pln',
  'vouchers',
  'games',
  'internet',
  'gas-and-bpjs',
  'samsat',
  'pdam',
  'finance',
  'edu',
  'pbb',
  'property',
  'wallets',
];

const groupSchema = z.record(z.string(), sampleSchema);

/** Every product of the catalogue by its code. */
export const PRODUCTS: ReadonlyMap<string, Sample> = new Map(GROUPS.flatMap(samplesOf));

function samplesOf(group: string): [code: string, sample: Sample][] {
  const file = new URL(`samples/${group}.json`, import.meta.url);
  const { data, error } = groupSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (error) throw new Error(`${file.pathname}: ${z.prettifyError(error)}`);
  return Object.entries(data);
}
