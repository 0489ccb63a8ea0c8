import { createHash } from 'node:crypto';
import type { Draw } from './descriptions.js';
import { scenarioOf } from './numbers.js';
import type { Product } from './products.js';

/** What a Sukses states, in words of our own that each dialect spells its way. Amounts in rupiah. */
export interface Bill extends Record<string, unknown> {
  name: string;
  admin: number;
  price: number;
  selling_price: number;
  sn: string;
  desc: Record<string, unknown>;
}

/** The bill of a customer's number, always the same for the same number. `amount`: the nominal, where one is asked for. */
export function billOf(product: Product, customerNo: string, amount: number, paid: boolean): Bill {
  const { bills, documented } = scenarioOf(product.code, customerNo);
  const draw = drawing(product.code, customerNo, documented);
  const { amount: net, admins = 1, desc } = product.describe({ draw, customerNo, bills, amount, paid });
  const admin = product.admin * admins;
  const total = net + admin;
  return {
    name: documented ? 'Nama Pelanggan Pertama' : `Nama Pelanggan ${hash(customerNo) % 10_000}`,
    admin,
    ...(paid && product.baseCommission !== undefined ? { base_commission: product.baseCommission } : {}),
    sn: paid || product.serialAtInquiry ? serialOf(product, customerNo, documented) : '',
    price: total - product.commission,
    selling_price: total,
    desc,
  };
}

function drawing(product: string, customerNo: string, documented: boolean): Draw {
  if (documented) return (_figure, example) => example;
  return (figure, example) => example + (hash(`${product}\n${customerNo}\n${figure}`) % 400) * 250;
}

function serialOf({ serial }: Product, customerNo: string, documented: boolean): string {
  if (!serial) return '';
  const digits = documented ? '1234554321' : String(hash(customerNo)).padStart(10, '0');
  return `${serial[0]}${digits}${serial[1]}`;
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
