import { z } from 'zod';

const path = z
  .string()
  .regex(/^\/[^\s?#]*$/, 'must be a path such as "/v1/transaction"')
  .optional();

/** Schema of `settings` in the configuration. */
export const settingsSchema = z.strictObject({
  dialect: z
    .enum(['digiflazz', 'digiswitch'], 'must be "digiflazz" or "digiswitch"')
    .describe(
      'the spelling of the protocol; Digiswitch documents no status call, so a digiswitch provider in production needs ' +
        'statusCall: false until it has confirmed one',
    ),
  aliases: z
    .record(z.string(), z.array(z.string().min(1)))
    .default({})
    .describe(
      'product codes that replies may carry instead of the one asked about, by product; default for pln: dspln',
    ),
  statusCommand: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'must be a command such as "status-pasca"')
    .regex(/^(status|cek-status|check)/, 'must be a command that asks for the state: status…, cek-status… or check…')
    .default('status-pasca')
    .describe(
      'of the status call: official for Digiflazz, a guess for Digiswitch, where it goes to the address that buys',
    ),
  needsAmount: z.array(z.string().min(1)).default(['emoney']).describe('products refused without an amount'),
  priceList: z.enum(['pasca', 'prepaid']).default('pasca').describe('which list of products is read'),
  paths: z
    .strictObject({
      transaction: path,
      balance: path.describe('the default of Digiswitch, /v1/user/api/cek-saldo, is a guess'),
      priceList: path,
    })
    .default({})
    .describe("of the calls; default: those of the dialect's documentation"),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Source: the published samples of Digiswitch, where an inquiry about `pln` is answered about `dspln`. */
const ALIASES: ReadonlyMap<string, readonly string[]> = new Map([['pln', ['dspln']]]);

/** Other codes of a product in replies: the configured ones, else those of the samples. */
export function aliasesOf({ aliases }: Settings, product: string): string[] {
  const own = Object.hasOwn(aliases, product) ? aliases[product] : undefined;
  return [...(own ?? ALIASES.get(product) ?? [])];
}
