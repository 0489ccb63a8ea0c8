import { constants, sign, verify, type KeyObject } from 'node:crypto';
import type { Settings } from './settings.js';

type Padding = Settings['signature'];

/** Base64 of RSA-SHA256 over exactly these bytes; with PSS, a salt as long as the digest (official). */
export function signatureOf(body: string, privateKey: KeyObject, padding: Padding): string {
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return sign('sha256', Buffer.from(body), { key: privateKey, padding: PADDINGS[padding], saltLength }).toString(
    'base64',
  );
}

/** Whether a signature is the provider's over exactly these bytes. Salts differ between its official SDKs: any will do. */
export function isSigned(body: Buffer, signature: string, publicKey: KeyObject, padding: Padding): boolean {
  const text = signature.trim();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const key = { key: publicKey, padding: PADDINGS[padding], saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return verify('sha256', body, key, Buffer.from(text, 'base64'));
}

const PADDINGS: Record<Padding, number> = {
  pss: constants.RSA_PKCS1_PSS_PADDING,
  pkcs1: constants.RSA_PKCS1_PADDING,
};
