import type { z } from 'zod';
import type { Fault } from './errors.js';

/** zod's issues as paths and reasons, one line each; the offending value itself is never repeated. */
export function faultsOf(error: z.ZodError, root = ''): Fault[] {
  return error.issues.flatMap((issue) => {
    const path = pathText([...issue.path], root);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, reason: 'unknown key' }));
    }
    return [{ path, reason: issue.message }];
  });
}

function pathText(path: PropertyKey[], root: string): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, root);
}
