import { fork } from 'node:child_process';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './environment.js';

export type ServerKind = 'dev-server' | 'time-skipping';

/**
 * Downloads the server that belongs to this version of the SDK into `folder`, as the program `temporal`; returns its
 * path. It runs in a separate process, because the SDK can only download by starting the server, and its download has
 * no timeout for a network that drops its packets.
 * @param timeoutMs how long it may take, in milliseconds. @default 180000
 */
export async function downloadServer(kind: ServerKind, folder: string, timeoutMs = 180_000): Promise<string> {
  await runChild(kind, folder, timeoutMs);
  const name = (await readdir(folder)).find((file) => !file.endsWith('.downloading'));
  if (!name) throw new Error('the download left no program');
  const path = join(folder, 'temporal');
  await rename(join(folder, name), path);
  return path;
}

function runChild(kind: ServerKind, folder: string, timeoutMs: number): Promise<void> {
  const script = fileURLToPath(new URL('./download-child.js', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(script, [kind, folder], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: cleanEnvironment() });
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else if (signal) reject(new Error(`gave up after ${timeoutMs / 1_000} s`));
      else reject(new Error(words.trim() || `ended with ${code}`));
    });
  });
}
