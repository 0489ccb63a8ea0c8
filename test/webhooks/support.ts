import { createHmac } from 'node:crypto';
import { SECRETS } from '../activities/providers/digiflazz/support.js';

export interface Sent {
  secret?: string;
  headers?: Record<string, string>;
}

/** The body of a notice in the biller's format, about a payment that succeeded unless `more` changes that. */
export function notice(more: Record<string, unknown> = {}): string {
  const data = { ref_id: 'r1', customer_no: '0812', code: 'hp', status: 'Sukses', rc: '00', message: 'ok', ...more };
  return JSON.stringify({ data });
}

/** Posts a body with the signature of the raw bytes. Resolves with the HTTP status. */
export async function post(url: string, body: string, { secret, headers }: Sent = {}): Promise<Response> {
  const signature = createHmac('sha1', secret ?? SECRETS.webhookSecret)
    .update(body)
    .digest('hex');
  return fetch(`${url}/webhooks/digiswitch`, {
    method: 'POST',
    headers: { 'x-hub-signature': `sha1=${signature}`, 'content-type': 'application/json', ...headers },
    body,
  });
}
