import type { Evidence } from '../contract/evidence.js';
import { isAboutPayment } from '../contract/identity.js';
import type { Notice } from '../contract/notice.js';
import type { PaymentRequest } from '../contract/request.js';
import type { Deps } from './deps.js';
import type { NoticeReading, Provider } from './providers/provider.js';
import { retryLater } from './retry-later.js';

export interface NoticesArgs {
  request: PaymentRequest;
  aliases: string[];
  notices: Notice[];
}

/**
 * What one notice amounts to: evidence about the payment, verified from the provider's own bytes; `hint`: a reason to
 * check; `other`: verified, but about something else; `unproven`: not signed as it should be, or not readable.
 */
export type NoticeRead = { evidence: Evidence } | 'hint' | 'other' | 'unproven';

/**
 * Verifies and reads notices, in their order. Only what this returns is evidence: anybody who may write to the namespace
 * can send a signal. A worker without the provider or its secret leaves them to another, or to a later time.
 */
export function createReadNotices(deps: Deps) {
  return async function readNotices({ request, aliases, notices }: NoticesArgs): Promise<NoticeRead[]> {
    const provider = Object.hasOwn(deps.providers, request.provider) ? deps.providers[request.provider] : undefined;
    if (!provider) throw notNow(`this worker has no provider ${request.provider}`);
    return notices.map((notice) => readOne(provider, notice, request, aliases));
  };
}

function readOne(provider: Provider, notice: Notice, request: PaymentRequest, aliases: string[]): NoticeRead {
  const reading = readingOf(provider, notice);
  switch (reading.kind) {
    case 'claim': {
      if (!isAboutPayment(request, aliases, reading.claim)) return 'other';
      return { evidence: { ...reading.claim.evidence, from: 'notice' } };
    }
    case 'hint':
      return reading.refId === request.refId ? 'hint' : 'other';
    case 'refused':
      if (reading.why === 'no-secret') throw notNow(`this worker has no webhook secret of ${request.provider}`);
      return 'unproven';
    default:
      return 'other';
  }
}

/** An adapter must not throw. When it does, others' notices must be read all the same. */
function readingOf(provider: Provider, { headers, body }: Notice): NoticeReading {
  try {
    return provider.notice?.({ headers, body: Buffer.from(body, 'base64') }) ?? { kind: 'foreign' };
  } catch {
    return { kind: 'refused', why: 'unreadable' };
  }
}

function notNow(message: string) {
  return retryLater({ type: 'NoticesUnread', message, details: { why: message } });
}
