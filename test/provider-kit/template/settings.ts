import { z } from 'zod';

/** What `settings` may say for this provider. Strict: a setting that nobody reads is a mistake in the file. */
export const settingsSchema = z.strictObject({
  aliases: z
    .record(z.string(), z.array(z.string().min(1)))
    .default({})
    .describe('product codes that replies may carry instead of the one asked about, by product'),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Other codes of a product in replies. */
export function aliasesOf({ aliases }: Settings, product: string): string[] {
  return Object.hasOwn(aliases, product) ? [...(aliases[product] ?? [])] : [];
}
