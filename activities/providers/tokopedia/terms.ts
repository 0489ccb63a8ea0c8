import { milliseconds } from '../../../contract/duration.js';
import { InvalidInput, TuntasError } from '../../../contract/errors.js';
import type { PaymentRequest } from '../../../contract/request.js';
import type { Order, ProductTerms } from '../provider.js';
import type { Listed } from './catalogue.js';
import type { ProductRule } from './products.js';
import type { Settings } from './settings.js';

/** Checks what needs no product list. Throws `InvalidInput`. */
export function checkRequest({ testing, customerNo, fields = {} }: PaymentRequest, rule: ProductRule): void {
  const missing = rule.fields.filter((name) => !Object.hasOwn(fields, name) || fields[name]?.trim() === '');
  const faults = [
    ...(testing ? [{ path: 'testing', reason: 'means nothing here: the provider has no test switch' }] : []),
    ...(customerNo !== '' && customerNo.trim() === '' ? [{ path: 'customerNo', reason: 'must not be blank' }] : []),
    ...missing.map((name) => ({ path: `fields.${name}`, reason: 'is needed for this product' })),
  ];
  if (faults.length > 0) throw new InvalidInput('InvalidRequest', faults);
}

/**
 * What the product needs, by the product list and by what the configuration adds to it. Throws `InvalidInput`, and
 * `TuntasError` (code Unreachable) for a product that is only temporarily inactive.
 */
export function termsOf(
  request: PaymentRequest,
  listed: Listed | undefined,
  rule: ProductRule,
  repeatAfter: Settings['repeatAfter'],
): ProductTerms {
  if (!listed) throw invalid('product', "is not in the provider's product list");
  if (listed.state === 'inactive') throw invalid('product', "is inactive in the provider's product list");
  if (listed.state !== 'active') {
    throw new TuntasError('Unreachable', `${request.provider}: the product is not active at the moment`);
  }
  const inquiry = rule.inquiry ?? listed.inquiry;
  const price = inquiry ? undefined : listed.price;
  checkAmount(request, rule.amount ?? (inquiry || price !== undefined ? 'none' : 'open'), { inquiry, price });
  if (inquiry && request.customerNo === '') throw invalid('customerNo', 'is needed: the product has an inquiry');
  return {
    inquiry,
    ...(price !== undefined && request.amount === undefined && { amount: price }),
    ...(repeatAfter !== 'never' && { repeatAfterMs: milliseconds(repeatAfter) }),
  };
}

function checkAmount(
  { amount }: PaymentRequest,
  takes: NonNullable<ProductRule['amount']>,
  { inquiry, price }: { inquiry: boolean; price: number | undefined },
): void {
  if (takes === 'none' && amount !== undefined) {
    throw invalid(
      'amount',
      inquiry ? 'is for the inquiry to say: the product takes none' : 'the product has a fixed price',
    );
  }
  if (takes === 'none' && !inquiry && price === undefined) {
    throw invalid('product', "has neither an inquiry nor a price in the provider's product list");
  }
  if (amount === undefined && (takes === 'open' || (takes === 'choice' && !inquiry))) {
    throw invalid('amount', 'is needed for this product: its nominal in rupiah');
  }
}

/** The nominal that an inquiry states: the request's, but not a choice within limits that only the inquiry tells. */
export function inquiryAmount({ amount }: PaymentRequest, rule: ProductRule): number | undefined {
  return rule.amount === 'choice' ? undefined : amount;
}

/**
 * What the order states: `false` for no amount (products of a fixed price), `undefined` where it should state one and none
 * is known. A bill remembers how its product was configured when it was found.
 */
export function orderAmount({ request, bill, amount }: Order, rule: ProductRule): number | false | undefined {
  const byDefault = bill !== undefined || request.amount !== undefined;
  const said = bill?.handle?.['amount'];
  const states = said === undefined ? (rule.orderAmount ?? byDefault) : said !== 'none';
  return states ? (amount ?? bill?.amount ?? request.amount) : false;
}

function invalid(path: string, reason: string): InvalidInput {
  return new InvalidInput('InvalidRequest', [{ path, reason }]);
}
