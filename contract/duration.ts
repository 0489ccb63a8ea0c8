import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PATTERN = /^(\d{1,9})(ms|s|m|h|d)$/;

/** Text such as `"1s"`, `"15m"`, `"85d"`: a whole number and one of ms, s, m, h, d. Longest: 3650 days. */
export const durationSchema = z
  .string()
  .regex(PATTERN, 'must be a duration such as "30s", "15m" or "85d"')
  .refine((text) => !PATTERN.test(text) || milliseconds(text) <= 3_650 * UNITS.d, 'must not be longer than "3650d"');

/**
 * A duration's text in milliseconds. Throws on text that `durationSchema` refuses.
 * @example
 * ```ts
 * const timeoutMs = milliseconds('30s'); // 30000
 * ```
 */
export function milliseconds(text: string): number {
  const match = PATTERN.exec(text);
  if (!match) throw new RangeError(`not a duration: ${JSON.stringify(text)}`);
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}
