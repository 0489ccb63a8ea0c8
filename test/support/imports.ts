import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../worker/bundle.js';

/** One `import` or `export … from`. Paths are relative to the project. */
export interface Import {
  file: string;
  /** A file of the project, or the specifier of a package as it is written. */
  target: string;
  /** Whether nothing of it is left when the file runs. */
  typeOnly: boolean;
  /** It is loaded only while the file runs: `import('…')`. */
  later?: true;
}

/** Every import of the TypeScript files below a folder of the project, also the dynamic ones and `import('…')` types. */
export async function importsBelow(folder: string): Promise<Import[]> {
  const files = (await readdir(join(projectFolder, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)));
  return (await Promise.all(files.sort().map(importsOf))).flat();
}

/** Every import of one file. `file` is relative to the project. */
export async function importsOf(file: string): Promise<Import[]> {
  const source = ts.createSourceFile(
    file,
    await readFile(join(projectFolder, file), 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
  );
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, more: { later?: true } = {}) => {
    if (specifier && ts.isStringLiteralLike(specifier))
      found.push({ file, target: targetOf(file, specifier.text), typeOnly, ...more });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false, { later: true });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function targetOf(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(dirname(file), specifier).replace(/\.js$/, '.ts');
}
