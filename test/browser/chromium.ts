import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { cleanEnvironment } from '../../cli/dev/environment.js';
import { findOnPath } from '../../cli/dev/binary.js';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts a Chromium without a window. Installs Debian's package first where there is none on PATH; that takes a minute. */
export async function startChromium(): Promise<Browser> {
  const executablePath = (await installed()) ?? (await install());
  // The sandbox of Chromium refuses to run as root, as tests in a container do. Only our own server is opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

async function installed(): Promise<string | undefined> {
  for (const name of NAMES) {
    const path = await findOnPath(name, process.env);
    if (path !== undefined) return path;
  }
  return undefined;
}

async function install(): Promise<string> {
  process.stderr.write('Installing Chromium with apt-get: about a minute, once\n');
  const env = { ...cleanEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => run('apt-get', args, { env, timeout: 10 * 60_000, maxBuffer: 64 * 1024 * 1024 });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'chromium');
  } catch (cause) {
    throw new Error(`there is no Chromium on PATH (${NAMES.join(', ')}), and apt-get cannot install one`, { cause });
  }
  const path = await installed();
  if (path === undefined) throw new Error('apt-get has installed Chromium, and it is not on PATH');
  return path;
}
