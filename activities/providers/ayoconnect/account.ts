import { z } from 'zod';
import type { TuntasError } from '../../../contract/errors.js';
import { given } from '../../../contract/given.js';
import type { RefusedFor } from '../account-refused.js';
import type { Balance, ProviderProduct } from '../provider.js';
import { clean, optionalText, parseExact, rupiah } from '../reading.js';

/** Makes an error; `refusedFor`: the provider has said no. */
export type Fail = (why: string, refusedFor?: RefusedFor) => TuntasError;

/*
 * The calls are documented (POST, the payload is the partner id); the shape of their replies is a guess after the other
 * replies of the protocol. So several spellings are read, and anything else is an error. No payment rests on either.
 */

/** Three digits after a dot may be thousands: "1.000" is no amount that could be told. */
const amount = z
  .string()
  .regex(/^-?\d+(\.(\d{1,2}|\d{4,}))?$/)
  .optional()
  .catch(undefined);
const messageSchema = z.union([z.string(), z.object({ ID: optionalText, EN: optionalText })]).optional();
const replySchema = z.object({
  success: z.unknown().optional(),
  message: messageSchema.catch(undefined),
  data: z.unknown().optional(),
});
const balanceSchema = z.object({ balance: amount, amount });
const listSchema = z.array(z.unknown());
const productsSchema = z.union([listSchema, z.object({ products: listSchema }).transform(({ products }) => products)]);
const rowSchema = z.object({
  ...{ code: optionalText, productCode: optionalText, name: optionalText, productName: optionalText },
  ...{ category: optionalText, price: z.unknown().optional(), amount: z.unknown().optional() },
  ...{ active: z.unknown().optional(), status: z.unknown().optional() },
});

/** Lower case; `0` may be a number there. */
const INACTIVE = new Set(['false', '0', 'inactive', 'nonactive', 'nonaktif', 'disabled', 'closed']);

/** What is left in our deposit. Fractions are cut off in the text, before it becomes a number. */
export function readBalance(body: Buffer, fail: Fail): Balance {
  const { data } = replyIn(body, fail);
  const stated = balanceSchema.safeParse(data).data;
  const balance = Number((stated?.balance ?? stated?.amount)?.replace(/\..*$/, '') ?? Number.NaN);
  if (!Number.isSafeInteger(balance)) throw fail('no balance in the answer');
  return { balance: balance || 0 };
}

/** The product list. Rows without a product code are left out. */
export function readProducts(body: Buffer, fail: Fail): ProviderProduct[] {
  const { data } = replyIn(body, fail);
  const rows = productsSchema.safeParse(data);
  if (!rows.success) throw fail('no product list in the answer');
  return rows.data.flatMap((item) => {
    const row = rowSchema.safeParse(item).data;
    const product = row?.code ?? row?.productCode;
    if (row === undefined || product === undefined) return [];
    return [
      {
        product,
        name: clean(row.name ?? row.productName ?? product),
        ...given({
          category: row.category === undefined ? undefined : clean(row.category),
          price: rupiah(row.price ?? row.amount),
        }),
        active: !isInactive(row.active ?? row.status),
      },
    ];
  });
}

/** Throws for what is no reply, and for a reply that says no. */
function replyIn(body: Buffer, fail: Fail): { data?: unknown } {
  const reply = replySchema.safeParse(parseExact(body));
  if (!reply.success) throw fail('no reply in the answer');
  const { success, message, data } = reply.data;
  if (success !== false && success !== 'false') return { data };
  const text = typeof message === 'object' ? (message.ID ?? message.EN) : message;
  throw fail(text ?? 'the call was refused', 'other');
}

function isInactive(stated: unknown): boolean {
  return (
    (typeof stated === 'string' || typeof stated === 'boolean') && INACTIVE.has(String(stated).trim().toLowerCase())
  );
}
