import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { eachTestsFolder } from '../support/folder.js';
import { freePort } from '../support/ports.js';
import { run } from '../support/run.js';

const folder = eachTestsFolder();
const TUNTAS = join(projectFolder, 'dist', 'cli', 'main.js');
const TOOLS = join(projectFolder, 'test', 'docs', 'shell-tools.js');

/** The commands of a page, and what each must end with or print. */
function scriptOf(page: string): string {
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.split('\n')).filter((line) => line !== '');
  return lines.map(stepOf).join('\n');
}

function stepOf(line: string): string {
  const [, exits] = /^# exits (\d)$/.exec(line) ?? [];
  if (exits !== undefined) return `[ $code = ${exits} ] || fail "it ended with $code and not ${exits}"`;
  const [, prints] = /^# prints (.*)$/.exec(line) ?? [];
  if (prints !== undefined) return `grep -qF -- '${prints}' "$OUT" || fail 'it did not print ${prints}'`;
  // What a variable is set to must hold for the lines after it.
  if (/^[A-Z]+=/.test(line)) return line;
  return `LAST=${JSON.stringify(line).replaceAll('$', '\\$')}; ${line} >"$OUT" 2>&1; code=$?`;
}

const FUNCTIONS = `
curl() { node "${TOOLS}" curl "$@"; }
openssl() { node "${TOOLS}" openssl "$@"; }
npx() { shift; node "${TUNTAS}" "$@"; }
fail() { echo "$LAST: $1"; cat "$OUT"; exit 1; }
`;

test.each(['rehearsal.md', 'webhooks.md'])(
  'every command of docs/%s does what stands there',
  async (name) => {
    const [temporal, webUi, sandbox, webhooks] = await Promise.all(Array.from({ length: 4 }, () => freePort()));
    const text = await readFile('temporal.config.json', 'utf8');
    const config = JSON.parse(text.replaceAll('7411', String(sandbox)).replaceAll('7412', String(webhooks))) as object;
    const file = join(folder(), 'temporal.config.json');
    const places = {
      temporal: { state: join(folder(), 'temporal'), port: temporal, uiPort: webUi },
      sandbox: { port: sandbox, state: join(folder(), 'sandbox') },
      webhooks: { port: webhooks },
    };
    await writeFile(file, JSON.stringify({ ...config, ...places }));
    const env = { ...process.env, TUNTAS_CONFIG: file, OUT: join(folder(), 'output') };
    const dev = spawn(process.execPath, [TUNTAS, 'dev', '--webhooks'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      await new Promise<void>((ready, failed) => {
        let log = '';
        dev.stderr.setEncoding('utf8').on('data', (part: string) => {
          log += part;
          if (log.includes('Ready.')) ready();
        });
        dev.once('exit', () => failed(new Error(log)));
      });
      const page = await readFile(join('docs', name), 'utf8');
      const script = scriptOf(page.replaceAll('7411', String(sandbox)).replaceAll('7412', String(webhooks)));
      const { code, stdout, stderr } = await run('bash', ['-c', `${FUNCTIONS}\n${script}\nexit 0`], { env });
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    } finally {
      dev.kill('SIGTERM');
      await new Promise((resolve) => (dev.exitCode === null ? dev.once('exit', resolve) : resolve(undefined)));
    }
  },
  180_000,
);
