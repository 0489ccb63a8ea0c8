import { z } from 'zod';
import { durationSchema } from '../../../contract/duration.js';

/** What a product needs that the product list does not say. */
export const productSchema = z
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

export type ProductRule = z.infer<typeof productSchema>;

/**
 * Source: Tokopedia B2B v2 documentation samples. The product list has no such facts: no attribute of it names inputs. A
 * pattern extends the rule of its samples to their siblings, which is a guess: docs/providers.md.
 */
const SAMPLES: Record<string, z.input<typeof productSchema>> = {
  'mobile-legends-*': { fields: ['zone_id'], orderAmount: false },
  kvision: { amount: 'choice' },
  'insurance-allianz-premilanjutan': { amount: 'choice' },
  'donasi-rumah-zakat-50': { orderAmount: true },
  'dompet-digital-gopay-open-amount': { inquiry: true, amount: 'open' },
  'topup-dana': { amount: 'open' },
  'samsat-jatim*': { fields: ['nik', 'machine_number', 'phone_number'] },
  'samsat-jateng*': { expires: { after: '2h' } },
  'samsat-sumut': { expires: { at: '23:00' } },
  'samsat-sulsel': { expires: { at: '00:00' } },
  'pbb-*': { fields: ['period'] },
};

/**
 * What is known of products, by product code or pattern. A product's rule in `settings.products` takes the place of the
 * one here.
 */
export const PRODUCT_RULES: ReadonlyMap<string, ProductRule> = new Map(
  Object.entries(SAMPLES).map(([product, rule]) => [product, productSchema.parse(rule)]),
);
