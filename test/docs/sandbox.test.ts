import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INJECTED_FAULTS, SANDBOX_SECRETS, TEST_ENDINGS, TEST_NUMBERS } from '../../sandbox/index.js';
import { projectFolder } from '../../worker/bundle.js';

let rows: string[];
beforeAll(async () => {
  const page = await readFile(join(projectFolder, 'docs', 'rehearsal.md'), 'utf8');
  rows = page.split('\n').filter((line) => line.startsWith('| '));
});

test('docs/rehearsal.md has the test numbers of each product, each in the column of its outcome', () => {
  for (const [product, numbers] of Object.entries(TEST_NUMBERS)) {
    const { sukses, inquiryFails, payFails, pendingSukses, pendingGagal } = numbers;
    const cells = [sukses.join(', '), inquiryFails, payFails, pendingSukses.join(', '), pendingGagal];
    expect(rows).toContainEqual(expect.stringMatching(new RegExp(`\`${product}\`.* \\| ${cells.join(' \\| ')} \\|$`)));
  }
  for (const ending of Object.values(TEST_ENDINGS)) {
    expect(rows).toContainEqual(expect.stringMatching(new RegExp(`^\\| ${ending} \\|`)));
  }
});

test("docs/rehearsal.md has the sandbox's credentials, but for the keys, and every fault that a rule can order", () => {
  const values = Object.values(SANDBOX_SECRETS).flatMap((secrets) => Object.values<string>(secrets));
  for (const value of values.filter((text) => !text.includes('\n'))) {
    expect(rows).toContainEqual(expect.stringMatching(new RegExp(`\\| \`${value}\` \\|$`)));
  }
  const faults = rows.filter((row) => /^\| `[a-z0-9-]+`/.test(row)).join('\n');
  for (const fault of INJECTED_FAULTS) expect(faults).toContain(`\`${fault}\``);
});
