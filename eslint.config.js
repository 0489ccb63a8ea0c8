import { readFileSync } from 'node:fs';
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** The files of `contract/` that are free of zod and depend on nothing outside: workflows may import values from them. */
const GROUND = JSON.parse(readFileSync(new URL('./contract/ground.json', import.meta.url), 'utf8')).join('|');

/** A workflow must replay the same for as long as a payment lives, so that its code may not touch anything outside. */
const workflowImports = {
  patterns: [
    {
      regex: `^(?!@temporalio/workflow$|\\./[^/]+$|\\.\\./contract/(${GROUND})\\.js$)`,
      allowTypeImports: true,
      message:
        'A workflow imports values from @temporalio/workflow, its own folder and the files of contract/ without zod only; elsewhere `import type`.',
    },
  ],
};

const groundImports = {
  patterns: [
    {
      // Signatures and hashes are pure arithmetic: nothing of them touches the world.
      regex: `^(?!\\./(${GROUND})\\.js$|@noble/ed25519$|@noble/hashes/sha2\\.js$)`,
      allowTypeImports: true,
      message: 'A file that workflows import takes values only from other such files; elsewhere `import type`.',
    },
  ],
};

/** State has one writer: a class changes its own fields, and others call its methods. */
const writesFromOutside = [
  ['AssignmentExpression > MemberExpression.left[object.type!="ThisExpression"]'],
  ['UpdateExpression > MemberExpression.argument[object.type!="ThisExpression"]'],
  ['UnaryExpression[operator="delete"]'],
  ['CallExpression[callee.object.name="Object"][callee.property.name="assign"]'],
].map(([selector]) => ({ selector, message: 'Only a class writes its own fields: call a method of it.' }));

export default tseslint.config(
  { ignores: ['dist/', 'docs/api/', 'coverage/', '.tuntas/', 'node_modules/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An activity or a handler is async by its interface, whether or not it awaits.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', workflowImports],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'A workflow loads nothing while it runs.' },
        ...writesFromOutside,
      ],
      'no-restricted-globals': ['error', 'process', 'require', 'fetch', 'Buffer'],
    },
  },
  {
    files: [`contract/{${GROUND.replaceAll('|', ',')}}.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', groundImports] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // jest's asymmetric matchers are `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.js'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
  prettier,
);
