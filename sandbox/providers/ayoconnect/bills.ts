import { EXAMPLE, scenarioOf } from './accounts.js';
import type { Described, Row } from './descriptions.js';
import { digitsOf, type Product } from './products.js';
import type { Check } from './request.js';

/** `data` of a reply. Amounts are numbers where the documentation's example has numbers. */
export type Data = Record<string, unknown>;

const JAKARTA = { timeZone: 'Asia/Jakarta', hour12: false } as const;
const day = new Intl.DateTimeFormat('en-GB', { ...JAKARTA, day: '2-digit', month: 'short', year: 'numeric' });
const time = new Intl.DateTimeFormat('en-GB', { ...JAKARTA, hour: '2-digit', minute: '2-digit' });

const EXAMPLE_TOKEN = '0213170Z02B75C0DCEF586D46B67C528';

/** What an inquiry states: always the same for the same account, except for the time and the id. */
export function inquiryData(product: Product, check: Check, at: number, inquiryId: number): Data {
  const isExample = exampleIs(check);
  const { described, amount, admin, name } = billOf(product, check, false);
  return {
    inquiryId,
    accountNumber: check.accountNumber,
    customerName: name,
    productName: product.name,
    productCode: product.code,
    category: product.category,
    ...sums(amount, admin),
    validity: '',
    customerDetails: customerRows(described, check, name, isExample ? '03 Aug 2022 | 22:22' : timeOf(at)),
    billDetails: billRows(described, admin, { isMandatory: true }),
    productDetails: described.details,
    extraFields: [],
  };
}

/** What a success states about a payment. */
export function paidData(product: Product, check: Check, at: number, ref: string, transactionId: number): Data {
  const isExample = exampleIs(check);
  const { described, amount, admin, name } = billOf(product, check, true);
  const token = isExample ? EXAMPLE_TOKEN : product.token(digitsOf(`${ref}\n${check.accountNumber}`));
  const { tokenRow } = described;
  return {
    ...head(product, check.accountNumber, ref, transactionId, sums(amount, admin)),
    token,
    customerName: name,
    validity: '',
    customerDetails: customerRows(described, check, name, isExample ? '04 Aug 2022 | 08:22' : timeOf(at)),
    billDetails: billRows(described, admin),
    productDetails: [...described.details, ...(tokenRow ? [{ key: tokenRow, value: token }] : [])],
    extraFields: [],
  };
}

/** `data` of a reply that is not a success: no bill, and an empty or absent token. */
export function dataWithoutBill(paid: Data, token: '' | 'N/A'): Data {
  const rest = Object.entries(paid).filter(([name]) => name !== 'customerName' && name !== 'validity');
  const lists = { customerDetails: [], billDetails: [], productDetails: [], extraFields: [] };
  return { ...Object.fromEntries(rest), token, ...lists };
}

type Named = Pick<Product, 'code' | 'name' | 'category'>;

/** The start of a reply about a payment. */
export function head(product: Named, account: string, ref: string, transactionId: number, amounts: Data): Data {
  return {
    refNumber: ref,
    transactionId,
    accountNumber: account,
    ...amounts,
    productCode: product.code,
    productName: product.name,
    category: product.category,
  };
}

/** The amounts of a reply; `amount` includes the admin fee, as in the published example. */
export function sums(amount: number, admin: number): Data {
  return { amount, totalAdmin: admin, processingFee: 0, denom: '' };
}

function billOf(product: Product, check: Check, paid: boolean) {
  const { accountNumber: account, amount: nominal, zoneId, month } = check;
  const isExample = exampleIs(check);
  const figureOf = (name: string, example: number) =>
    isExample ? example : example + (Number(digitsOf(`${product.code}\n${account}\n${name}`)) % 400) * 100;
  const bills = product.code === EXAMPLE.product ? scenarioOf(account).bills : 1;
  const described = product.describe({ account, paid, bills, amount: nominal, zoneId, month, figureOf });
  const admin = product.admin * described.bills.length;
  const amount = described.bills.reduce((sum, bill) => sum + bill.value, admin);
  const name = isExample ? 'INDAH PUTRI' : `PELANGGAN ${digitsOf(account).slice(-4)}`;
  return { described, amount, admin, name };
}

function exampleIs({ productCode, accountNumber }: Check): boolean {
  return productCode === EXAMPLE.product && accountNumber === EXAMPLE.account;
}

function customerRows({ customerRow }: Described, { accountNumber }: Check, name: string, at: string): Row[] {
  return [
    { key: 'Nama Pelanggan', value: name },
    { key: 'Tanggal & Waktu Pembayaran', value: at },
    { key: customerRow, value: accountNumber },
  ];
}

function billRows({ bills }: Described, admin: number, more: Data = {}): Data[] {
  const all = [...bills, { key: 'Biaya Administrasi', value: admin, info: [] }];
  return all.map(({ key, value, info }, i) => {
    const billId = i < bills.length ? String(i + 1) : '0';
    return { billId, billInfo: info, ...more, key, value };
  });
}

/** "03 Aug 2022 | 22:22", without a zone. */
function timeOf(at: number): string {
  return `${day.format(at)} | ${time.format(at)}`;
}
