import { z } from 'zod';
import { durationSchema } from '../../../contract/duration.js';
import { ABOUT_REFERENCE, NOTHING_MADE } from './codes.js';

const productSchema = z
  .strictObject({
    inquiry: z.boolean().optional().describe('whether an inquiry is made; default: as the product list says'),
    amount: z
      .enum(['none', 'open', 'choice'], 'must be "none", "open" or "choice"')
      .optional()
      .describe(
        'the amount in a request: refused, needed, or chosen within the limits of the inquiry; default: needed where ' +
          'there is neither an inquiry nor a price, else refused',
      ),
    orderAmount: z
      .boolean()
      .optional()
      .describe('whether the order states its amount; default: not where the product has a fixed price'),
    fields: z.array(z.string().min(1)).default([]).describe('extra inputs without which a request is refused'),
    expires: z
      .strictObject({
        after: durationSchema.optional().describe('from the inquiry'),
        at: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "23:00"')
          .optional()
          .describe("daily, in the provider's time zone; 00:00: only on the day of the inquiry"),
      })
      .refine(({ after, at }) => after !== undefined || at !== undefined, 'must say "after" or "at"')
      .optional()
      .describe('until when a bill can be paid'),
  })
  .refine((product) => product.amount !== 'choice' || product.inquiry !== false, {
    path: ['amount'],
    error: 'can be chosen only where there is an inquiry',
  })
  .refine((product) => product.orderAmount !== false || (product.amount ?? 'none') === 'none', {
    path: ['orderAmount'],
    error: 'must be true where the request states the amount',
  })
  .refine((product) => product.expires === undefined || product.inquiry !== false, {
    path: ['expires'],
    error: 'counts from an inquiry, and this product has none',
  });

const codes = z.array(
  z
    .string()
    .regex(/^[A-Za-z0-9]{1,16}$/, 'must be an error code such as "P04"')
    .refine((code) => !ABOUT_REFERENCE.includes(code), 'does not say that nothing was made'),
);

/** What the adapter's part of the configuration may say. */
export const settingsSchema = z.strictObject({
  tokenUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .refine((text) => !/^[^/]*\/\/[^/]*@|[?#]/.test(text), 'must have no user, password, query or fragment')
    .optional()
    .describe("where tokens are had; default: the provider's own for tokopedia.com, else /token beside the API"),
  signature: z.enum(['pss', 'pkcs1'], 'must be "pss" or "pkcs1"').default('pss').describe('the padding of signatures'),
  catalogueFor: durationSchema.default('1h').describe('how long the product list is kept'),
  catalogueMaxAge: durationSchema
    .default('24h')
    .describe('a product list that is older, because no new one can be had, is not used: payments wait for it'),
  repeatAfter: z
    .union([durationSchema, z.literal('never')])
    .default('10m')
    .describe('an order is sent again, with its id, once the provider has not known it for this long; or "never"'),
  refusals: codes.default([NOTHING_MADE]).describe('errors in reply to an order that prove that nothing was made'),
  depositTooLow: codes.default([]).describe('those of them that speak of our deposit'),
  products: z
    .record(z.string().min(1), productSchema)
    .default({})
    .describe('what the product list does not say, by product code'),
});

export type Settings = z.infer<typeof settingsSchema>;
export type ProductRule = z.infer<typeof productSchema>;

/** What the configuration says of a product; nothing, for most. */
export function ruleOf(settings: Settings, product: string): ProductRule {
  return (Object.hasOwn(settings.products, product) ? settings.products[product] : undefined) ?? { fields: [] };
}

/** Where tokens are had. Tokopedia's own, its sandbox included, come from its accounts server (official). */
export function tokenUrlOf(settings: Settings, baseUrl: string): string {
  if (settings.tokenUrl !== undefined) return settings.tokenUrl;
  const { hostname, origin } = new URL(baseUrl);
  const official = hostname === 'tokopedia.com' || hostname.endsWith('.tokopedia.com');
  return official ? 'https://accounts.tokopedia.com/token' : `${origin}/token`;
}
