import type { PaymentKey } from './names.js';

/** What an operator has to fill in: in capitals, because a shell acts on angle brackets. */
const RESOLVE = '--by "YOUR NAME" --note "WHAT THE PROVIDER SAID"';

/**
 * The command line that gives an operator's verdict.
 * @param isSigned whether the payment's plan names operators, each of whom signs with a key.
 */
export function resolveLine(key: PaymentKey, status: 'Sukses' | 'Gagal', isSigned: boolean): string {
  return `npx tuntas resolve ${optionsOf(key)} --status ${status} ${RESOLVE}${isSigned ? ' --key YOUR-KEY.pem' : ''}`;
}

/** The command line that ends a payment whose pay was not sent. */
export function cancelLine(key: PaymentKey): string {
  return `npx tuntas cancel ${optionsOf(key)}`;
}

/** The command line that agrees to a bill; `amount` in rupiah, undefined where the customer chooses it. */
export function confirmLine(key: PaymentKey, amount: number | undefined): string {
  return `npx tuntas confirm ${optionsOf(key)} --amount ${amount ?? 'RUPIAH'}`;
}

function optionsOf({ provider, refId }: PaymentKey): string {
  return `--provider ${provider} --ref ${refId}`;
}
