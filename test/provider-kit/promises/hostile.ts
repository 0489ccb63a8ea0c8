import { gzipSync } from 'node:zlib';
import { nothingOf } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS } from '../subject.js';

const DEEP = 20_000;

/** Answers made to hurt. */
export const hostile: readonly ProviderPromise[] = [
  {
    name: 'an answer that is too large, packed or not, is not read and settles nothing',
    advice: 'Fetch through `exchange` (activities/http.ts): it stops reading at its limit.',
    async check(kit) {
      const headers = { 'content-encoding': 'gzip' };
      for (const ask of ASKS) {
        const large = Buffer.concat([kit.samples[ask].body, Buffer.alloc(2_000_000, ' ')]);
        for (const change of [{ body: large }, { body: gzipSync(large), headers }]) {
          const reply = await kit.reading(ask, change);
          demand(reply.kind === nothingOf(ask), () => `${ask}: ${shown(reply)}`);
        }
      }
    },
  },
  {
    name: "an answer nested without end, or full of JavaScript's own names, throws nothing",
    advice: 'Recurse into replies to a limited depth, and read members with `Object.hasOwn` or zod only.',
    async check(kit) {
      const deep = Buffer.from(`${'{"data":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`);
      const list = Buffer.from(`${'['.repeat(DEEP)}${']'.repeat(DEEP)}`);
      const names = '{"__proto__":{"status":"Success"},"constructor":{"prototype":{"rc":"00"}},"toString":1}';
      for (const ask of ASKS) {
        for (const body of [deep, list, Buffer.from(names)]) {
          const reply = await kit.reading(ask, { body });
          demand(reply.kind === nothingOf(ask), () => `${ask}: ${shown(reply)}`);
        }
        const rows = kit.subject.rows(ask, [
          { name: '__proto__', value: { a: 'b' } },
          { name: 'constructor', value: 'c' },
          { name: 'dalam', value: nested(500) },
        ]);
        await kit.reading(ask, { set: rows });
        demand(({} as Record<string, unknown>)['a'] === undefined, () => 'the prototype of every object was changed');
      }
    },
  },
];

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let i = 0; i < depth; i += 1) value = i % 2 ? [value] : { d: value };
  return value;
}
