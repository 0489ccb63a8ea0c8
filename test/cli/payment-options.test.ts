import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { payCommand } from '../../cli/commands/pay.js';
import { eachTestsFolder } from '../support/folder.js';
import { A_CONFIG, AN_OUTCOME, runCommand } from './fake-tools.js';

const folder = eachTestsFolder();

const LEAST = ['--provider', 'digiswitch', '--ref', 'r-1', '--product', 'pln', '--customer', '0530'];
const REQUEST = { provider: 'digiswitch', refId: 'r-1', product: 'pln', customerNo: '0530' };
const payments = { pay: () => AN_OUTCOME, progress: () => undefined };

async function started(args: string[]): Promise<unknown> {
  const { calls, error } = await runCommand(payCommand, ['pay', ...args], { payments, config: A_CONFIG });
  if (error) throw error as Error;
  return calls.find(([name]) => name === 'pay')?.[1];
}

/** A refusal comes before anything is started, or even connected to. */
async function refused(args: string[]): Promise<unknown> {
  const { code, calls, error } = await runCommand(payCommand, ['pay', ...args], { payments, config: A_CONFIG });
  expect({ code, calls }).toEqual({ code: 2, calls: [] });
  return (error as { faults?: unknown }).faults;
}

test('the least that a request needs is spelled with four options, the number staying text', async () => {
  expect(await started(LEAST)).toEqual(REQUEST);
});

test('every field of a request has its option', async () => {
  const all = [
    ...['--amount', '50000', '--charge', '52500', '--max-amount', '60000'],
    ...['--field', 'zone=1', '--field', 'note=a=b', '--field', 'empty='],
    ...['--confirm', 'manual', '--deadline', '15m', '--on-deadline', 'release'],
    ...['--account', 'shop-7', '--testing'],
  ];
  expect(await started([...LEAST, ...all])).toEqual({
    ...REQUEST,
    ...{ amount: 50_000, charge: 52_500, maxAmount: 60_000 },
    fields: { zone: '1', note: 'a=b', empty: '' },
    ...{ confirm: 'manual', deadline: '15m', onDeadline: 'release', account: 'shop-7', testing: true },
  });
});

test.each(['__proto__', 'constructor', 'prototype'])('an extra input cannot be called %s', async (name) => {
  const fault = { path: `fields.${name}`, reason: 'cannot be the name of an input' };
  expect(await refused([...LEAST, '--field', `${name}=1`])).toEqual([fault]);
  const file = join(folder(), 'request.json');
  await writeFile(file, JSON.stringify(REQUEST).replace('}', `,"fields":{"${name}":"1"}}`));
  expect(await refused(['--request', file])).toEqual([fault]);
});

test('a product without a customer number is spelled with an empty one', async () => {
  expect(await started([...LEAST.slice(0, -1), ''])).toEqual({ ...REQUEST, customerNo: '' });
});

test('all that is missing is named at once, with the option to type', async () => {
  expect(await refused(['--provider', 'digiswitch'])).toEqual([
    { path: 'refId', reason: 'is missing (--ref)' },
    { path: 'product', reason: 'is missing (--product)' },
    { path: 'customerNo', reason: 'is missing (--customer)' },
  ]);
});

test.each([
  [['--amount', '11.000'], 'amount'],
  [['--charge', '1e3'], 'charge'],
  [['--max-amount', '0'], 'maxAmount'],
  [['--confirm', 'later'], 'confirm'],
  [['--on-deadline', 'drop'], 'onDeadline'],
  [['--deadline', 'soon'], 'deadline'],
  [['--field', 'zone'], 'fields'],
  [['--field', 'zone=1', '--field', 'zone=2'], 'fields'],
  [['--wait', 'long'], 'wait'],
  [['--ref', '../x'], 'refId'],
])('%j is refused before anything is started, naming the field', async (args, path) => {
  expect(await refused([...LEAST, ...args])).toEqual([{ path, reason: expect.any(String) }]);
});

test('a provider that is not configured is refused with those that are', async () => {
  expect(await refused([...LEAST, '--provider', 'nobody'])).toEqual([
    { path: 'provider', reason: 'must be one of digiswitch (as configured)' },
  ]);
});

test('without a configuration the provider is left to the worker', async () => {
  const { code } = await runCommand(payCommand, ['pay', ...LEAST, '--provider', 'nobody'], { payments });
  expect(code).toBe(0);
});

async function file(text: string): Promise<string> {
  const path = join(folder(), 'request.json');
  await writeFile(path, text);
  return path;
}

test('a request may come as a document', async () => {
  expect(await started(['--request', await file(JSON.stringify({ ...REQUEST, amount: 1 }))])).toEqual({
    ...REQUEST,
    amount: 1,
  });
});

test('a document with an unknown key or an amount as text is refused, naming both', async () => {
  const faults = await refused(['--request', await file(JSON.stringify({ ...REQUEST, amount: '1', colour: 'red' }))]);
  expect(faults).toEqual([
    { path: 'amount', reason: 'must be a whole number of rupiah' },
    { path: 'colour', reason: 'unknown key' },
  ]);
});

test('a document that is not JSON is refused without repeating what stands in it', async () => {
  const path = await file('{"customerNo": 0530000000001');
  expect(await refused(['--request', path])).toEqual([{ path: 'request', reason: `${path} is not JSON` }]);
});

test('a document that cannot be read is refused', async () => {
  const path = join(folder(), 'none.json');
  expect(await refused(['--request', path])).toEqual([{ path: 'request', reason: `${path} cannot be read (ENOENT)` }]);
});

test('a document takes no options beside it', async () => {
  expect(await refused(['--request', await file(JSON.stringify(REQUEST)), '--amount', '1'])).toEqual([
    { path: 'request', reason: 'a document takes no options beside it: amount' },
  ]);
});
