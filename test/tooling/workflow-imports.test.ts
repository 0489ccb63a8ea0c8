import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { run } from '../support/run.js';

interface Linted {
  messages: { ruleId: string | null; line: number; message: string }[];
}

const allowed = [
  "import { sleep } from '@temporalio/workflow';",
  "import type { PaymentRequest } from '../contract/request.js';",
  "import type { PaymentActivities } from '../activities/index.js';",
  "import { findBill } from './inquiry.js';",
  "import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';",
];
const refused = [
  "import { parsePaymentRequest } from '../contract/request.js';",
  "import { type PaymentRequest as Request } from '../contract/request.js';",
  "import { adapters } from './../activities/providers/index.js';",
  "import { createHash } from 'node:crypto';",
  "import { join } from 'path';",
  "import { z } from 'zod';",
  "import got from 'got';",
  "import { Client } from '@temporalio/client';",
  "export { rupiahSchema } from '../contract/request.js';",
  "export const late = await import('./inquiry.js');",
  'export const home = process.env;',
  "export const write = (state: { stage: string }) => (state.stage = 'ended');",
  'export const count = (state: { holds: number }) => state.holds++;',
];

test('a workflow imports values only from the SDK, its own folder and the ground of the contract, and writes no state of others', async () => {
  const eslint = join(projectFolder, 'node_modules', 'eslint', 'bin', 'eslint.js');
  const { stdout } = await run(
    process.execPath,
    [eslint, '--format', 'json', '--stdin', '--stdin-filename', 'workflows/inquiry.ts'],
    { stdin: [...allowed, ...refused].join('\n'), env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const [result] = JSON.parse(stdout) as Linted[];
  const rules = [/no-restricted-/, /no-import-type-side-effects/];
  const lines = result!.messages
    .filter(({ ruleId }) => rules.some((rule) => rule.test(ruleId ?? '')))
    .map(({ line }) => line - 1);
  const source = [...allowed, ...refused];
  expect([...new Set(lines)].sort((a, b) => a - b).map((line) => source[line])).toEqual(refused);
});
