import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput, type Fault } from '../../../contract/errors.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { parseExact } from '../reading.js';

/** One protocol, two spellings. The dialect is configured, never guessed. */
export const DIALECTS = {
  digiflazz: {
    command: 'commands',
    product: 'buyer_sku_code',
    name: 'customer_name',
    paths: { transaction: '/v1/transaction', balance: '/v1/cek-saldo', priceList: '/v1/price-list' },
  },
  digiswitch: {
    command: 'command',
    product: 'code',
    name: 'name',
    // Only the transaction's path is published; the other two are guesses after its pattern.
    paths: {
      transaction: '/v1/user/api/transaction',
      balance: '/v1/user/api/cek-saldo',
      priceList: '/v1/user/api/price-list',
    },
  },
} as const;

export type Dialect = (typeof DIALECTS)[keyof typeof DIALECTS];

const path = z
  .string()
  .regex(/^\/[^\s?#]*$/, 'must be a path such as "/v1/transaction"')
  .optional();

/** What the adapter's part of the configuration may say. */
export const settingsSchema = z.strictObject({
  dialect: z.enum(['digiflazz', 'digiswitch'], 'must be "digiflazz" or "digiswitch"'),
  aliases: z
    .record(z.string(), z.array(z.string().min(1)))
    .default({})
    .describe('product codes that replies may carry instead of the one asked about'),
  statusCommand: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'must be a command such as "status-pasca"')
    .regex(/^(status|cek-status|check)/, 'must be a command that asks for the state: status…, cek-status… or check…')
    .default('status-pasca'),
  needsAmount: z.array(z.string().min(1)).default(['emoney']).describe('products refused without an amount'),
  priceList: z.enum(['pasca', 'prepaid']).default('pasca').describe('which list of products is read'),
  paths: z.strictObject({ transaction: path, balance: path, priceList: path }).default({}),
});

export type Settings = z.infer<typeof settingsSchema>;

export interface Account {
  username: string;
  apiKey: string;
}

// Of both dialects: a key that one of them ignores is no place for a product's input either.
const PROTOCOL_KEYS = new Set([
  ...['command', 'commands', 'cmd', 'code', 'buyer_sku_code'],
  ...['username', 'customer_no', 'ref_id', 'sign', 'testing', 'amount'],
]);

/** Refuses extra inputs that are no JSON key of a product or would take the place of the protocol's own. */
export function checkFields(fields: Record<string, string>): void {
  const faults = Object.keys(fields).flatMap((name): Fault[] => {
    const at = `fields.${name}`;
    if (PROTOCOL_KEYS.has(name.toLowerCase())) return [{ path: at, reason: "is one of the protocol's own keys" }];
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return [{ path: at, reason: 'must be of A-Z a-z 0-9 _' }];
    return [];
  });
  if (faults.length > 0) throw new InvalidInput('InvalidRequest', faults);
}

/** md5(username + apiKey + suffix): the suffix is the reference, or `depo` or `pricelist` (official docs). */
export function sign(account: Account, suffix: string): string {
  return createHash('md5').update(`${account.username}${account.apiKey}${suffix}`).digest('hex');
}

/**
 * The body of an inquiry, of pay or of a status call: they differ in the command only. `amount` is always the request's
 * nominal: the bill's amount has the fee in it, and sent as a nominal it would buy something else.
 */
export function transactionBody(dialect: Dialect, account: Account, command: string, request: PaymentRequest): string {
  return JSON.stringify({
    ...request.fields,
    [dialect.command]: command,
    username: account.username,
    [dialect.product]: request.product,
    customer_no: request.customerNo,
    ref_id: request.refId,
    ...(request.amount === undefined ? {} : { amount: request.amount }),
    ...(request.testing ? { testing: true } : {}),
    sign: sign(account, request.refId),
  });
}

/** The body of the calls about the account. */
export function accountBody(account: Account, cmd: string, suffix: 'depo' | 'pricelist'): string {
  return JSON.stringify({ cmd, username: account.username, sign: sign(account, suffix) });
}

/** Text or a number (read as its text); anything else, and emptiness, counts as not said. */
const word = z.string().trim().min(1).optional().catch(undefined);

const dataSchema = z.object({
  ref_id: word,
  customer_no: word,
  code: word,
  buyer_sku_code: word,
  name: word,
  customer_name: word,
  status: word,
  rc: word,
  message: word,
  sn: word,
  price: z.unknown().optional(),
  selling_price: z.unknown().optional(),
  admin: z.unknown().optional(),
  desc: z.unknown().optional(),
});

/** What `data` says, in one spelling. Each word may be missing; amounts and `desc` are still to be read. */
export interface Data {
  refId: string | undefined;
  customerNo: string | undefined;
  product: string | undefined;
  name: string | undefined;
  status: string | undefined;
  rc: string | undefined;
  message: string | undefined;
  sn: string | undefined;
  price: unknown;
  sellingPrice: unknown;
  admin: unknown;
  desc: unknown;
}

const wrapperSchema = z.object({ data: z.unknown().optional() });

/** The body of a reply or a delivery. `no-data`: an object without `data`; `not-protocol`: any other JSON. */
export function parseBody(dialect: Dialect, body: Buffer | string): Data | 'not-json' | 'no-data' | 'not-protocol' {
  const json = parseExact(body);
  if (json === undefined) return 'not-json';
  const wrapper = wrapperSchema.safeParse(json);
  if (wrapper.success && wrapper.data.data === undefined) return 'no-data';
  const parsed = dataSchema.safeParse(wrapper.data?.data);
  if (!parsed.success) return 'not-protocol';
  const said = parsed.data;
  return {
    refId: said.ref_id,
    customerNo: said.customer_no,
    product: said[dialect.product],
    name: said[dialect.name],
    status: said.status,
    rc: said.rc,
    message: said.message,
    sn: said.sn,
    price: said.price,
    sellingPrice: said.selling_price,
    admin: said.admin,
    desc: said.desc,
  };
}
