import type { ReceiptLine } from './outcome.js';

/** A customer's number for people to see: its last four digits; of a composite number, those of its first part. */
export function masked(customerNo: string): string {
  const [number = ''] = customerNo.split(',');
  return number.length > 4 ? `…${number.slice(-4)}` : '…';
}

/** An outcome, or evidence: whatever may show what was bought. */
interface MayShowVoucher {
  voucher?: string | undefined;
  serialNumber?: string | undefined;
  message: string;
  receipt?: ReceiptLine[] | undefined;
}

const ASCII = /^[\x20-\x7e]*$/;

/** Letters and digits only: providers write one token with hyphens in one field and with blanks in another. */
export function lettersAndDigits(text: string): string {
  // Most texts are ASCII, for which the expression is much faster.
  if (ASCII.test(text)) return text.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** Whether a text contains the voucher, however its parts are separated. */
export function showsVoucher(text: string, voucher: string): boolean {
  if (voucher === '') return false;
  return text.includes(voucher) || lettersAndDigits(text).includes(lettersAndDigits(voucher) || voucher);
}

/**
 * A part of a voucher of this length is treated like the whole, because a token may stand before a name and a tariff, and
 * because a text may be cut in the middle of a voucher; letters and digits.
 */
const SECRET_PART_LENGTH = 12;

/**
 * A copy in which the voucher is replaced by `mark` in every field. In clear the voucher stands in the workflow's result
 * only.
 */
export function withoutVoucher<T extends MayShowVoucher>(shown: T, mark = '•••'): T {
  const { voucher, serialNumber, receipt } = shown;
  if (voucher === undefined || voucher === '') return shown;
  const secret = lettersAndDigits(voucher);
  // Texts are cut at their end, and nothing tells whether one was cut. A text that is a part as a whole ends with one.
  const endsWithPart = (text: string) =>
    text.length >= SECRET_PART_LENGTH && secret.includes(text.slice(-SECRET_PART_LENGTH));
  const isSecret = (text: string) => showsVoucher(text, voucher) || endsWithPart(lettersAndDigits(text));
  const hide = (text: string) => (isSecret(text) ? mark : text);
  return {
    ...shown,
    voucher: mark,
    message: hide(shown.message),
    ...(serialNumber === undefined ? {} : { serialNumber: hide(serialNumber) }),
    ...(receipt === undefined ? {} : { receipt: receipt.map((line) => ({ ...line, value: hide(line.value) })) }),
  };
}
