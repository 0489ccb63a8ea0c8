/**
 * A copy without the keys whose value is `undefined`: under `exactOptionalPropertyTypes` an optional key is left out,
 * never set to `undefined`.
 */
export function given<T extends object>(
  values: T,
): { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
} {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
