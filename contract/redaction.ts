import type { ReceiptLine } from './outcome.js';

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

/** A part of what was bought from this length on is as good as the whole: a token stands before a name and a tariff. */
const TELLING_PART = 12;

/**
 * What may be shown: what was bought (a token, a voucher) is blotted out wherever it stands. In clear it is given in the
 * workflow's result only. `mark` is written instead.
 */
export function withoutVoucher<T extends Telling>(told: T, mark = '•••'): T {
  const { voucher, serialNumber, receipt } = told;
  if (voucher === undefined || voucher === '') return told;
  const secret = bare(voucher);
  const isPart = (text: string) => text.length >= TELLING_PART && secret.includes(text);
  const isSecret = (text: string) =>
    text.includes(voucher) || (secret !== '' && (bare(text).includes(secret) || isPart(bare(text))));
  const hide = (text: string) => (isSecret(text) ? mark : text);
  return {
    ...told,
    voucher: mark,
    message: hide(told.message),
    ...(serialNumber === undefined ? {} : { serialNumber: hide(serialNumber) }),
    ...(receipt === undefined ? {} : { receipt: receipt.map((line) => ({ ...line, value: hide(line.value) })) }),
  };
}
