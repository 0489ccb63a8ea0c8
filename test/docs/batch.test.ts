import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readHeader } from '../../cli/batch/columns.js';
import { RESULT_COLUMNS } from '../../cli/batch/rows.js';
import { paymentRequestSchema } from '../../contract/request.js';
import { loadConfig } from '../../worker/config.js';
import { runBatch, written } from '../cli/batch/support.js';
import { eachTestsFolder } from '../support/folder.js';

const folder = eachTestsFolder();

test('the documented file of bills is good for the shipped configuration', async () => {
  const page = await readFile('docs/batch.md', 'utf8');
  const example = /```csv\n([^`]*)```/.exec(page)?.[1] ?? '';
  const path = await written(folder(), example);
  const config = await loadConfig('temporal.config.json');
  const { code, stdout, stderr, calls } = await runBatch([path, '--dry-run', '--json'], { config });
  expect({ code, stderr, calls }).toEqual({ code: 0, stderr: [], calls: [] });
  expect(JSON.parse(stdout[0]!)).toEqual({
    file: join(folder(), 'bills.csv'),
    lines: 4,
    bad: 0,
    providers: { ayoconnect: 1, digiswitch: 3 },
  });
});

test('every field of a request has its column, and the page names every column of the result', async () => {
  const names = Object.keys(paymentRequestSchema.shape).filter((name) => name !== 'fields');
  expect(readHeader({ line: 1, cells: [...names, 'field.month'] })).toHaveProperty('columns');
  const page = await readFile('docs/batch.md', 'utf8');
  for (const name of RESULT_COLUMNS) expect(page).toContain(`\`${name}\``);
});
