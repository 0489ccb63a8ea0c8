import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { bytesOf } from './base64.js';

const KEY_BYTES = 32;
/** As many bytes of the HMAC are kept: enough that no two numbers have the same. */
const KEPT_BYTES = 16;

/** The 32 bytes of a `customerKey` in base64; undefined for any other text. */
export function customerKeyOf(text: string): Uint8Array | undefined {
  const bytes = bytesOf(text.trim());
  return bytes?.length === KEY_BYTES ? bytes : undefined;
}

/**
 * The value of the search attribute `PaymentCustomer`: the first 16 bytes of HMAC-SHA-256 of the number in UTF-8, as 32
 * hexadecimal digits. Numbers have few digits, so that without the secret key anybody could try all of them.
 * @param customerNo as it stands in the request.
 */
export function customerHash(key: Uint8Array, customerNo: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(customerNo)).slice(0, KEPT_BYTES));
}
