import { Context, log } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { Webhook } from 'standardwebhooks';
import type { ReceiverConfig } from '../contract/config.js';
import { milliseconds } from '../contract/duration.js';
import type { Notification, NotificationResult } from '../contract/notification.js';
import type { Deps } from './deps.js';
import { withHeartbeat } from './heartbeat.js';
import type { HttpResult } from './http.js';
import { bodyOf } from './notification-body.js';
import { neverAborted } from './provider-of.js';
import { retryLater } from './retry-later.js';

/** HTTP status of a receiver that wants no more messages (Standard Webhooks). */
const GONE = 410;
/** The receiver's answer is not read beyond its beginning; bytes. */
const MOST_READ = 65_536;

/**
 * Delivers one message: a POST signed as Standard Webhooks say, with the same id and body in every attempt. What is told
 * comes from Temporal's record of the workflow that has started this one, whatever this one was started with. Only a 2xx
 * that is no page of HTML is a delivery; redirects are not followed. Everything else is tried again by the server until
 * the message is given up, at once where the receiver answers 410.
 */
export function createDeliver(deps: Deps) {
  return (message: Notification): Promise<NotificationResult['delivered']> =>
    // The server notices within seconds that a worker has died, and gives the message to another one.
    withHeartbeat(deps, undefined, () => deliverOnce(deps, message));
}

async function deliverOnce(deps: Deps, message: Notification): Promise<NotificationResult['delivered']> {
  const { name } = message.receiver;
  const config = deps.config.notify?.find((receiver) => receiver.name === name);
  if (!config) throw undelivered(`this worker has no receiver ${name}`);
  const secrets = deps.notifySecrets?.[name] ?? [];
  const body = await bodyOf(deps.client, message, config.include);
  if (!body) return 'withdrawn';
  const text = JSON.stringify(body);
  const at = new Date(await deps.now());
  const answer = await deps.exchange({
    method: 'POST',
    url: config.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(message.id, at, text)).join(' '),
    },
    body: text,
    timeoutMs: milliseconds(config.timeout),
    publicOnly: !config.allowPrivate,
    maxBytes: MOST_READ,
    signal: neverAborted(),
  });
  readAnswer(answer, config);
  return 'delivered';
}

/** Returns where the message was delivered, else throws. */
function readAnswer(answer: HttpResult, { name }: ReceiverConfig): void {
  if (answer.kind !== 'reply') {
    if (answer.why === 'private-address') {
      const { attempt } = Context.current().info;
      if (attempt === 1) log.error('a receiver has a private address and is not allowed to', { receiver: name });
    }
    // An answer that is longer than what is read has come from a receiver that has the message, or from a proxy.
    throw undelivered(answer.why);
  }
  const { status, headers, body, retryAfterMs } = answer;
  if (status === GONE) throw givenUp(`HTTP ${status}`);
  if (status < 200 || status > 299) throw undelivered(`HTTP ${status}`, retryAfterMs);
  if (isHtml(headers['content-type'], body)) throw undelivered('an answer in HTML');
}

/** A page of HTML comes from a proxy or a login page, and not from a receiver that has understood. */
function isHtml(type: string | undefined, body: Buffer): boolean {
  if (body.length === 0) return false;
  return /^text\/html\b/i.test(type ?? '') || /^\s*<(!doctype|html)\b/i.test(body.toString('utf8', 0, 200));
}

function undelivered(why: string, delayMs?: number): ApplicationFailure {
  return retryLater({ type: 'Undelivered', message: `not delivered: ${why}`, details: { why }, delayMs });
}

function givenUp(why: string): ApplicationFailure {
  const category = ApplicationFailureCategory.BENIGN;
  const message = `not delivered: ${why}`;
  return ApplicationFailure.create({ message, type: 'ReceiverGone', nonRetryable: true, category, details: [{ why }] });
}
