import { existsSync, readFileSync } from 'node:fs';

/** The version in package.json, which stands one folder up from the sources and two from what is built. */
export function version(): string {
  const file = ['../package.json', '../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url));
  if (!file) throw new Error('package.json is missing');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
