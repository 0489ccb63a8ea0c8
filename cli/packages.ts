import { TuntasError } from '../contract/errors.js';
import { manifest } from './manifest.js';

const WORKER = ['@temporalio/activity', '@temporalio/worker', 'got', 'ipaddr.js', 'standardwebhooks'];
const EVERYTHING = ['@temporalio/testing', 'fastify', ...WORKER].sort();

/** The optional packages of each command that needs any: a client goes without them. A test compares it with the imports. */
export const OPTIONAL_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  worker: WORKER,
  webhooks: ['fastify', 'got', 'ipaddr.js'],
  sandbox: ['fastify'],
  doctor: ['fastify', 'got', 'ipaddr.js'],
  dev: EVERYTHING,
  demo: EVERYTHING,
};

/**
 * Throws `TuntasError` (code MissingPackage) with the command that installs them when packages of a command are missing, so
 * that it ends before it has started anything.
 */
export function assertPackages(command: string, has: (name: string) => boolean = isInstalled): void {
  const needed = Object.hasOwn(OPTIONAL_PACKAGES, command) ? OPTIONAL_PACKAGES[command] : undefined;
  const missing = needed?.filter((name) => !has(name)) ?? [];
  if (missing.length === 0) return;
  const packages = missing.map((name) => `${name}@${versionOf(name)}`);
  throw new TuntasError(
    'MissingPackage',
    `\`tuntas ${command}\` needs packages that a client does without: npm install --save-exact ${packages.join(' ')}`,
  );
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** The lowest version of the range that the package states: a shell may act on the characters of a range. */
function versionOf(name: string): string {
  return (manifest().peerDependencies[name] ?? 'latest').replace(/^[~^]/, '');
}
