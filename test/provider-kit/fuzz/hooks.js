/** Gives adapters the fuzzer's wire instead of the network; everything else keeps activities/http.ts. */
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const adapters = /\/activities\/providers\//.test(context.parentURL ?? '');
  if (!adapters || !resolved.url.endsWith('/activities/http.ts')) return resolved;
  return { ...resolved, url: new URL('./wire.ts', import.meta.url).href };
}
