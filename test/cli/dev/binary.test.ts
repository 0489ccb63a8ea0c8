import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { acquireTemporal, TEMPORAL_CLI } from '../../../cli/dev/binary.js';
import { downloadedFolder } from '../../../cli/dev/downloaded.js';
import { eachTestsFolder } from '../../support/folder.js';

const folder = eachTestsFolder();

/** A machine with nothing but a PATH of its own and a cache of its own. */
function machine() {
  const lines: string[] = [];
  return {
    lines,
    env: { PATH: `${join(folder(), 'bin')}:/usr/bin:/bin`, XDG_CACHE_HOME: join(folder(), 'cache') },
    log: (line: string) => void lines.push(line),
  };
}

async function program(path: string, script = '#!/bin/sh\n'): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

const onPath = (name: string, script?: string) => program(join(folder(), 'bin', name), script);
const cached = (name: string) => join(folder(), 'cache', 'tuntas', name, 'temporal');

const downloadedProgram = () => join(downloadedFolder('temporal-download', machine().env), 'temporal');

const noDownload = () => Promise.reject(new Error('Name or service not known'));
const download = (into: string) => program(join(into, 'temporal'));
/** A Go that notes its arguments and "builds" into GOBIN. */
const FAKE_GO = '#!/bin/sh\necho "$@" > "$GOBIN/arguments"\necho > "$GOBIN/temporal"\n';

test('a temporal program on PATH comes first', async () => {
  const path = await onPath('temporal');
  await acquireTemporal({ ...machine(), env: { ...machine().env, PATH: '/nowhere' }, download });
  expect(await acquireTemporal({ ...machine(), download })).toBe(path);
});

test('an earlier download is used again, and nothing is logged', async () => {
  const path = await acquireTemporal({ ...machine(), download });
  const { lines, ...rest } = machine();
  expect(await acquireTemporal({ ...rest, download: noDownload })).toBe(path);
  expect(lines).toEqual([]);
});

test.each([
  ['was changed', () => program(downloadedProgram(), '#!/bin/sh\necho changed\n')],
  ['has lost its checksum', () => rm(`${downloadedProgram()}.sha256`)],
])('a download that %s is refused and moved away; the next start downloads it again', async (_what, change) => {
  const path = await acquireTemporal({ ...machine(), download });
  await change();
  const refused = acquireTemporal({ ...machine(), download: noDownload });
  await expect(refused).rejects.toMatchObject({ code: 'NoTemporal', message: expect.stringContaining('SHA-256') });
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  expect(await acquireTemporal({ ...machine(), download })).toBe(path);
});

test("a download is kept under the SDK's version, because another version downloads another server", () => {
  expect(downloadedProgram()).toMatch(/temporal-download-\d+\.\d+\.\d+.temporal$/);
});

test('an earlier build is used again instead of trying the download', async () => {
  const path = await program(cached(`temporal-${TEMPORAL_CLI}`));
  expect(await acquireTemporal({ ...machine(), download })).toBe(path);
});

test('the download is tried before the build, and kept', async () => {
  await onPath('go', FAKE_GO);
  const { lines, ...rest } = machine();
  expect(await acquireTemporal({ ...rest, download })).toBe(downloadedProgram());
  expect(lines).toEqual([expect.stringContaining('temporal.download')]);
  await expect(readFile(downloadedProgram())).resolves.toBeDefined();
});

test('without the download it is built with Go, which says how long it takes', async () => {
  await onPath('go', FAKE_GO);
  const { lines, ...rest } = machine();
  expect(await acquireTemporal({ ...rest, download: noDownload })).toBe(cached(`temporal-${TEMPORAL_CLI}`));
  expect(lines.at(-1)).toContain('3 minutes');
  const used = await readFile(join(dirname(cached(`temporal-${TEMPORAL_CLI}`)), 'arguments'), 'utf8');
  expect(used.trim()).toBe(`install github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI}`);
});

test('two runs at once build it once', async () => {
  await onPath('go', `#!/bin/sh\necho x >> "${join(folder(), 'builds')}"\nsleep 1\necho > "$GOBIN/temporal"\n`);
  const get = () => acquireTemporal({ ...machine(), download: noDownload });
  const [one, two] = await Promise.all([get(), get()]);
  expect(one).toBe(two);
  expect(await readFile(join(folder(), 'builds'), 'utf8')).toBe('x\n');
});

test('a build that fails leaves nothing that looks like a program', async () => {
  await onPath('go', '#!/bin/sh\necho half > "$GOBIN/temporal"\necho "no space left" >&2\nexit 1\n');
  await expect(acquireTemporal({ ...machine(), download: noDownload })).rejects.toThrow('no space left');
  await expect(readFile(cached(`temporal-${TEMPORAL_CLI}`))).rejects.toThrow('ENOENT');
});

test('when nothing works the error names every way to get it', async () => {
  const error = await acquireTemporal({ ...machine(), download: noDownload }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'NoTemporal' });
  const { message } = error as Error;
  for (const way of ['Name or service not known', 'no `go` on PATH', '--address', 'PATH', 'temporal.download']) {
    expect(message).toContain(way);
  }
});
