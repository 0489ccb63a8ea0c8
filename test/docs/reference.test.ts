import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../../contract/config.js';
import { parseConfig } from '../../worker/config.js';
import { projectFolder } from '../../worker/bundle.js';

let page: string;
beforeAll(async () => {
  page = await readFile(join(projectFolder, 'docs', 'reference.md'), 'utf8');
});

test('the first configuration of docs/reference.md is accepted', () => {
  const [, text = ''] = /^```json\n(\{\n {2}"\$schema".*?)^```/ms.exec(page) ?? [];
  const { providers, deadline, retention } = parseConfig(JSON.parse(text));
  expect(Object.keys(providers)).toEqual(['digiflazz']);
  expect({ deadline, retention }).toEqual({ deadline: '15m', retention: '90d' });
});

test('docs/reference.md has every key that stands at the top of the configuration, with the defaults of the simple ones', () => {
  const { properties = {} } = z.toJSONSchema(configSchema, { io: 'input' });
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  const missing = Object.keys(properties).filter((key) => !rows.some((row) => row.includes(`\`${key}\``)));
  expect(missing).toEqual([]);
  const { worker, webhooks, sandbox, temporal } = configSchema.parse({ providers: {} });
  const rowOf = (key: string) => rows.find((row) => row.startsWith(`| \`${key}\` |`));
  for (const [key, values] of Object.entries({ worker, webhooks, sandbox, temporal })) {
    const simple = Object.values(values).filter((value) => ['string', 'number'].includes(typeof value));
    for (const value of simple) expect(rowOf(key)).toContain(`${value as string | number}`);
  }
});
