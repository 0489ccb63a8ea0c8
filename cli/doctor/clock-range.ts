/**
 * How far another clock is ahead of this machine's, as far as one answer can tell: between `least` and `most` milliseconds,
 * negative where it is behind. A slow answer makes the range wide and never wrong.
 */
export interface ClockRange {
  least: number;
  most: number;
}

/** The answer says at which time the other one wrote it, between our sending and receiving. Milliseconds since 1970. */
export interface Answered {
  sentAt: number;
  receivedAt: number;
  /** The other clock's time. */
  at: number;
  /** By how much the time is rounded down. @default 0 */
  rounded?: number;
}

export function rangeOf({ sentAt, receivedAt, at, rounded = 0 }: Answered): ClockRange {
  return { least: at - receivedAt, most: at + rounded - sentAt };
}

/** The part of the difference that is certain; 0 where the clocks may agree. Milliseconds, negative where it is behind. */
export function certainly({ least, most }: ClockRange): number {
  if (least > 0) return least;
  return most < 0 ? most : 0;
}

/** A `Date` header has whole seconds. */
const HTTP_DATE_ROUNDED_MS = 999;

/** The range that an HTTP answer tells; undefined where it has no time of its own: no `Date`, or one that was cached. */
export function rangeOfHeaders(
  headers: Readonly<Record<string, string>>,
  times: Pick<Answered, 'sentAt' | 'receivedAt'>,
): ClockRange | undefined {
  const text = headers['date'];
  if (text === undefined || headers['age'] !== undefined || !/ GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : rangeOf({ ...times, at, rounded: HTTP_DATE_ROUNDED_MS });
}

/** The one that tells most. */
export function narrowest(ranges: readonly ClockRange[]): ClockRange | undefined {
  return ranges.toSorted((one, other) => one.most - one.least - (other.most - other.least))[0];
}
