import type { Edits } from './subject.js';

/** JSON that JavaScript's values cannot hold, to be written as it stands: `raw('1e400')`. */
export function raw(token: string): string {
  return `@raw:${Buffer.from(token).toString('base64')}@`;
}

/** The member at a path, or undefined. */
export function member(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, json);
}

/** A copy of a JSON value with members set, made or taken away. */
export function edited(json: unknown, edits: Edits): unknown {
  const copy: unknown = structuredClone(json);
  for (const [path, value] of Object.entries(edits)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((at, key) => childOf(at, key), copy);
    if (typeof parent !== 'object' || parent === null) continue;
    const members = parent as Record<string, unknown>;
    if (value === undefined) Reflect.deleteProperty(members, last);
    else Object.defineProperty(members, last, { value, configurable: true, enumerable: true, writable: true });
  }
  return copy;
}

/** JSON text in which raw tokens stand as they are. */
export function textOf(json: unknown): string {
  return JSON.stringify(json).replace(/"@raw:([^@"]*)@"/g, (_, token: string) =>
    Buffer.from(token, 'base64').toString(),
  );
}

function childOf(parent: unknown, key: string): unknown {
  if (typeof parent !== 'object' || parent === null) return undefined;
  const members = parent as Record<string, unknown>;
  if (typeof members[key] !== 'object' || members[key] === null) members[key] = {};
  return members[key];
}
