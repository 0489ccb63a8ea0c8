import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentRequest } from '../../contract/request.js';
import { signatureOf, webhookBody } from './attacks.js';

/** How signed webhooks were answered while they were sent one after the other. */
export interface Probed {
  /** HTTP status → how often; `none`: no answer. */
  answers: Record<string, number>;
  /** 99 of a hundred were answered within this; milliseconds. */
  p99: number;
}

const PAUSE_MS = 25;
const ANSWER_WITHIN_MS = 10_000;

/** Sends signed webhooks about an ended payment, each with other bytes, until `stop` aborts. */
export async function probe(url: string, ended: PaymentRequest, stop: AbortSignal): Promise<Probed> {
  const took: number[] = [];
  const answers: Record<string, number> = {};
  for (let sent = 0; !stop.aborted; sent += 1) {
    const body = webhookBody(ended, { sn: `probe-${process.pid}-${Date.now()}-${sent}` });
    const begun = performance.now();
    const status = await fetch(`${url}/webhooks/digiswitch`, {
      method: 'POST',
      body,
      headers: { 'x-hub-signature': signatureOf(body) },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).then(
      (reply) => String(reply.status),
      () => 'none',
    );
    took.push(performance.now() - begun);
    answers[status] = (answers[status] ?? 0) + 1;
    await sleep(PAUSE_MS);
  }
  took.sort((a, b) => a - b);
  return { answers, p99: took[Math.floor(took.length * 0.99)] ?? 0 };
}
