import { createRequire } from 'node:module';

/** What the command line reads of package.json. */
interface Manifest {
  version: string;
  peerDependencies: Record<string, string>;
}

/** The package's own package.json, from the sources as from what is built. */
export function manifest(): Manifest {
  return createRequire(import.meta.url)('tuntas/package.json') as Manifest;
}
