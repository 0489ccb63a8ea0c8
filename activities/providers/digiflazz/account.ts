import { z } from 'zod';
import type { TuntasError } from '../../../contract/errors.js';
import type { RefusedFor } from '../account-refused.js';
import type { Balance, ProviderProduct } from '../provider.js';
import { clean, optionalText, parseExact, rupiah } from '../reading.js';
import { aboutAccount } from './codes.js';
import type { Dialect } from './wire.js';

/** Makes an error; `refusedFor`: the provider has said no. */
export type Fail = (why: string, refusedFor?: RefusedFor) => TuntasError;

const balanceSchema = z.object({ data: z.object({ deposit: z.string().regex(/^-?\d+(\.\d+)?$/) }) });

const row = z.record(z.string(), z.unknown());
const listSchema = z.object({ data: z.array(row) });
const refusalSchema = z.object({ data: z.object({ message: z.string(), rc: optionalText }) });

/** What is left in our deposit. Fractions are cut off in the text, before it becomes a number. */
export function readBalance(body: Buffer, fail: Fail): Balance {
  const json = parseExact(body);
  const parsed = balanceSchema.safeParse(json);
  if (!parsed.success) throw refusalIn(json, fail) ?? fail('no balance in the answer');
  const balance = Number(parsed.data.data.deposit.replace(/\..*$/, ''));
  if (!Number.isSafeInteger(balance)) throw fail('a balance that cannot be read');
  return { balance: balance || 0 };
}

/** The price list. Rows without a product code are left out. */
export function readProducts(body: Buffer, dialect: Dialect, fail: Fail): ProviderProduct[] {
  const json = parseExact(body);
  const parsed = listSchema.safeParse(json);
  if (!parsed.success) throw refusalIn(json, fail) ?? fail('no price list in the answer');
  return parsed.data.data.flatMap((item) => {
    const product = item[dialect.product];
    if (typeof product !== 'string' || product === '') return [];
    const name = item[dialect.account.product.name];
    const price = rupiah(item['price']);
    const admin = rupiah(item['admin']);
    return [
      {
        product,
        name: typeof name === 'string' ? clean(name) : product,
        ...(price !== undefined && { price }),
        ...(admin !== undefined && { admin }),
        active: dialect.account.product.active.every((status) => item[status] !== false),
      },
    ];
  });
}

/** The provider's no in an answer that came with an error of HTTP; undefined where there is none. */
export function refusedIn(body: Buffer, fail: Fail): TuntasError | undefined {
  return refusalIn(parseExact(body), fail);
}

function refusalIn(json: unknown, fail: Fail): TuntasError | undefined {
  const refusal = refusalSchema.safeParse(json).data?.data;
  return refusal && fail(refusal.message, aboutAccount(refusal.rc));
}
