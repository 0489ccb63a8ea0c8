import { z } from 'zod';
import { configSchema } from '../contract/config.js';
import { confirmationSchema, resolutionSchema } from '../contract/messages.js';
import { paymentOutcomeSchema } from '../contract/outcome.js';
import { paymentRequestSchema } from '../contract/request.js';

const schemas: Record<string, { title: string; schema: z.ZodType; file?: string }> = {
  request: { title: 'PaymentRequest', schema: paymentRequestSchema, file: 'docs/schema/payment-request.json' },
  outcome: { title: 'PaymentOutcome', schema: paymentOutcomeSchema, file: 'docs/schema/payment-outcome.json' },
  confirm: { title: 'Confirmation', schema: confirmationSchema },
  resolve: { title: 'Resolution', schema: resolutionSchema },
  config: { title: 'temporal.config.json', schema: configSchema, file: 'temporal.config.schema.json' },
};

export const schemaNames = Object.keys(schemas);

/** The JSON Schema of one part of the contract, for its input; undefined for an unknown name. */
export function schemaOf(name: string): object | undefined {
  const entry = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  return entry && { title: entry.title, ...z.toJSONSchema(entry.schema, { io: 'input' }) };
}

/** The schema files that are part of the project: path → text. */
export function schemaFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([name, { file }]) =>
      file ? [[file, `${JSON.stringify(schemaOf(name), null, 2)}\n`]] : [],
    ),
  );
}
