import type { PaymentKey } from './names.js';

/** In angle brackets: a shell refuses the command until an operator has filled them in. */
export const BY_AND_NOTE = '--by <name> --note <evidence>';

/**
 * The command line that gives an operator's verdict. It stands on two lines, because the Web UI breaks none.
 * @param isSigned whether the payment's plan names operators, each of whom signs with a key.
 */
export function resolveLine(key: PaymentKey, status: 'Sukses' | 'Gagal', isSigned: boolean): string {
  const verdict = `--status ${status} ${BY_AND_NOTE}${isSigned ? ' --key <file>' : ''}`;
  return `npx tuntas resolve ${optionsOf(key)} \\\n  ${verdict}`;
}

/** The command line that ends a payment whose pay was not sent. */
export function cancelLine(key: PaymentKey): string {
  return `npx tuntas cancel ${optionsOf(key)}`;
}

/** The command line that agrees to a bill; `amount` in rupiah, undefined where the customer chooses it. */
export function confirmLine(key: PaymentKey, amount: number | undefined): string {
  return `npx tuntas confirm ${optionsOf(key)} --amount ${amount ?? '<rupiah>'}`;
}

/** The options that name a payment. */
export function optionsOf({ provider, refId }: PaymentKey): string {
  return `--provider ${provider} --ref ${refId}`;
}
