import { z } from 'zod';

const words = z.array(z.string().min(1));

/** Schema of `settings` in the configuration. */
export const settingsSchema = z.strictObject({
  partnerId: z.string().min(1).optional().describe('default: the KEY, which the official docs call the partner id'),
  version: z
    .string()
    .regex(/^[0-9A-Za-z.]{1,16}$/, 'must be a version such as "2.0"')
    .default('2.0')
    .describe('the header VERSION; the official samples of these calls say 2.0'),
  language: z.enum(['ID', 'EN'], 'must be "ID" or "EN"').default('ID').describe("of the provider's messages"),
  callbackUrls: z
    .array(z.url({ protocol: /^https?$/, error: 'must be an http or https address' }))
    .min(1, 'needs at least one address, or to be left out')
    .optional()
    .describe('sent with payment; none: where callbacks go is set at the provider'),
  aliases: z
    .record(z.string(), words)
    .default({})
    .describe('product codes that replies may carry instead of the one asked about'),
  needs: z
    .record(z.string(), words)
    .default({})
    .describe('inputs without which a product is refused: amount, or names of fields such as zoneId and month'),
  prepaidTokens: words
    .default(['PLSTPL*', 'PGPLGL*'])
    .describe('products whose token is what the customer bought, and a secret; * at the end: all that begin so'),
  maxArrears: z
    .record(z.string(), z.int().min(1))
    .default({ TLSTPOS: 3 })
    .describe('how many bills a product takes at once; official docs for PLN postpaid'),
  arrearsRows: z
    .strictObject({ count: words.default(['Total LBR Tagihan']), months: words.default(['BL/TH']) })
    .prefault({})
    .describe('rows of productDetails that tell how many bills there are: a number, or a list of months'),
  feeForbidden: words
    .default(['TLSTPOS'])
    .describe('products on which no fee may be added; official docs for PLN postpaid'),
});

export type Settings = z.infer<typeof settingsSchema>;
