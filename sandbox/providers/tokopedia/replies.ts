import type { Answer } from '../../delivery.js';
import type { Distortion } from '../../injected-fault.js';
import type { Status } from '../../outcomes.js';
import type { Attributes } from './sample.js';

/** Codes that the sandbox answers without a rule. Official docs name P02–P04 and S00; P00 and U00 are its own. */
const DETAILS: Readonly<Record<string, string>> = {
  P00: 'Request is not valid',
  P02: 'Transaction is not found',
  P03: 'Duplicate Request ID, please check your system',
  P04: 'Product not found',
  S00: 'Internal Server Error',
  U00: 'Client number has no bill',
};

export const STATES: Readonly<Record<Status, string>> = { Sukses: 'Success', Gagal: 'Failed', Pending: 'Pending' };

export function detailOf(code: string): string {
  return DETAILS[code] ?? `Error ${code}`;
}

/** Codes about the call itself: no order is made, and the reply states nothing about one. */
export function isRefusal(code: string | undefined): code is string {
  return code !== undefined && /^[PU]/.test(code);
}

/** The reply that states an inquiry or an order. */
export function resource(type: 'inquiry' | 'order', id: string, attributes: Attributes): Answer {
  return { status: 200, body: { data: { type, id, attributes } } };
}

/** A reply of errors. `status`: by default 500 for the codes of the system (`S…`), else 400. */
export function errors(code: string, detail = detailOf(code), status = code.startsWith('S') ? 500 : 400): Answer {
  return { status, body: { errors: [{ code, detail, status: String(status) }] } };
}

interface Resource {
  data?: { id: string; attributes: Attributes };
}

/** Changes a good reply into one with other content. A reply about no inquiry and no order stays as it is. */
export function distort(kind: Distortion, answer: Answer): Answer {
  if (kind === 'not-found') return errors('P02');
  const { data } = answer.body as Resource;
  if (!data || Array.isArray(data)) return answer;
  const { attributes } = data;
  const changed = (change: Attributes) => ({ ...data, attributes: { ...attributes, ...change } });
  const distorted = {
    'wrong-reference': () => ({ ...data, id: `${data.id}-lain` }),
    'wrong-customer': () => changed({ client_number: `9${String(attributes['client_number'])}` }),
    'wrong-product': () => changed({ product_code: `${String(attributes['product_code'])}lain` }),
    contradiction: () => changed({ status: 'Success', error_code: 'S00', error_detail: detailOf('S00') }),
  };
  return { ...answer, body: { data: distorted[kind]() } };
}
