import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaFiles, schemaNames, schemaOf } from '../../cli/schemas.js';
import { projectFolder } from '../../worker/bundle.js';
import { tuntas } from '../support/run.js';

test.each(Object.entries(schemaFiles()))(
  '%s is what the contract says (`npm run schemas` writes it)',
  async (path, text) => {
    expect(await readFile(join(projectFolder, path), 'utf8')).toBe(text);
  },
);

test.each(schemaNames)('the schema %s describes an object and refuses unknown keys', (name) => {
  const { oneOf, ...schema } = schemaOf(name) as { oneOf?: object[] };
  for (const one of oneOf ?? [schema]) expect(one).toMatchObject({ type: 'object', additionalProperties: false });
});

test('`tuntas schema` prints the schema of a request', async () => {
  const { code, stdout } = await tuntas(['schema', 'request']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(schemaOf('request'))));
});

test('an unknown schema ends with 2 and names the known ones', async () => {
  const { code, stderr } = await tuntas(['schema', 'toString']);
  expect(code).toBe(2);
  expect(stderr).toContain('request, outcome');
});
