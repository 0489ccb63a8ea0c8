import { readFile } from 'node:fs/promises';
import { typesFile, typesOfContract } from '../../build/types.js';

test('the types of the contract are those of its JSON Schemas, with their texts', async () => {
  expect(await readFile(typesFile, 'utf8')).toBe(await typesOfContract());
});
