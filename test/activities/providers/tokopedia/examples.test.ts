import { matches } from '../../../../activities/providers/product-pattern.js';
import type { BillFound, Order } from '../../../../activities/providers/provider.js';
import type { Listed } from '../../../../activities/providers/tokopedia/catalogue.js';
import { mismatch } from '../../../../activities/providers/tokopedia/identity.js';
import { readInquiry, readVerdict } from '../../../../activities/providers/tokopedia/read.js';
import { PRODUCT_RULES } from '../../../../activities/providers/tokopedia/products.js';
import { ruleOf } from '../../../../activities/providers/tokopedia/settings.js';
import { checkRequest, inquiryAmount, orderAmount, termsOf } from '../../../../activities/providers/tokopedia/terms.js';
import { inquiryBody, orderBody, parseBody, type Data } from '../../../../activities/providers/tokopedia/wire.js';
import type { PaymentRequest } from '../../../../contract/request.js';
import {
  AT,
  NOW,
  PRODUCT_CODES,
  SETTINGS,
  dataOf,
  samples,
  type Attributes,
  type Resource,
  type Sample,
} from './support.js';

const reading = { at: AT, redact: (text: string) => text, redactValue: (text: string) => text };
const context = (product: string) => ({ rule: ruleOf(SETTINGS, product), now: NOW, timeZone: 'Asia/Jakarta' });

/** The page's own slips, by product: what it shows is not what its other samples of the same payment show. */
const NOT_JSON = ['kode-voucher-google-play-10000', 'steam-wallet-idr-90'];
const OTHER_ID = ['edu-sd-sains-al-biruni'];
const OTHER_CUSTOMER = ['samsat-sulut', 'pbb-kota-pangkal-pinang'];
const OTHER_AMOUNT = ['samsat-sulut', 'dompet-digital-gopay-open-amount'];
const INQUIRY_SENT_AS_ORDER = ['kemang-village-res-ipl-utl'];

interface Example {
  product: string;
  asks: Resource[];
  order: Resource;
  bill: Sample | undefined;
  orders: Sample[];
}

const isOf = (type: string) => (sample: Sample) => new RegExp(`"type": "${type}"`).test(sample.text);

const examples = [...samples().values()].flatMap((blocks): Example[] => {
  const requests = blocks.filter(({ kind }) => kind === 'request').flatMap((block) => dataOf(block) ?? []);
  const order = requests.find(({ type, id }) => type === 'order' && id);
  if (!order) return [];
  const replies = blocks.filter(({ kind }) => kind === 'reply');
  return [
    {
      product: order.attributes.product_code,
      asks: requests.filter((ask) => ask !== order),
      order,
      bill: replies.find(isOf('inquiry')),
      orders: replies.filter(isOf('order')),
    },
  ];
});
const withInquiry = examples.filter(({ bill }) => bill);

function read({ text }: Sample): Data {
  const body = parseBody(text);
  if (typeof body === 'string' || !('data' in body)) throw new Error('no resource');
  return body.data;
}

function requestOf({
  product_code: product,
  client_number: customerNo,
  fields,
  amount,
  ...more
}: Attributes): PaymentRequest {
  const inputs = ((fields ?? []) as { name: string; value: string }[]).map(({ name, value }) => [name, value]);
  const downline = more['downline_id'] ? [['downline_id', more['downline_id']]] : [];
  const open = ruleOf(SETTINGS, product).amount === 'open';
  return {
    ...{ provider: 'tokopedia', refId: 'ref-1', product, customerNo },
    fields: Object.fromEntries([...inputs, ...downline]) as Record<string, string>,
    ...(open ? { amount: amount as number } : {}),
  };
}

/** What a body says, whether it leaves a thing out or calls it empty. An inquiry's id is optional. */
function said(body: string | { data: Resource }, { id = false } = {}) {
  const { data } = (typeof body === 'string' ? JSON.parse(body) : body) as { data: Resource };
  const attributes = Object.entries(data.attributes).filter(([, value]) => value !== null && value !== '');
  return { type: data.type, ...(id && { id: data.id }), ...Object.fromEntries(attributes) };
}

function billOf(example: Example): BillFound | undefined {
  if (!example.bill) return undefined;
  const data = read(example.bill);
  const request = requestOf({ ...example.order.attributes, ...(example.asks[0]?.attributes ?? {}) });
  const bill = readInquiry(data, request, context(example.product), reading);
  if (bill.kind !== 'bill') throw new Error(`no bill: ${JSON.stringify(bill)}`);
  return bill;
}

test('the page shows 53 products, 45 of them with an inquiry; the list of codes has 70', () => {
  expect([examples.length, withInquiry.length, PRODUCT_CODES.length]).toEqual([53, 45, 70]);
  expect(examples.filter(({ product }) => !PRODUCT_CODES.includes(product))).toEqual([]);
  const unknown = [...PRODUCT_RULES.keys()].filter((pattern) => !PRODUCT_CODES.some((code) => matches(code, pattern)));
  expect(unknown).toEqual([]);
});

test.each(withInquiry.map((example) => [example.product, example] as const))(
  'the inquiry of %s is a bill',
  (_, example) => {
    const attributes = dataOf(example.bill!)!.attributes;
    const rows = attributes['inquiry_result'] as { name: string; value: string }[];
    const bill = billOf(example)!;
    expect(bill).toMatchObject({ amount: attributes['sales_price'], admin: attributes['admin_fee'], at: AT });
    expect(bill.customerName).toBe((attributes['client_name'] as string).trim() || undefined);
    expect(bill).not.toHaveProperty('cost');
    expect(bill.receipt).toEqual(
      rows.map(({ name, value }) => ({ name, value: value.trim() })).filter((row) => row.value),
    );
  },
);

const orders = examples.flatMap((example) => example.orders.map((sample) => ({ example, sample })));
const titled = orders.map((entry) => {
  const status = /"status": "(\w+)"/.exec(entry.sample.text)?.[1] ?? '';
  return [status, entry.example.product, entry] as const;
});

test.each(titled)('the %s order of %s is read, or its slip seen', (status, product, { example, sample }) => {
  if (NOT_JSON.includes(product) && status === 'Success') return expect(parseBody(sample.text)).toBe('not-json');
  const data = read(sample);
  const attributes = dataOf(sample)!.attributes;
  const { id: refId, attributes: asked } = example.order;
  const why = mismatch(data, { refId, product, customerNo: asked.client_number });
  if (OTHER_ID.includes(product)) expect(why).toBe('other-reference');
  else if (OTHER_CUSTOMER.includes(product) && asked.client_number !== attributes.client_number) {
    expect(why).toBe('other-customer');
  } else expect(why).toBeUndefined();

  const evidence = readVerdict(data, 'status', reading);
  expect(evidence).toMatchObject({ kind: status.toLowerCase(), code: '', message: status });
  if (status === 'Pending') return;
  const text = (name: string) => (attributes[name] as string).trim() || undefined;
  const rows = attributes['fulfillment_result'] as { name: string; value: string }[];
  expect(evidence).toMatchObject({ amount: attributes['sales_price'], admin: attributes['admin_fee'] });
  expect(evidence).not.toHaveProperty('cost');
  expect(evidence.fee).toBe(attributes['partner_fee']);
  const fulfilledAt = attributes['fulfilled_at'];
  expect(evidence.paidAt).toBe(typeof fulfilledAt === 'string' ? new Date(fulfilledAt).toISOString() : undefined);
  expect([evidence.customerName, evidence.serialNumber]).toEqual([text('client_name'), text('serial_number')]);
  expect(evidence.voucher).toBe(product === 'pln-non-taglis' ? undefined : text('voucher_code'));
  expect(evidence.receipt).toEqual(
    rows.map(({ name, value }) => ({ name, value: value.trim() })).filter((r) => r.value),
  );
});

test('the slips of the page are these and no others', () => {
  const slips = (matches: (entry: (typeof orders)[number]) => boolean) => [
    ...new Set(orders.filter(matches).map(({ example }) => example.product)),
  ];
  expect(slips(({ sample }) => parseBody(sample.text) === 'not-json')).toEqual(NOT_JSON);
  const valid = orders.filter(({ sample }) => dataOf(sample));
  const why = ({ example, sample }: (typeof orders)[number]) => {
    const { id: refId, attributes } = example.order;
    return mismatch(read(sample), { refId, product: example.product, customerNo: attributes.client_number });
  };
  const named = (word: string) => [
    ...new Set(valid.filter((entry) => why(entry) === word).map(({ example }) => example.product)),
  ];
  expect(named('other-reference')).toEqual(OTHER_ID);
  expect(named('other-customer')).toEqual(OTHER_CUSTOMER);
  expect(named('other-product')).toEqual([]);
});

describe.each(examples.map((example) => [example.product, example] as const))(
  'what is sent for %s',
  (product, example) => {
    const rule = ruleOf(SETTINGS, product);
    const request = requestOf({ ...example.order.attributes, ...(example.asks[0]?.attributes ?? {}) });
    const price = dataOf(example.orders[0]!)!.attributes['sales_price'] as number;
    const listed: Listed = {
      ...{ product, name: product, state: 'active', inquiry: example.bill !== undefined },
      ...(example.bill === undefined && { price }),
    };

    test("the example's request is what the terms of its product ask for", () => {
      expect(() => checkRequest(request, rule)).not.toThrow();
      const terms = termsOf(request, listed, rule, '10m');
      expect(terms).toEqual({
        inquiry: example.bill !== undefined,
        ...(example.bill === undefined && { amount: price }),
        repeatAfterMs: 600_000,
      });
    });

    test('what is sent is the inquiry of the example', () => {
      const [ask] = example.asks;
      if (!ask) return expect(example.bill).toBeUndefined();
      const type = INQUIRY_SENT_AS_ORDER.includes(product) ? 'inquiry' : ask.type;
      expect(said(inquiryBody(request, inquiryAmount(request, rule)))).toEqual({ ...said({ data: ask }), type });
    });

    test('what is sent is the order of the example, with the amount of the bill', () => {
      const bill = billOf(example);
      const id = example.order.id;
      const agreed = bill?.amount ?? price;
      const order: Order = {
        request: { ...request, refId: id, customerNo: example.order.attributes.client_number },
        ...(bill && { bill }),
        amount: agreed,
      };
      const amount = orderAmount(order, rule);
      expect(amount).not.toBeUndefined();
      const body = said(orderBody(order, amount === false ? undefined : amount), { id: true });
      const shown = said({ data: example.order }, { id: true });
      expect(body).toEqual(OTHER_AMOUNT.includes(product) ? { ...shown, amount: agreed } : shown);
    });
  },
);

test('the limits of a free amount stand in the rows of K-Vision', () => {
  const example = examples.find(({ product }) => product === 'kvision')!;
  expect(billOf(example)).toMatchObject({ amount: 1_500_000, minAmount: 50_000, maxAmount: 1_500_000 });
});
