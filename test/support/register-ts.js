import { register } from 'node:module';

// `node --import ./test/support/register-ts.js cli/main.ts` runs the sources as they stand, without a build.
register('./ts-hooks.js', import.meta.url);
