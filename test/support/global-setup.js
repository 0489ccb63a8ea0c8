import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Prepares Temporal's servers and the workflows' bundle before the first test. */
export default async function globalSetup() {
  await prepare();
}

/**
 * Prepares what the tests start, and puts the path of each part into the environment. Parts: `temporal`,
 * `time-skipping`, `bundle`; all of them where none is named.
 * @param {...string} parts
 */
export async function prepare(...parts) {
  const [hooks, script] = ['./register-ts.js', './prepare.ts'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const running = promisify(execFile)(process.execPath, ['--import', hooks, script, ...parts]);
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  Object.assign(process.env, JSON.parse(stdout));
}
