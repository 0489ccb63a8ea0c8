import type { Command } from 'commander';
import { parseKey } from '../client/keys.js';
import type { PaymentKey } from '../contract/names.js';
import { durationSchema, milliseconds } from '../contract/duration.js';
import { InvalidInput } from '../contract/errors.js';

/** A value that was read from text, or the fault of the text. */
export type Read<T> = { value: T } | { reason: string };

/** Whole rupiah. Dots and exponents are refused, because a dot can separate thousands or decimals. */
export function amountOf(text: string): Read<number> {
  if (!/^[1-9]\d*$/.test(text)) {
    return { reason: 'must be whole rupiah in digits only, such as 11000: no dots, commas, signs or exponents' };
  }
  const value = Number(text);
  return Number.isSafeInteger(value) ? { value } : { reason: 'is too large' };
}

/** A count from 1 to 100000. */
export function countOf(text: string): Read<number> {
  const value = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 100_000 ? { value } : { reason: 'must be a number from 1 to 100000' };
}

/** How many per second, such as 5 or 0.5. */
export function perSecondOf(text: string): Read<number> {
  const value = /^\d{1,5}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  return value > 0 && value <= 10_000
    ? { value }
    : { reason: 'must be a number above 0, at most 10000, such as 5 or 0.5' };
}

/** Node's timers end at 24.8 days. */
const LONGEST_WAIT = '24d';

/** A time limit in milliseconds; undefined for no limit. Throws `InvalidInput`. */
export function waitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const result = durationSchema.safeParse(text);
  if (!result.success) throw invalid('wait', result.error.issues[0]?.message ?? 'must be a duration');
  const value = milliseconds(result.data);
  if (value > milliseconds(LONGEST_WAIT)) throw invalid('wait', `must not be longer than "${LONGEST_WAIT}"`);
  return value;
}

/** The value of a required option. Throws `InvalidInput`. */
export function needed<T>(value: T | undefined, path: string, option: string): T {
  if (value === undefined) throw invalid(path, `is missing (${option})`);
  return value;
}

/** The value of a `Read`. Throws `InvalidInput` with its reason. */
export function valueOf<T>(read: Read<T>, path: string): T {
  if ('reason' in read) throw invalid(path, read.reason);
  return read.value;
}

/** One of the allowed values, or undefined when the option is left out. Throws `InvalidInput`. */
export function oneOf<T extends string>(text: string | undefined, words: readonly T[], path: string): T | undefined {
  if (text === undefined || words.includes(text as T)) return text as T | undefined;
  throw invalid(path, `must be one of ${words.join(', ')}`);
}

export interface KeyOptions {
  provider?: string;
  ref?: string;
}

export function addKeyOptions(command: Command): Command {
  return command
    .option('--provider <name>', 'the provider of the payment')
    .option('--ref <refId>', 'the reference of the payment');
}

/** The payment that the options name. Throws `InvalidInput`. */
export function keyFrom({ provider, ref }: KeyOptions): PaymentKey {
  return parseKey({
    provider: needed(provider, 'provider', '--provider'),
    refId: needed(ref, 'refId', '--ref'),
  });
}

function invalid(path: string, reason: string): InvalidInput {
  return new InvalidInput('InvalidRequest', [{ path, reason }]);
}
