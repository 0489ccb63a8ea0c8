import { createHmac, timingSafeEqual } from 'node:crypto';

export type Payload = Record<string, unknown>;

/** The payload of a TOKEN, whether or not its signature is valid; undefined if it is no JWT. */
export function payloadOf(token: unknown): Payload | undefined {
  if (typeof token !== 'string') return undefined;
  const parts = token.split('.');
  // Padding and the alphabet of plain base64 are not base64url.
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) return undefined;
  const header = objectIn(parts[0]);
  return header?.['alg'] === 'HS256' ? objectIn(parts[1]) : undefined;
}

export function isSigned(token: unknown, secret: string): boolean {
  if (typeof token !== 'string') return false;
  const dot = token.lastIndexOf('.');
  const expected = createHmac('sha256', secret).update(token.slice(0, dot)).digest();
  const given = Buffer.from(token.slice(dot + 1), 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function objectIn(part: string | undefined): Payload | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
}
