import type { Client } from '@temporalio/client';
import type { Delivery, NoticeReading, Provider } from '../activities/providers/provider.js';
import { refIdSchema } from '../contract/request.js';
import type { Counts, RefusedWhy } from './counts.js';
import { deliverClaim, deliverHint, type Delivered } from './deliver.js';
import { Recent } from './recent.js';

/** Shorter than a provider waits for an answer: better asked to send again than cut off. */
const TEMPORAL_TIMEOUT_MS = 5_000;
/** Deliveries on their way to Temporal at once; those above it are asked to come again. */
const AT_ONCE = 100;

const STATUS_OF_REFUSAL: Record<RefusedWhy, number> = {
  unsigned: 401,
  'bad-signature': 401,
  'no-secret': 401,
  unreadable: 400,
  'too-large': 413,
};

/** Anything but 2xx makes a provider send again. */
const AGAIN = 503;

/** A provider that sends webhooks. */
export type Notifier = Provider & Required<Pick<Provider, 'notice'>>;

/** Takes deliveries: reads, verifies, forwards, counts. Nothing of a body is logged or answered. */
export class Receiver {
  readonly #recent = new Recent();
  #underWay = 0;

  constructor(
    private readonly client: Client,
    readonly counts: Counts,
    private readonly log: (line: string) => void,
  ) {}

  /** The HTTP status to answer with. */
  async receive(provider: Notifier, delivery: Delivery): Promise<number> {
    const reading = checked(provider.notice(delivery));
    switch (reading.kind) {
      case 'refused':
        return this.refuse(reading.why);
      case 'ping':
        this.counts.pings += 1;
        return 200;
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
      return 200;
    }
    return this.#forward(provider.name, reading, delivery.body);
  }

  refuse(why: RefusedWhy): number {
    this.counts.refused[why] += 1;
    return STATUS_OF_REFUSAL[why];
  }

  /** Answered as taken: sent again, it would still not be ours. */
  #foreign(provider: string): number {
    this.counts.unknown += 1;
    this.log(`${provider}: ${WORDS.unknown}`);
    return 200;
  }

  async #forward(provider: string, reading: About, body: Buffer): Promise<number> {
    if (this.#underWay >= AT_ONCE) return this.#undelivered(provider, 'too many at once');
    this.#underWay += 1;
    try {
      const delivered = await this.client.withDeadline(Date.now() + TEMPORAL_TIMEOUT_MS, () =>
        reading.kind === 'claim'
          ? deliverClaim(this.client, { provider, refId: reading.claim.refId }, reading.claim)
          : deliverHint(this.client, { provider, refId: reading.refId }),
      );
      // A reference that is not known today may be known when the same bytes come again.
      if (delivered !== 'unknown') this.#recent.add(provider, body);
      this.#record(provider, reading, delivered);
      return 200;
    } catch (error) {
      return this.#undelivered(provider, error instanceof Error ? error.name : 'unknown error');
    } finally {
      this.#underWay -= 1;
    }
  }

  #undelivered(provider: string, why: string): number {
    this.counts.undelivered += 1;
    this.log(`${provider}: a notice could not be delivered (${why}); it has to be sent again`);
    return AGAIN;
  }

  #record(provider: string, reading: About, delivered: Delivered): void {
    if (delivered === 'signalled') return;
    this.counts[delivered] += 1;
    if (delivered === 'repeated') return;
    // What an unsigned delivery says is not worth a place in the log, be it only a reference.
    const whose = reading.kind === 'claim' ? ` ${reading.claim.refId}` : '';
    this.log(`${provider}${whose}: ${WORDS[delivered]}`);
  }
}

type About = Extract<NoticeReading, { kind: 'claim' | 'hint' }>;

const WORDS: Record<Exclude<Delivered, 'signalled' | 'repeated'>, string> = {
  unknown: 'a notice about a reference that was never paid here',
  contradicted: 'a notice contradicts the outcome: see its review',
  mismatched: 'a notice after the end is about another product or customer',
  broken: 'a notice about a payment that was ended from outside: compare it with the provider',
};

/** A reference from outside becomes part of a workflow id. */
function checked(reading: NoticeReading): NoticeReading {
  if (reading.kind === 'claim') return isRefId(reading.claim.refId) ? reading : { kind: 'foreign' };
  if (reading.kind === 'hint') return isRefId(reading.refId) ? reading : { kind: 'refused', why: 'unreadable' };
  return reading;
}

function isRefId(text: string): boolean {
  return refIdSchema.safeParse(text).success;
}
