import * as http from '../../../activities/http.js';
import type { HttpCall, HttpResult } from '../../../activities/http.js';
import type { Answer } from '../subject.js';

/**
 * Takes the place of activities/http.ts under the fuzzer (see hooks.js), so that an adapter is tried whole and without a
 * socket. While no `line` is set, calls go out as always.
 */
export const wire: { line?: ((call: HttpCall) => Answer) | undefined } = {};

export function exchange(call: HttpCall): Promise<HttpResult> {
  if (!wire.line) return http.exchange(call);
  const { status, headers, body } = wire.line(call);
  return Promise.resolve({ kind: 'reply', status, headers, body });
}

export const { retryAfter } = http;
