import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { testBundle } from '../support/environment.js';
import { importsBelow } from '../support/imports.js';

/** The packages of the workflow SDK. No other package may run inside a workflow. */
const SDK = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];

/** The modules that webpack put into the bundle, from its source map: relative paths, without webpack's own runtime. */
async function modules(): Promise<string[]> {
  const code = await readFile(testBundle(), 'utf8');
  const [, map = ''] = /sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)/.exec(code) ?? [];
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as { sources: string[] };
  return sources.filter((source) => source.startsWith('/')).map((source) => relative(projectFolder, source));
}

test('the bundle holds the workflows, files of the contract, the SDK, and nothing else', async () => {
  const foreign = (await modules()).filter(
    (file) => !/^(?:workflows|contract)\//.test(file) && !SDK.some((name) => file.startsWith(`node_modules/${name}/`)),
  );
  expect(foreign).toEqual([]);
  expect(await modules()).toEqual(expect.arrayContaining(['workflows/payment.ts', 'workflows/review.ts']));
});

test("none of node's own modules is in the bundle", async () => {
  const code = await readFile(testBundle(), 'utf8');
  expect(code).not.toMatch(/require\(["'](?:node:|fs|http|https|net|crypto|child_process|path|os)\b/);
  expect(code).not.toMatch(/^\/\*\*\*\/ "(?:node:|external )/m);
});

test('the workflows import values only from the SDK, their own folder and files of the contract without packages', async () => {
  const contract = (await importsBelow('contract')).filter(({ typeOnly }) => !typeOnly);
  const usesPackage = (file: string): boolean =>
    contract.some((one) => one.file === file && (!one.target.startsWith('contract/') || usesPackage(one.target)));
  const foreign = (await importsBelow('workflows'))
    .filter(({ typeOnly }) => !typeOnly)
    .filter(({ target }) => target !== '@temporalio/workflow' && !target.startsWith('workflows/'))
    .filter(({ target }) => !target.startsWith('contract/') || usesPackage(target));
  expect(foreign).toEqual([]);
});
