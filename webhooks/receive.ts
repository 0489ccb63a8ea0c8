import type { Client } from '@temporalio/client';
import { HTTP_STATUS } from '../activities/http-status.js';
import type { Delivery, NoticeReading, NoticeSource } from '../activities/providers/provider.js';
import { deliverHint, deliverNotice } from '../client/deliver-notice.js';
import type { Delivered } from '../client/ended-payment.js';
import type { Notice } from '../contract/notice.js';
import { refIdSchema } from '../contract/request.js';
import type { Counts, RefusedWhy } from './counts.js';
import { HintLimits } from './hint-limits.js';
import { Recent } from './recent.js';
import type { SampledLog } from './sampled-log.js';
import { Slots, type Trust } from './slots.js';

/** Shorter than a provider's own timeout, so that it gets a reply that asks for a repeat. Milliseconds. */
const TEMPORAL_TIMEOUT_MS = 5_000;

const STATUS_OF_REFUSAL: Record<RefusedWhy, number> = {
  unsigned: HTTP_STATUS.unauthorized,
  'bad-signature': HTTP_STATUS.unauthorized,
  'no-secret': HTTP_STATUS.unauthorized,
  unreadable: HTTP_STATUS.badRequest,
  'too-large': HTTP_STATUS.contentTooLarge,
};

/** A provider that sends webhooks. */
export type Notifier = NoticeSource & Required<Pick<NoticeSource, 'notice'>>;

/** Reads, verifies, forwards and counts deliveries. Nothing of a body is logged or sent back. */
export class Receiver {
  readonly #recent = new Recent();
  readonly #slots = new Slots();
  readonly #hints = new HintLimits();

  constructor(
    private readonly client: Client,
    readonly counts: Counts,
    private readonly log: SampledLog,
  ) {}

  /** Takes one delivery; resolves with the HTTP status of the reply. */
  async receive(provider: Notifier, delivery: Delivery): Promise<number> {
    const reading = checked(provider.notice(delivery));
    switch (reading.kind) {
      case 'refused':
        return this.refuse(reading.why);
      case 'ping':
        this.counts.pings += 1;
        return HTTP_STATUS.ok;
      case 'foreign':
        return this.#foreign(provider.name);
      case 'hint':
        this.counts.hints += 1;
        break;
      case 'claim':
        this.counts.claims += 1;
    }
    if (this.#recent.has(provider.name, delivery.body)) {
      this.counts.repeated += 1;
      return HTTP_STATUS.ok;
    }
    return trustOf(reading) === 'signed'
      ? this.#forward(provider, reading, delivery)
      : this.#hint(provider, reading, delivery);
  }

  refuse(why: RefusedWhy): number {
    this.counts.refused[why] += 1;
    return STATUS_OF_REFUSAL[why];
  }

  /** A notice about another system's payment is accepted, because a repeat of it would not help. */
  #foreign(provider: string): number {
    this.counts.unknown += 1;
    this.log.log('unknown', provider, `${provider}: ${LOG_TEXT.unknown}`);
    return HTTP_STATUS.ok;
  }

  /** Anybody can send an unsigned hint, so most of a flood of them must not cost a call to Temporal. */
  async #hint(notifier: Notifier, reading: About, delivery: Delivery): Promise<number> {
    const { name: provider } = notifier;
    const refId = refIdOf(reading);
    const decision = this.#hints.decide(provider, refId);
    if (decision === 'unknown') return this.#foreign(provider);
    if (decision === 'limited') {
      this.counts.limited += 1;
      this.log.log('limited', provider, `${provider}: an unsigned notice came too soon and has to be sent again`);
      return HTTP_STATUS.tooManyRequests;
    }
    return this.#forward(notifier, reading, delivery);
  }

  async #forward(
    { name: provider, signatureHeaders = [] }: Notifier,
    reading: About,
    delivery: Delivery,
  ): Promise<number> {
    const trust = trustOf(reading);
    if (!this.#slots.take(provider, trust)) return this.#undelivered(provider, reading, 'too many at once');
    try {
      const delivered = await this.client.withDeadline(Date.now() + TEMPORAL_TIMEOUT_MS, () =>
        reading.kind === 'claim'
          ? deliverNotice(
              this.client,
              { provider, refId: reading.claim.refId },
              reading.claim,
              deliveredNotice(delivery, signatureHeaders),
            )
          : deliverHint(this.client, { provider, refId: reading.refId }),
      );
      // A reference that is unknown now may exist when the same bytes come in again.
      if (delivered !== 'unknown') this.#recent.add(provider, delivery.body);
      else if (trust === 'unsigned') this.#hints.unknown(provider, refIdOf(reading));
      this.#record(provider, reading, delivered);
      return HTTP_STATUS.ok;
    } catch (error) {
      return this.#undelivered(provider, reading, error instanceof Error ? error.name : 'unknown error');
    } finally {
      this.#slots.release(provider, trust);
    }
  }

  #undelivered(provider: string, reading: About, why: string): number {
    this.counts.undelivered += 1;
    this.#hints.forget(provider, refIdOf(reading));
    const line = `${provider}: a notice could not be delivered (${why}); it has to be sent again`;
    this.log.log('undelivered', provider, line);
    // Any status but 2xx makes a provider send the notice again.
    return HTTP_STATUS.serviceUnavailable;
  }

  #record(provider: string, reading: About, delivered: Delivered): void {
    if (delivered === 'signalled') return;
    this.counts[delivered] += 1;
    if (delivered === 'repeated') return;
    // Nothing of an unsigned delivery goes into the log, not even its reference: anybody can send one.
    const whose = trustOf(reading) === 'signed' ? ` ${refIdOf(reading)}` : '';
    this.log.log(delivered, provider, `${provider}${whose}: ${LOG_TEXT[delivered]}`);
  }
}

/** A delivery as a payment gets it: its bytes, and of its headers those of the signature. */
function deliveredNotice({ headers, body }: Delivery, signatureHeaders: readonly string[]): Notice {
  const signed = signatureHeaders.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { body: body.toString('base64'), headers: Object.fromEntries(signed) as Record<string, string> };
}

/** A notice that names a payment. */
type About = Extract<NoticeReading, { kind: 'claim' | 'hint' }>;

const LOG_TEXT: Record<Exclude<Delivered, 'signalled' | 'repeated'>, string> = {
  unknown: 'a notice about a reference that was never paid here',
  contradicted: 'a notice contradicts the outcome: see its review',
  mismatched: 'a notice after the end is about another product or customer',
  broken: 'a notice about a payment that was ended from outside: compare it with the provider',
};

function trustOf(reading: About): Trust {
  return reading.kind === 'claim' || reading.signed ? 'signed' : 'unsigned';
}

function refIdOf(reading: About): string {
  return reading.kind === 'claim' ? reading.claim.refId : reading.refId;
}

/** A reference from outside becomes part of a workflow id, so an invalid one goes no further. */
function checked(reading: NoticeReading): NoticeReading {
  if (reading.kind === 'claim') return isRefId(reading.claim.refId) ? reading : { kind: 'foreign' };
  if (reading.kind === 'hint') return isRefId(reading.refId) ? reading : { kind: 'refused', why: 'unreadable' };
  return reading;
}

function isRefId(text: string): boolean {
  return refIdSchema.safeParse(text).success;
}
