import { createHash } from 'node:crypto';
import type { FigureOf } from './descriptions.js';
import { scenarioOf } from './numbers.js';
import type { Product } from './products.js';

/** What a Sukses states, with the same field names for both dialects. Amounts in rupiah. */
export interface Bill extends Record<string, unknown> {
  name: string;
  admin: number;
  price: number;
  selling_price: number;
  sn: string;
  desc: Record<string, unknown>;
}

/** The bill of a number, always the same for the same number. `amount`: the request's nominal, or 0; rupiah. */
export function billOf(product: Product, customerNo: string, amount: number, paid: boolean): Bill {
  const { bills, documented } = scenarioOf(product.code, customerNo);
  const figureOf = figuresFor(product.code, customerNo, documented);
  const { amount: net, admins = 1, desc } = product.describe({ figureOf, customerNo, bills, amount, paid });
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

function figuresFor(product: string, customerNo: string, documented: boolean): FigureOf {
  if (documented) return (_name, example) => example;
  return (name, example) => example + (hash(`${product}\n${customerNo}\n${name}`) % 400) * 250;
}

function serialOf({ serial }: Product, customerNo: string, documented: boolean): string {
  if (!serial) return '';
  const digits = documented ? '1234554321' : String(hash(customerNo)).padStart(10, '0');
  return `${serial[0]}${digits}${serial[1]}`;
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
