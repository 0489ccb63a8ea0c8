import type { HttpFailure } from '../http.js';

const NUMBER_OR_STRING = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON in which every number is read as the text that stood there: an amount or a customer's number never passes through
 * floating point. Returns undefined for what is not JSON.
 */
export function parseExact(body: Buffer | string): unknown {
  try {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    JSON.parse(text);
    return JSON.parse(text.replace(NUMBER_OR_STRING, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    return undefined;
  }
}

/**
 * Rupiah in a provider's spelling: "8000", 10900.0. Undefined for what is no whole, exact, non-negative amount; whoever
 * reads decides what that means.
 */
export function rupiah(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !/^\d{1,30}(\.0{1,30})?$/.test(value)) return undefined;
  const amount = Number(value.split('.')[0]);
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** A provider's words as they may be shown: control characters out, blanks trimmed, cut at `limit` characters. */
export function clean(text: string, limit = 200): string {
  // eslint-disable-next-line no-control-regex
  return Array.from(text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim())
    .slice(0, limit)
    .join('');
}

/** Makes a function that blots out secrets wherever a provider repeats them. */
export function redactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret): secret is string => Boolean(secret));
  if (known.length === 0) return (text) => text;
  const longestFirst = known
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[^A-Za-z0-9]/g, '\\$&'));
  const pattern = new RegExp(longestFirst.join('|'), 'gi');
  return (text) => text.replace(pattern, '***');
}

/** Whether two customer numbers are one: part by part between commas, leading zeros aside. */
export function sameCustomer(asked: string, answered: string): boolean {
  return bareNumber(asked) === bareNumber(answered);
}

function bareNumber(customerNo: string): string {
  return customerNo
    .split(',')
    .map((part) => part.trim().replace(/^0+(?=.)/, ''))
    .join(',');
}

/** Whether a reply's product is the one asked about, or one of its configured aliases. */
export function sameProduct(asked: string, answered: string, aliases: readonly string[] = []): boolean {
  return answered === asked || aliases.includes(answered);
}

const TROUBLE: Record<HttpFailure['why'], string> = {
  aborted: 'the call was cut short on our side',
  dns: 'the name of the provider could not be looked up',
  connect: 'no connection to the provider',
  tls: 'no trusted connection to the provider',
  timeout: 'no complete answer in time',
  network: 'the connection failed before the answer was complete',
  'too-large': 'the answer is too large',
  'bad-request': 'the request could not be made',
};

/** Transport trouble in our words. */
export function troubleText(failure: HttpFailure): string {
  return failure.detail ? `${TROUBLE[failure.why]} (${failure.detail})` : TROUBLE[failure.why];
}
