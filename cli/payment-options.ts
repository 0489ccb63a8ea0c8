import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Config } from '../contract/config.js';
import { type Fault, InvalidInput } from '../contract/errors.js';
import { given } from '../contract/given.js';
import { parsePaymentRequest, readPaymentRequest, type PaymentRequest } from '../contract/request.js';
import { amountOf, type Read } from './values.js';

/** A request's options as written on the command line. */
export interface RequestOptions {
  request?: string;
  provider?: string;
  ref?: string;
  product?: string;
  customer?: string;
  amount?: string;
  charge?: string;
  field?: string[];
  confirm?: string;
  maxAmount?: string;
  deadline?: string;
  onDeadline?: string;
  account?: string;
  testing?: boolean;
}

/** Options → fields of the request. The option `request` is not here: it names a document that replaces all of them. */
const NAMES = {
  provider: 'provider',
  ref: 'refId',
  product: 'product',
  customer: 'customerNo',
  amount: 'amount',
  charge: 'charge',
  field: 'fields',
  confirm: 'confirm',
  maxAmount: 'maxAmount',
  deadline: 'deadline',
  onDeadline: 'onDeadline',
  account: 'account',
  testing: 'testing',
} as const satisfies Record<Exclude<keyof RequestOptions, 'request'>, keyof PaymentRequest>;

export function addRequestOptions(command: Command): Command {
  return command
    .option('--request <file>', 'the request as a JSON document, in place of the options below; - reads stdin')
    .option('--provider <name>', 'a provider of temporal.config.json')
    .option('--ref <refId>', 'our reference, unique per provider, never reused')
    .option('--product <code>', "the provider's product code")
    .option('--customer <customerNo>', "the customer's number; '' where the product takes none")
    .option('--amount <rupiah>', 'the nominal, for products of open amount')
    .option('--charge <rupiah>', "what the customer pays (default: the bill's amount)")
    .option('--field <name=value>', 'an extra input of the product; may be repeated', gather)
    .option('--confirm <how>', 'manual: stop after the bill until `confirm` (default: auto)')
    .option('--max-amount <rupiah>', 'a bill above it is not paid')
    .option('--deadline <duration>', 'how long the caller can wait, such as 15m (default: as configured)')
    .option('--on-deadline <what>', 'release: give the funds back at the deadline (default: hold)')
    .option('--account <id>', 'whose funds the ledger holds (default: no ledger is called)')
    .option('--testing', "pass the provider's test switch on every call");
}

function gather(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/**
 * The request that the options describe, checked against the contract, and its provider against the configuration where
 * there is one. Throws `InvalidInput` with the path and the reason of every fault.
 */
export async function requestOf(options: RequestOptions, config: Config | undefined): Promise<PaymentRequest> {
  const request = options.request === undefined ? requestFrom(options) : await document(options.request, options);
  const fault = unknownProvider(request.provider, config);
  if (fault) refuse([fault]);
  return request;
}

/** The fault of a provider that the configuration does not have; none where there is no configuration. */
export function unknownProvider(provider: string, config: Config | undefined): Fault | undefined {
  if (!config || Object.hasOwn(config.providers, provider)) return undefined;
  const known = Object.keys(config.providers).sort();
  return { path: 'provider', reason: `must be one of ${known.join(', ')} (as configured)` };
}

async function document(file: string, options: RequestOptions): Promise<PaymentRequest> {
  const beside = Object.keys(NAMES).filter((name) => options[name as keyof RequestOptions] !== undefined);
  if (beside.length > 0) {
    refuse([{ path: 'request', reason: `a document takes no options beside it: ${beside.join(', ')}` }]);
  }
  let value: unknown;
  try {
    value = JSON.parse(await contentOf(file));
  } catch (error) {
    // The parser's message quotes the document, which contains a customer's number.
    const why = error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${codeOf(error)})`;
    refuse([{ path: 'request', reason: `${file === '-' ? 'stdin' : file} ${why}` }]);
  }
  return parsePaymentRequest(value);
}

function contentOf(file: string): Promise<string> {
  return file === '-' ? readAll(process.stdin) : readFile(file, 'utf8');
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

function requestFrom(options: RequestOptions): PaymentRequest {
  const { ref: refId, customer: customerNo, field, amount, charge, maxAmount, ...rest } = options;
  const faults: Fault[] = [];
  const take = <T>(path: string, read: Read<T> | undefined): T | undefined => {
    if (read && 'reason' in read) faults.push({ path, reason: read.reason });
    return read && 'value' in read ? read.value : undefined;
  };
  const request: Record<string, unknown> = given({
    ...rest,
    refId,
    customerNo,
    amount: take('amount', amount === undefined ? undefined : amountOf(amount)),
    charge: take('charge', charge === undefined ? undefined : amountOf(charge)),
    maxAmount: take('maxAmount', maxAmount === undefined ? undefined : amountOf(maxAmount)),
    fields: take('fields', field && fieldsOf(field)),
  });
  for (const [option, path] of Object.entries(NAMES)) {
    if (REQUIRED.has(path) && request[path] === undefined) faults.push({ path, reason: `is missing (--${option})` });
  }
  return checked(request, faults);
}

const REQUIRED: ReadonlySet<string> = new Set(['provider', 'refId', 'product', 'customerNo']);

/** Adds the contract's faults, at most one for each field: the first one names the option to type. */
function checked(value: Record<string, unknown>, faults: Fault[]): PaymentRequest {
  const known = pick(value, Object.values(NAMES));
  const read = readPaymentRequest(known);
  const reported = new Set(faults.map(({ path }) => path));
  const others = 'faults' in read ? read.faults.filter(({ path }) => !reported.has(path)) : [];
  if ('faults' in read || faults.length > 0) refuse([...faults, ...others]);
  return read.request;
}

function fieldsOf(pairs: readonly string[]): Read<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) return { reason: 'must be written as --field name=value' };
    const name = pair.slice(0, at);
    if (fields.has(name)) return { reason: `names ${JSON.stringify(name)} twice` };
    fields.set(name, pair.slice(at + 1));
  }
  return { value: Object.fromEntries(fields) };
}

function pick(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (name in values ? [[name, values[name]]] : [])));
}

function refuse(faults: Fault[]): never {
  throw new InvalidInput('InvalidRequest', faults);
}
