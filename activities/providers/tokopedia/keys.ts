import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Fault, InvalidInput } from '../../../contract/errors.js';
import type { ProviderSetup } from '../provider.js';

/** Ours to sign with, and the provider's to verify with: while it changes its key there are two, and either verifies. */
export interface Keys {
  privateKey: KeyObject;
  publicKeys: readonly KeyObject[];
}

type KeyName = 'privateKey' | 'publicKey' | 'publicKeyPrevious';

/** What NIST SP 800-131A still allows. */
const LEAST_BITS = 2_048;

/**
 * Reads the keys, each a PEM, also with its line breaks written as \n, or the path of a PEM file.
 * Throws `InvalidInput` (code InvalidConfig) with each credential's path; nothing of a key or a path is repeated.
 */
export function readKeys(setup: Pick<ProviderSetup, 'name' | 'secrets'>): Keys {
  const faults: Fault[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const privateKey = attempt(() => readNamed(setup, 'privateKey'));
  const publicKeys = attempt(() => readPublicKeys(setup));
  if (!privateKey || !publicKeys) throw new InvalidInput('InvalidConfig', faults);
  return { privateKey, publicKeys };
}

/** Reads the provider's keys only. Throws like `readKeys`. */
export function readPublicKeys(setup: Pick<ProviderSetup, 'name' | 'secrets'>): readonly KeyObject[] {
  const previous = setup.secrets['publicKeyPrevious'] ? [readNamed(setup, 'publicKeyPrevious')] : [];
  return [readNamed(setup, 'publicKey'), ...previous];
}

function readNamed({ name, secrets }: Pick<ProviderSetup, 'name' | 'secrets'>, key: KeyName): KeyObject {
  return readKey(secrets[key] ?? '', key, `providers.${name}.credentials.${key}`);
}

function readKey(value: string, name: KeyName, path: string): KeyObject {
  const pem = pemOf(value, path);
  // Of a private key the public half could be had, but never the provider's.
  if (name !== 'privateKey' && /PRIVATE KEY-----/.test(pem))
    throw invalid(path, "is a private key, not the provider's");
  const key = parsed(pem, name, path);
  if (key.asymmetricKeyType !== 'rsa') throw invalid(path, 'is no RSA key');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < LEAST_BITS) throw invalid(path, `is an RSA key of less than ${LEAST_BITS} bits`);
  return key;
}

function parsed(pem: string, name: KeyName, path: string): KeyObject {
  try {
    return name === 'privateKey' ? createPrivateKey(pem) : createPublicKey(pem);
  } catch {
    throw invalid(path, `is no ${name === 'privateKey' ? 'private' : 'public'} key in PEM, or has a passphrase`);
  }
}

function pemOf(value: string, path: string): string {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n');
  try {
    return readFileSync(value, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(path, `is no PEM, and no file that can be read (${code ?? 'unknown error'})`);
  }
}

function invalid(path: string, reason: string): InvalidInput {
  return new InvalidInput('InvalidConfig', [{ path, reason }]);
}
