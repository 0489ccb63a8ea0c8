const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time for people: `90 d`, `2.5 h`, `12 ms`. @param ms milliseconds; its sign is left out. */
export function spanText(ms: number): string {
  const length = Math.abs(ms);
  const [unit, size] = UNITS.find(([, each]) => length >= each) ?? ['ms', 1];
  return `${Number((length / size).toFixed(1))} ${unit}`;
}
