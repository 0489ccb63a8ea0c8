import { hashes, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesOf } from './base64.js';
import type { Resolution } from './resolution.js';

// The library has no hash of its own, and the one of the platform is asynchronous.
hashes.sha512 = sha512;

/** Name of each operator and his Ed25519 public key: 32 bytes in base64. */
export type Operators = Record<string, string>;

/** What an operator signs, as UTF-8. Of the four parts only the note, the last one, can hold a line break. */
export function signedText(workflowId: string, challenge: string, { status, note }: Resolution): string {
  return [workflowId, challenge, status, note].join('\n');
}

/**
 * Why a resolution does not prove whose it is; undefined when it does. A pure function, so that a workflow can refuse a
 * resolution before anything is written to its history.
 * @param challenge the one that the payment or review shows at the moment.
 */
export function faultOfProof(
  operators: Operators,
  workflowId: string,
  challenge: string,
  resolution: Resolution,
): { path: 'by' | 'proof'; reason: string } | undefined {
  const { by, proof } = resolution;
  const key = Object.hasOwn(operators, by) ? bytesOf(operators[by] ?? '') : undefined;
  if (!key) return { path: 'by', reason: 'is not one of the configured operators' };
  if (proof === undefined) return { path: 'proof', reason: 'is needed: the signature of the operator' };
  const signature = bytesOf(proof);
  const text = new TextEncoder().encode(signedText(workflowId, challenge, resolution));
  if (signature?.length === SIGNATURE_BYTES && isSigned(signature, text, key)) return undefined;
  return { path: 'proof', reason: 'is not the signature of this operator over the present challenge' };
}

const SIGNATURE_BYTES = 64;

function isSigned(signature: Uint8Array, text: Uint8Array, key: Uint8Array): boolean {
  try {
    return verify(signature, text, key);
  } catch {
    return false;
  }
}
