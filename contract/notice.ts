/** A webhook as it came: its bytes in base64, and the headers of its signature, names in lower case. */
export interface Notice {
  body: string;
  headers: Record<string, string>;
}

/** What a notice may have to be kept for reading; anything else is only a hint to check. Lengths in characters. */
export const NOTICE_LIMITS = {
  /** Base64 of 64 KB. */
  body: 87_384,
  headers: 4,
  headerName: 64,
  headerValue: 1_024,
} as const;

/** Reads a signal of any shape: a notice within the limits, or undefined. Nothing is verified here. */
export function noticeOf(value: unknown): Notice | undefined {
  const { body, headers } = (isObject(value) ? value : {}) as { body?: unknown; headers?: unknown };
  if (typeof body !== 'string' || body.length > NOTICE_LIMITS.body || !isObject(headers)) return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined;
  const entries = Object.entries(headers);
  if (entries.length > NOTICE_LIMITS.headers || !entries.every(isHeader)) return undefined;
  return { body, headers: Object.fromEntries(entries) };
}

function isHeader(entry: [string, unknown]): entry is [string, string] {
  const [name, value] = entry;
  return isPlain(name, NOTICE_LIMITS.headerName) && isPlain(value, NOTICE_LIMITS.headerValue);
}

/** Of characters that have one byte each, in JSON too: so lengths are sizes. */
function isPlain(text: unknown, most: number): text is string {
  return typeof text === 'string' && text.length <= most && /^[ !#-[\]-~]*$/.test(text);
}

/** How much a notice takes; bytes. */
export function sizeOf({ body, headers }: Notice): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, body.length);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
