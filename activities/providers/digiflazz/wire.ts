import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput, type Fault } from '../../../contract/errors.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { optionalText, parseExact } from '../reading.js';

/** One protocol, two spellings. The dialect is configured, never guessed. */
export const DIALECTS = {
  digiflazz: {
    command: 'commands',
    product: 'buyer_sku_code',
    name: 'customer_name',
    account: {
      command: 'cmd',
      product: { name: 'product_name', active: ['buyer_product_status', 'seller_product_status'] },
    },
    paths: { transaction: '/v1/transaction', balance: '/v1/cek-saldo', priceList: '/v1/price-list' },
  },
  digiswitch: {
    command: 'command',
    product: 'code',
    name: 'name',
    account: { command: 'command', product: { name: 'name', active: ['status'] } },
    // Transaction and price list are documented on every white label's own pages. No page has a call for the balance: its
    // path and its command are guesses. `/v1/user/api/deposit`, which is documented, opens a deposit ticket.
    paths: {
      transaction: '/v1/user/api/transaction',
      balance: '/v1/user/api/cek-saldo',
      priceList: '/v1/user/api/price-list',
    },
  },
} as const;

export type Dialect = (typeof DIALECTS)[keyof typeof DIALECTS];

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
export function accountBody(dialect: Dialect, account: Account, command: string, suffix: 'depo' | 'pricelist'): string {
  return JSON.stringify({
    [dialect.account.command]: command,
    username: account.username,
    sign: sign(account, suffix),
  });
}

const dataSchema = z.object({
  ref_id: optionalText,
  customer_no: optionalText,
  code: optionalText,
  buyer_sku_code: optionalText,
  name: optionalText,
  customer_name: optionalText,
  status: optionalText,
  rc: optionalText,
  message: optionalText,
  sn: optionalText,
  trx_id: optionalText,
  base_commission: z.unknown().optional(),
  price: z.unknown().optional(),
  selling_price: z.unknown().optional(),
  admin: z.unknown().optional(),
  desc: z.unknown().optional(),
});

/** `data` of a reply, in one spelling. Every member may be missing; amounts and `desc` are still to be read. */
export interface Data {
  refId: string | undefined;
  customerNo: string | undefined;
  product: string | undefined;
  name: string | undefined;
  status: string | undefined;
  rc: string | undefined;
  message: string | undefined;
  sn: string | undefined;
  /** The provider's own id of the payment; official docs of the webhook. */
  trxId: string | undefined;
  baseCommission: unknown;
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
    trxId: said.trx_id,
    baseCommission: said.base_commission,
    price: said.price,
    sellingPrice: said.selling_price,
    admin: said.admin,
    desc: said.desc,
  };
}
