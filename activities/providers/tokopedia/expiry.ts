import { milliseconds } from '../../../contract/duration.js';
import { endOfDay } from '../../schedule.js';
import type { ProductRule } from './products.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Until when a bill found at `at` can be paid, by its product's rule; both in milliseconds since 1970. */
export function expiryOf({ expires }: ProductRule, at: number, timeZone: string): number | undefined {
  if (!expires) return undefined;
  const limits = [
    ...(expires.after === undefined ? [] : [at + milliseconds(expires.after)]),
    ...(expires.at === undefined ? [] : [nextTime(expires.at, at, timeZone)]),
  ];
  return Math.min(...limits);
}

/** The first moment after `at` with this time of day. */
function nextTime(time: string, at: number, timeZone: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const midnight = endOfDay(at, timeZone);
  const today = midnight - DAY_MS + (hours * 60 + minutes) * MINUTE_MS;
  return today > at ? today : today + DAY_MS;
}
