import { createHmac } from 'node:crypto';
import type { HttpCall } from '../../../activities/http.js';
import type { NotificationBody } from '../../../contract/notification.js';
import type { Random } from '../../chaos/random.js';
import type { Told } from '../../invariants/facts.js';
import { SECRETS } from '../configuration.js';
import { DISTORTIONS, type Distortion, type Fault, type Reply } from './network.js';

/** It is well after so many calls. */
const MOST_TROUBLE = 6;

const gone: Distortion = { isExecuted: false, reply: () => ({ status: 410, body: '' }) };
const redirect: Distortion = { isExecuted: true, reply: () => ({ status: 302, body: '' }) };
const LINES = ['refused', 'lost', 'deaf', 'late', 'slow'] as const;

const DAY_MS = 24 * 3_600_000;

/** A backend that is told what becomes of the payment. It verifies each message as the standard says. */
export class Receiver {
  readonly told: Told[] = [];
  #calls = 0;
  /** Nothing answers there until then. */
  readonly #downUntil: number;

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly random: Random,
    private readonly now: () => number,
  ) {
    this.#downUntil = random.chance(0.1) ? now() + DAY_MS : 0;
  }

  /** What the next call meets. */
  fault(): Fault | undefined {
    if (this.now() < this.#downUntil) return { line: 'refused' };
    this.#calls += 1;
    if (this.#calls > MOST_TROUBLE || this.random.chance(0.6)) return undefined;
    if (this.random.chance(0.5)) return { line: this.random.pick([...LINES]) };
    return { distortion: this.random.pick([...Object.values(DISTORTIONS), gone, redirect]) };
  }

  answer({ headers = {}, body = '' }: HttpCall): Reply {
    const { 'webhook-id': id = '', 'webhook-timestamp': at = '', 'webhook-signature': signature = '' } = headers;
    if (signature !== signatureOf(`${id}.${at}.${body}`)) return { status: 401, body: '' };
    this.told.push({ id, text: body, body: JSON.parse(body) as NotificationBody });
    return { status: 204, body: '' };
  }
}

/** Of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function signatureOf(content: string): string {
  const [secret = ''] = SECRETS.notify?.['shop'] ?? [];
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
