import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { InvalidInput } from '../contract/errors.js';
import { signedText } from '../contract/proof.js';
import type { Resolution } from '../contract/resolution.js';

/** Only its owner may read a key. */
const PRIVATE = 0o600;

/**
 * Makes an operator's key pair: the private key goes into a new file (PEM, mode 0600), the public key is returned in
 * base64, for `operators` in the configuration. Throws `InvalidInput` when the file exists or cannot be written.
 */
export async function makeOperatorKey(file: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(file, pem, { mode: PRIVATE, flag: 'wx' }).catch((error: unknown) => {
    throw invalid('out', `the file cannot be made (${codeOf(error)})`);
  });
  return rawOf(publicKey);
}

/**
 * The proof of a resolution: the operator's signature in base64.
 * @param file of the private key (PEM). Throws `InvalidInput` when it cannot be read or is no Ed25519 key; nothing of the
 * key is repeated.
 */
export async function proofOf(
  file: string,
  workflowId: string,
  challenge: string,
  resolution: Resolution,
): Promise<string> {
  const key = await readKey(file);
  return sign(null, Buffer.from(signedText(workflowId, challenge, resolution)), key).toString('base64');
}

async function readKey(file: string): Promise<KeyObject> {
  const pem = await readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid('key', `the file cannot be read (${codeOf(error)})`);
  });
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw invalid('key', 'is no private key in PEM, or has a passphrase');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw invalid('key', 'is no Ed25519 key');
  return key;
}

/** The 32 bytes at the end of the key's container. */
function rawOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
}

function invalid(path: string, reason: string): InvalidInput {
  return new InvalidInput('InvalidRequest', [{ path, reason }]);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
