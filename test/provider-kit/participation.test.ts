import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adapters } from '../../activities/providers/index.js';
import { EXAMPLES, SANDBOX_SECRETS } from '../../sandbox/index.js';
import { projectFolder } from '../../worker/bundle.js';
import { loadConfig } from '../../worker/config.js';
import { HABITS } from '../chaos/billers.js';
import { BILLERS } from '../fault-matrix/billers.js';
import { CASES } from '../fault-matrix/cases/index.js';
import { subjects } from './subjects/index.js';

/** What docs/add-a-provider.md asks for, adapter by adapter. */
describe.each(Object.entries(adapters))('the adapter %s', (name, adapter) => {
  const configured = async (path: string) =>
    Object.entries((await loadConfig(join(projectFolder, path))).providers)
      .filter(([, provider]) => provider.adapter === name)
      .map(([provider]) => provider);

  test('an adapter is a subject of the provider kit, with samples from the sandbox', () => {
    const own = subjects.filter((subject) => subject.adapter === adapter);
    expect(own.map(({ samples }) => samples)).toContain('sandbox');
  });

  test('an adapter has credentials and examples in the sandbox, so that the demo pays its bills', () => {
    const secrets: Record<string, object> = SANDBOX_SECRETS;
    expect(Object.keys(secrets[name] ?? {})).toEqual(expect.arrayContaining([...adapter.credentials]));
    expect(EXAMPLES[name]?.map(({ kind }) => kind)).toContainEqual(expect.stringMatching(/sukses$/));
  });

  test.each(['temporal.config.json', 'docs/temporal.config.production.json'])(
    'an adapter has a provider in %s',
    async (path) => {
      // Not checked as a whole: in the file for production an operator has to fill in what no source tells.
      const { providers } = JSON.parse(await readFile(join(projectFolder, path), 'utf8')) as {
        providers: Record<string, { adapter: string }>;
      };
      expect(Object.values(providers).map(({ adapter: used }) => used)).toContain(name);
    },
  );

  test('an adapter takes part in the chaos test with every provider of the shipped configuration', async () => {
    expect(Object.keys(HABITS)).toEqual(expect.arrayContaining(await configured('temporal.config.json')));
  });

  test('an adapter takes part in the fault matrix, in its own cases', () => {
    const billers = Object.entries(BILLERS).filter(([, biller]) => biller.adapter === name);
    expect(billers).not.toEqual([]);
    // Cases that name nobody are those of digiswitch.
    const played = new Set<string>(CASES.map(({ biller = 'digiswitch' }) => biller));
    expect(billers.filter(([biller]) => played.has(biller))).not.toEqual([]);
  });

  test('an adapter has the files that every adapter has', async () => {
    const files = ['client', 'wire', 'read', 'identity', 'codes', 'settings', 'receipt', 'notice', 'index'];
    const folder = join(projectFolder, 'activities', 'providers', name);
    for (const file of files) await expect(readFile(join(folder, `${file}.ts`), 'utf8')).resolves.not.toBe('');
  });

  test('an adapter is named in the README', async () => {
    const readme = (await readFile(join(projectFolder, 'README.md'), 'utf8')).toLowerCase();
    expect(readme).toContain(name);
  });
});
