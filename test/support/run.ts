import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  stdin?: string;
}

/** Runs a program to its end. */
export function run(command: string, args: string[], { env, cwd, stdin = '' }: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: cwd ?? projectFolder, env: env ?? process.env });
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...ended, code }));
    child.stdin.on('error', () => undefined).end(stdin);
  });
}

/** How node runs a command of `tuntas` from its sources. */
export const tuntasCommand = [
  '--import',
  join(projectFolder, 'test', 'support', 'register-ts.js'),
  join(projectFolder, 'cli', 'main.ts'),
];

/** Runs `tuntas` from its sources. */
export function tuntas(args: string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [...tuntasCommand, ...args], options);
}
