import { z } from 'zod';
import { InvalidInput } from '../contract/errors.js';
import { faultsOf } from '../contract/faults.js';
import type { PaymentKey } from '../contract/names.js';
import { providerSchema, refIdSchema } from '../contract/request.js';
import { readResolution, type Resolution } from '../contract/resolution.js';

const keySchema = z.object({ provider: providerSchema, refId: refIdSchema });

/** Checks a key before it becomes a workflow id. Throws `InvalidInput` (InvalidRequest). */
export function parseKey(value: PaymentKey): PaymentKey {
  return parseInput(keySchema, value);
}

/** Reads an input by its schema. Throws `InvalidInput` (InvalidRequest) with each field's path. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidInput('InvalidRequest', faultsOf(result.error));
  return result.data;
}

/** Checks an operator's verdict. Throws `InvalidInput` (InvalidRequest) with each field's path. */
export function parseResolution(value: unknown): Resolution {
  const read = readResolution(value);
  if ('faults' in read) throw new InvalidInput('InvalidRequest', read.faults);
  return read.resolution;
}
