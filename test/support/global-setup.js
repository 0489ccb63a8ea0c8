import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Prepares Temporal's servers and the workflows' bundle before the first test; their places go into the environment. */
export default async function globalSetup() {
  const [hooks, script] = ['./register-ts.js', './prepare.ts'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const running = promisify(execFile)(process.execPath, ['--import', hooks, script]);
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  Object.assign(process.env, JSON.parse(stdout));
}
