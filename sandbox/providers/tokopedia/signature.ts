import { constants, createSign, createVerify, type KeyObject } from 'node:crypto';

/** Official docs: RSA-SHA256, PSS by default and PKCS#1 v1.5 as an option. */
export type Padding = 'pss' | 'pkcs1';

/** The signature over the exact bytes of a body; base64. */
export function sign(body: string, key: KeyObject, padding: Padding): string {
  return createSign('sha256')
    .update(body)
    .sign({ key, ...(padding === 'pss' ? PSS : PKCS1) }, 'base64');
}

/** Whether a signature is over these bytes, in either padding. PSS's salt has any length: the official SDKs differ. */
export function verify(body: string, signature: unknown, key: KeyObject): boolean {
  if (typeof signature !== 'string' || signature === '') return false;
  return [PSS, PKCS1].some((padding) =>
    createVerify('sha256')
      .update(body)
      .verify({ key, ...padding }, signature, 'base64'),
  );
}

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING } as const;
const PKCS1 = { padding: constants.RSA_PKCS1_PADDING } as const;
