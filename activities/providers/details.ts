import { given } from '../../contract/given.js';
import { clean } from './reading.js';

/** What every reader needs besides the reply. */
export interface Reading {
  /** When the reply came; ISO 8601, UTC. */
  at: string;
  /** Blots our secrets out of messages. */
  redact: (text: string) => string;
  /** Blots out of the customer's data (names, serial numbers, receipts) only what can be nothing but a secret. */
  redactValue: (text: string) => string;
}

/**
 * What evidence and bills keep of a reply's code and message. A code that `pattern` does not match is left empty.
 * @example
 * ```ts
 * const said = codeAndMessage({ code: '00', message: 'Sukses' }, /^\d{2}$/, { at: '2026-01-01T00:00:00.000Z', redact });
 * ```
 */
export function codeAndMessage(
  { code = '', message = '' }: { code?: string | undefined; message?: string | undefined },
  pattern: RegExp,
  { at, redact }: Pick<Reading, 'at' | 'redact'>,
): { at: string; code: string; message: string } {
  return { at, code: pattern.test(code) ? code : '', message: clean(redact(clean(message, Infinity))) };
}

/** Amounts that were read already, in rupiah, and the customer's texts as they stood in the reply. */
export interface StatedDetails {
  /** The bill; rupiah. */
  amount?: number | undefined;
  /** What left our deposit; rupiah. */
  cost?: number | undefined;
  /** The admin fee in the bill; rupiah. */
  admin?: number | undefined;
  /** Personal data. */
  customerName?: string | undefined;
  /** Proof of payment. */
  serialNumber?: string | undefined;
  /** What was bought: a secret. */
  voucher?: string | undefined;
}

const MAX_SERIAL_NUMBER = 500;
const MAX_VOUCHER = 2_000;

/**
 * The details that evidence and bills have in common. What could not be read is left out, and so is an amount of 0:
 * nothing is bought for nothing. The verdict beside it stands.
 * @example
 * ```ts
 * const details = detailsOf({ amount: rupiah('11000'), serialNumber: 'SN-1' }, redact);
 * ```
 */
export function detailsOf(stated: StatedDetails, redactValue: Reading['redactValue']) {
  // Secrets are blotted out before a text is cut: half a secret would not be recognised.
  const shown = (text = '', limit?: number) => clean(redactValue(clean(text, Infinity)), limit) || undefined;
  return given({
    amount: stated.amount || undefined,
    cost: stated.cost,
    admin: stated.admin,
    customerName: shown(stated.customerName),
    serialNumber: shown(stated.serialNumber, MAX_SERIAL_NUMBER),
    voucher: shown(stated.voucher, MAX_VOUCHER),
  });
}
