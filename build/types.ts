import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { z } from 'zod';
import { paymentOutcomeSchema } from '../contract/outcome.js';
import { paymentRequestSchema } from '../contract/request.js';
import { projectFolder } from '../worker/bundle.js';

/*
 * Writes contract/types.ts: the types of the contract, made of the JSON Schemas that zod makes of the contract, so that
 * the text of each field is the same in the schema and in an editor.
 */

const HEADER = '// Written by `npm run schemas`: the texts stand in contract/request.ts and contract/outcome.ts.\n';

/** Name of a type → its schema, and the text above it. */
const TYPES: Record<string, { schema: z.ZodType; description: string }> = {
  PaymentRequest: {
    schema: paymentRequestSchema,
    description: 'What a backend asks for: the one JSON argument of the `payment` workflow. Unknown keys are an error.',
  },
  PaymentOutcome: {
    schema: paymentOutcomeSchema,
    description:
      'How a payment ended: the one JSON result of the `payment` workflow. `status` tells which of both it is.',
  },
};

/** Where the types are kept. */
export const typesFile = join(projectFolder, 'contract', 'types.ts');

/** The text of contract/types.ts. */
export async function typesOfContract(): Promise<string> {
  const parts: string[] = [];
  for (const [title, { schema, description }] of Object.entries(TYPES)) {
    const described = { title, ...z.toJSONSchema(schema, { io: 'input' }), description } as JSONSchema;
    parts.push(await compile(withNames(described), title, { bannerComment: '', style: await style() }));
  }
  return [HEADER, ...parts.map(optionalMayBeUndefined)].join('\n');
}

async function style() {
  const { resolveConfig } = await import('prettier');
  return { ...(await resolveConfig(typesFile)) };
}

/** A map of names is a `Record`. */
function withNames<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'propertyNames' in value
      ? { ...value, tsType: 'Record<string, string>' }
      : value,
  ) as T;
}

/** As zod takes and gives them, whatever `exactOptionalPropertyTypes` says. */
function optionalMayBeUndefined(text: string): string {
  return text.replace(/^( +\w+\?: .*);$/gm, '$1 | undefined;');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeFile(typesFile, await typesOfContract());
