import { hashes, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesOf } from './base64.js';
import type { Resolution } from './resolution.js';

// The library has no hash of its own, and the one of the platform is asynchronous.
hashes.sha512 = sha512;

/** Name of each operator, and the Ed25519 public key that proves it; see `publicKeyOf`. */
export type Operators = Record<string, string>;

const KEY_BYTES = 32;
/** What stands before the key in the usual container (SubjectPublicKeyInfo, RFC 8410), which a PEM file holds in base64. */
const CONTAINER = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/** The 32 bytes of an Ed25519 public key in base64, alone or in its container; undefined for any other text. */
export function publicKeyOf(text: string): Uint8Array | undefined {
  const bytes = bytesOf(text.trim());
  if (bytes?.length === KEY_BYTES) return bytes;
  const isContained = bytes?.length === CONTAINER.length + KEY_BYTES && CONTAINER.every((byte, i) => bytes[i] === byte);
  return isContained ? bytes.slice(CONTAINER.length) : undefined;
}

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
  const key = Object.hasOwn(operators, by) ? publicKeyOf(operators[by] ?? '') : undefined;
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
