import { z } from 'zod';
import { durationSchema } from '../../../contract/duration.js';
import { ABOUT_REFERENCE, NOTHING_MADE } from './codes.js';
import { matches } from '../product-pattern.js';
import { PRODUCT_RULES, productSchema, type ProductRule } from './products.js';

const codes = z.array(
  z
    .string()
    .regex(/^[A-Za-z0-9]{1,16}$/, 'must be an error code such as "P04"')
    .refine((code) => !ABOUT_REFERENCE.includes(code), 'does not say that nothing was made'),
);

/** Schema of `settings` in the configuration. */
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
    .describe(
      'what the product list does not say, by product code, or by its beginning and * at the end; takes the place of ' +
        'the rule that the adapter has',
    ),
});

export type Settings = z.infer<typeof settingsSchema>;
/** What holds for a product besides the product list: the configured rule, else the adapter's own, else nothing. */
export function ruleOf({ products }: Settings, product: string): ProductRule {
  return ruleIn(Object.entries(products), product) ?? ruleIn([...PRODUCT_RULES], product) ?? { fields: [] };
}

/** The rule of the code itself, else that of the longest pattern. */
function ruleIn(rules: readonly [pattern: string, rule: ProductRule][], product: string): ProductRule | undefined {
  const found = rules.filter(([pattern]) => matches(product, pattern));
  const exact = found.find(([pattern]) => pattern === product);
  return (exact ?? found.sort(([one], [other]) => other.length - one.length)[0])?.[1];
}

/** Where tokens are had. Tokopedia's own, its sandbox included, come from its accounts server (official). */
export function tokenUrlOf(settings: Settings, baseUrl: string): string {
  if (settings.tokenUrl !== undefined) return settings.tokenUrl;
  const { hostname, origin } = new URL(baseUrl);
  const official = hostname === 'tokopedia.com' || hostname.endsWith('.tokopedia.com');
  return official ? 'https://accounts.tokopedia.com/token' : `${origin}/token`;
}
