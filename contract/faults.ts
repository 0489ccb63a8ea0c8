import type { z } from 'zod';
import type { Fault } from './errors.js';
import { visible } from './printable.js';

/** zod's issues as paths and reasons, one line each; the offending value itself is never repeated. */
export function faultsOf(error: z.ZodError, root = ''): Fault[] {
  return error.issues.flatMap((issue) => {
    const path = pathText([...issue.path], root);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pathText([key], path), reason: 'unknown key' }));
    }
    // Zod's own message says only that a key is invalid.
    const { message } = (issue.code === 'invalid_key' && issue.issues[0]) || issue;
    return [{ path, reason: message }];
  });
}

function pathText(path: PropertyKey[], root: string): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    // A path is shown to people, and a key may be anything.
    const name = visible(String(part));
    return text ? `${text}.${name}` : name;
  }, root);
}
