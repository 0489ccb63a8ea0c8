import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { MATRIX_GUARDS } from '../fault-matrix/matrix-guards.js';
import { TEST_GUARDS } from '../fault-matrix/test-guards.js';
import { DEFECTS } from '../simulation/defects.js';

test.each([...TEST_GUARDS, ...MATRIX_GUARDS, ...DEFECTS].map(({ name, cuts }) => ({ name, cuts })))(
  'what takes this away still stands in the sources, once: $name',
  async ({ cuts }) => {
    for (const { file, from } of cuts) {
      const text = await readFile(join(projectFolder, file), 'utf8');
      expect({ file, from, times: text.split(from).length - 1 }).toEqual({ file, from, times: 1 });
    }
  },
);
