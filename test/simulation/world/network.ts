import type { HttpCall, HttpResult } from '../../../activities/http.js';

/** A reply as it goes on the wire. */
export interface Reply {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/**
 * What happens to one HTTP call. `times` in milliseconds. Left out: it arrives, is executed, and the answer comes.
 * - `refused`: no connection is made, so that nothing has left;
 * - `lost`: the request never arrives, and the caller cannot know that;
 * - `deaf`: it is executed, and the answer is lost;
 * - `late`: it arrives only after the caller has given up;
 * - `slow`: the answer takes so long that the caller has given up.
 */
export type Line = 'refused' | 'lost' | 'deaf' | 'late' | 'slow';

/** How a service in front of the real one, or the real one in trouble, answers. */
export interface Distortion {
  /** Whether the call is executed all the same. */
  isExecuted: boolean;
  reply: (honest: Reply) => Reply;
}

export type Fault = { line: Line } | { distortion: Distortion };

/** How long a request that the caller has given up is still on its way; milliseconds. */
const LATE_MS = 5_000;

interface Delivery {
  call: HttpCall;
  fault: Fault | undefined;
  /** One way; milliseconds. */
  latencyMs: number;
  /** Orders something to happen in the world outside of the process, whatever becomes of that process. */
  outside: (ms: number, work: () => void) => void;
  /** Orders something to reach the process. */
  inside: (ms: number, work: () => void) => void;
  /** Executes the call and returns its answer. */
  execute: () => Promise<Reply>;
}

/** One HTTP call over the simulated network, with what the real one would return. */
export function deliver({ call, fault, latencyMs, outside, inside, execute }: Delivery): Promise<HttpResult> {
  return new Promise((resolve) => {
    const { timeoutMs } = call;
    const line = fault && 'line' in fault ? fault.line : undefined;
    if (line === 'refused')
      return inside(latencyMs, () => resolve({ kind: 'not-sent', why: 'connect', detail: 'ECONNREFUSED' }));
    const gone = () => resolve({ kind: 'unknown', why: 'network', detail: 'ECONNRESET' });
    const timedOut = () => resolve({ kind: 'unknown', why: 'timeout' });
    if (line === 'lost') return inside(Math.min(latencyMs * 2, timeoutMs), gone);
    inside(timeoutMs, timedOut);
    const distortion = fault && 'distortion' in fault ? fault.distortion : undefined;
    outside(line === 'late' ? timeoutMs + LATE_MS : latencyMs, () => {
      const executed = distortion && !distortion.isExecuted ? Promise.resolve({ status: 200, body: '{}' }) : execute();
      void executed.then((honest) => {
        if (line === 'late') return;
        if (line === 'deaf') return inside(latencyMs, gone);
        const { status, body, headers = {} }: Reply = distortion ? distortion.reply(honest) : honest;
        const result: HttpResult = { kind: 'reply', status, headers, body: Buffer.from(body) };
        inside(line === 'slow' ? timeoutMs + LATE_MS : latencyMs, () => resolve(result));
      });
    });
  });
}

const answering = (isExecuted: boolean, reply: (honest: Reply) => Reply): Distortion => ({ isExecuted, reply });

/** Distortions that any HTTP service can show. */
export const DISTORTIONS = {
  'answers 500 and does nothing': answering(false, () => ({ status: 500, body: 'Internal Server Error' })),
  'answers 500 and has done it': answering(true, () => ({ status: 500, body: 'Internal Server Error' })),
  'answers 503 and does nothing': answering(false, () => ({ status: 503, body: '', headers: { 'retry-after': '30' } })),
  'answers with a page': answering(true, () => ({ status: 200, body: '<html><body>Maintenance</body></html>' })),
  'answers with half a body': answering(true, ({ status, body }) => ({ status, body: body.slice(0, body.length / 2) })),
} as const satisfies Record<string, Distortion>;
