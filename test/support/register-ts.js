import { register } from 'node:module';

// `node --import ./test/support/register-ts.js cli/main.ts` runs the TypeScript sources without a build.
register('./ts-hooks.js', import.meta.url);
