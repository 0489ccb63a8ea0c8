import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { adapters } from '../../activities/providers/index.js';
import { PRODUCT_RULES } from '../../activities/providers/tokopedia/products.js';
import { projectFolder } from '../../worker/bundle.js';

const page = () => readFile(join(projectFolder, 'docs', 'providers.md'), 'utf8');

/** The cells of every row below `## name`, without the heads of the tables. */
async function rowsOf(name: string): Promise<string[][]> {
  const section = (await page()).split(/^## /m).find((text) => text.startsWith(`${name}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  const heads = rows.flatMap((line, i) => (/^\|[ |-]+$/.test(line) ? [i, i - 1] : []));
  return rows
    .filter((_, i) => !heads.includes(i))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe.each(Object.entries(adapters))('the page about %s', (name, adapter) => {
  test('a page about a provider has every setting of its adapter, and no other', async () => {
    const { properties = {} } = z.toJSONSchema(adapter.settings, { io: 'input' });
    const listed = (await rowsOf(name)).filter((cells) => cells.length === 4).map(([setting]) => setting);
    expect(listed).toEqual(Object.keys(properties).map((setting) => `\`${setting}\``));
  });

  test('a page about a provider gives each fact and each setting a source, or marks it a guess', async () => {
    const rows = await rowsOf(name);
    expect(rows.length).toBeGreaterThan(0);
    const source = (cells: string[]) => cells[cells.length === 4 ? 2 : cells.length - 1] ?? '';
    expect(rows.filter((cells) => !/^[OF?](\s|$)/.test(source(cells)))).toEqual([]);
  });
});

test('the page about tokopedia has every rule that the adapter brings along', async () => {
  const text = await page();
  for (const pattern of PRODUCT_RULES.keys()) expect(text).toContain(`\`${pattern}\``);
});
