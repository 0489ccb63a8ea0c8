import { z } from 'zod';

const words = z.array(z.string().min(1));

/** Schema of `settings` in the configuration. */
export const settingsSchema = z.strictObject({
  partnerId: z
    .string()
    .min(1)
    .optional()
    .describe("default: the KEY, which is what the official docs ask for; the samples' ayopop is an example"),
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
  publicTokens: words
    .default(['TLSTPOS'])
    .describe(
      'products whose token is the reference of what was paid; of every other product it is what the customer bought, ' +
        'and a secret. * at the end: all that begin so. Official sample of PLN postpaid',
    ),
  otherAccount: words
    .default([])
    .describe(
      'products whose replies may name another account than the one asked about: it is not compared, reference and ' +
        'product are. * at the end: all that begin so. The official sample of Google Play (PGPLGL…) shows a phone where ' +
        'an e-mail was asked about; whether live replies do so is a guess',
    ),
  maxArrears: z
    .record(z.string(), z.int().min(1))
    .default({ TLSTPOS: 3 })
    .describe(
      'how many bills a product takes at once: with more, the inquiry is refused. Official docs for PLN postpaid: at ' +
        'most three. That may also mean that the provider cuts what is owed to three: then leave the product out here',
    ),
  arrearsRows: z
    .strictObject({ count: words.default(['Total LBR Tagihan']), months: words.default(['BL/TH']) })
    .prefault({})
    .describe('rows of productDetails that tell how many bills there are: a number, or a list of months'),
  feeForbidden: words
    .default(['TLSTPOS'])
    .describe('products on which no fee may be added; official docs for PLN postpaid'),
});

export type Settings = z.infer<typeof settingsSchema>;
