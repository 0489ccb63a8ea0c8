import type { ReceiptLine } from '../contract/outcome.js';

/** An outcome, or evidence: whatever may tell what was bought. */
interface Telling {
  voucher?: string | undefined;
  serialNumber?: string | undefined;
  message: string;
  receipt?: ReceiptLine[] | undefined;
}

/** A token comes with hyphens in one place and with blanks in another: it is the same secret. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/**
 * What may be shown: what was bought (a token, a voucher) is blotted out wherever it stands. In clear it is given in the
 * workflow's result only. `mark` is written instead.
 */
export function withoutVoucher<T extends Telling>(told: T, mark = '•••'): T {
  const { voucher, serialNumber, receipt } = told;
  if (voucher === undefined || voucher === '') return told;
  const secret = bare(voucher);
  const isSecret = (text: string) => text.includes(voucher) || (secret !== '' && bare(text).includes(secret));
  const hide = (text: string) => (isSecret(text) ? mark : text);
  return {
    ...told,
    voucher: mark,
    message: hide(told.message),
    ...(serialNumber === undefined ? {} : { serialNumber: hide(serialNumber) }),
    ...(receipt === undefined ? {} : { receipt: receipt.map((line) => ({ ...line, value: hide(line.value) })) }),
  };
}
