/** Whether a product code is the pattern, or begins like one that ends with `*`. */
export function matches(product: string, pattern: string): boolean {
  return pattern.endsWith('*') ? product.startsWith(pattern.slice(0, -1)) : product === pattern;
}

export function matchesAny(product: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(product, pattern));
}
