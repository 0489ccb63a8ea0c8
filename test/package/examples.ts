import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../worker/bundle.js';

/** A piece of documented code. */
export interface Example {
  /** Where it stands. */
  name: string;
  code: string;
}

/** What examples mean by names that they do not declare. */
const CONTEXT = `
declare global {
  const payments: import('tuntas').Payments;
  const request: import('tuntas').PaymentRequest;
  const provider: import('tuntas/testing').ScriptedProvider;
  const ledger: import('tuntas/testing').TestLedger;
  const sandbox: import('tuntas/testing').TestSandbox;
  const reply: import('tuntas/worker').HttpResult;
  const redact: (text: string) => string;
}
export {};
`;

const MYBILLER = `
import type { Adapter } from 'tuntas/worker';
export declare const mybiller: Adapter;
`;

/** The entries of the package, and the source of each. */
export const ENTRIES: Record<string, string> = {
  tuntas: 'client/index.ts',
  'tuntas/worker': 'worker/index.ts',
  'tuntas/webhooks': 'webhooks/run.ts',
  'tuntas/testing': 'testing/index.ts',
};

/** The pieces of TypeScript in a Markdown text. */
export function examplesIn(document: string, text: string): Example[] {
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ''], at) => ({
    name: `${document} ${at + 1}`,
    code,
  }));
}

/** The faults that the compiler finds in examples, each with the name of its example. */
export async function faultsIn(examples: readonly Example[]): Promise<string[]> {
  const folder = join(projectFolder, 'test', 'package', 'examples');
  const files = new Map(examples.map(({ code }, at) => [join(folder, `example-${at}.ts`), `${code}\nexport {};\n`]));
  files.set(join(folder, 'context.d.ts'), CONTEXT);
  files.set(join(folder, 'mybiller.ts'), MYBILLER);
  const options = await compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile: read } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  delete host.directoryExists;
  host.readFile = (path) => files.get(path) ?? read(path);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const names = [...files.keys()];
  return names.flatMap((path, at) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(
      ({ messageText }) => `${examples[at]?.name ?? path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

/** Those of the project, with the package's entries read from the sources. */
async function compilerOptions(): Promise<ts.CompilerOptions> {
  const { config } = ts.parseConfigFileTextToJson('', await readFile(join(projectFolder, 'tsconfig.json'), 'utf8')) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, projectFolder);
  const paths = Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, [join(projectFolder, file)]]));
  return { ...options, paths, noEmit: true, incremental: false, noUnusedLocals: false, noUnusedParameters: false };
}
