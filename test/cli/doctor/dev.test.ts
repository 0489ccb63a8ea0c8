import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../../worker/bundle.js';
import { eachTestsFolder } from '../../support/folder.js';
import { freePort } from '../../support/ports.js';
import { tuntas, tuntasCommand } from '../../support/run.js';

const folder = eachTestsFolder();
let dev: ChildProcess;
afterEach(async () => {
  if (dev.exitCode !== null) return;
  dev.kill('SIGTERM');
  await once(dev, 'exit');
});

/** The environment of a terminal: no secret is set in it. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const file = JSON.parse(await readFile(join(projectFolder, 'temporal.config.json'), 'utf8')) as {
    providers: Record<string, { baseUrl: string }>;
  };
  const port = await freePort();
  for (const [name, provider] of Object.entries(file.providers)) {
    Object.assign(provider, { baseUrl: `http://127.0.0.1:${port}${name === 'tokopedia' ? '/api' : ''}` });
  }
  const path = join(folder(), 'config.json');
  const temporal = { port: await freePort(), uiPort: await freePort(), state: join(folder(), 'temporal') };
  const sandbox = { port, state: join(folder(), 'sandbox') };
  const webhooks = { port: await freePort() };
  await writeFile(path, JSON.stringify({ ...file, temporal, sandbox, webhooks }));
  const kept = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL_|SHOP_)/.test(name));
  return { ...Object.fromEntries(kept), TUNTAS_CONFIG: path, TEMPORAL_CONFIG_FILE: join(folder(), 'none.toml') };
}

test('`tuntas doctor` beside `tuntas dev` finds no problem, though no secret is set', async () => {
  const env = await environment();
  dev = spawn(process.execPath, [...tuntasCommand, 'dev'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  await new Promise<void>((ready, failed) => {
    dev.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('Ready.')) ready();
    });
    dev.once('exit', (code) => failed(new Error(`it ended with ${code}: ${log}`)));
  });
  const { code, stdout } = await tuntas(['doctor', '--json'], { env });
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { level: string; check: string }[] };
  expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  expect(findings.filter(({ level }) => level === 'warning').map(({ check }) => check)).toEqual(
    Array(4).fill('secrets'),
  );
  expect({ ok, code }).toEqual({ ok: true, code: 0 });
});
