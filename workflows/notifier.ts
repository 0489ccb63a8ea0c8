import { CancellationScope, log, ParentClosePolicy, startChild, uuid4 } from '@temporalio/workflow';
import type { PaymentStatus } from '../contract/messages.js';
import { notificationId, type PaymentKey, WORKFLOWS } from '../contract/names.js';
import type { Notification, NotificationType, NotifiedReview, ReceiverPlan } from '../contract/notification.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import type { notification } from './notification.js';

/** Maximum number of events that a payment, or a review, tells beside its last one: a history has its limits. */
const EVENT_LIMIT = 50;

/** What an event says beside its type. */
export interface Told {
  status: PaymentStatus;
  review?: NotifiedReview;
}

/**
 * Tells the receivers of a payment what happens to it: each event is for each receiver a workflow of its own, so that
 * nothing here waits for a receiver.
 */
export class Notifier {
  readonly #key: PaymentKey;
  readonly #starts: Promise<void>[] = [];
  #events = 0;
  #lastAt: number;

  /** @param after no event is as old as this; milliseconds since 1970. @default any time */
  constructor(
    { provider, refId }: PaymentKey,
    private readonly receivers: readonly ReceiverPlan[] = [],
    after = 0,
  ) {
    this.#key = { provider, refId };
    this.#lastAt = after;
  }

  tell(type: NotificationType, told: Told): void {
    if (this.receivers.length === 0 || this.#events >= EVENT_LIMIT) return;
    this.#events += 1;
    this.#start(type, told);
  }

  /** Tells what the workflow ends with, and waits until all its messages have been started: the server drops others. */
  async tellLast(type: NotificationType, told: Told): Promise<void> {
    this.#start(type, told);
    await Promise.all(this.#starts);
  }

  #start(type: NotificationType, told: Told): void {
    const timestamp = this.#nextTime();
    for (const receiver of this.receivers.filter(({ events }) => events.includes(type))) {
      const message = { ...this.#key, type, timestamp, ...told, receiver };
      // A native Cancel of the payment takes nothing back of what is told.
      this.#starts.push(CancellationScope.nonCancellable(() => start(message)));
    }
  }

  /** No two events of a payment have the same time, so that a receiver can tell which of two is the later one. */
  #nextTime(): string {
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    return new Date(this.#lastAt).toISOString();
  }
}

/**
 * Starts the workflow that delivers the message. Somebody may have started another workflow under its id: then the message
 * gets another id, because what a payment tells must not fail the payment.
 */
async function start(message: Omit<Notification, 'id'>): Promise<void> {
  for (let tries = 0; tries < START_TRIES; tries += 1) {
    // A message has an id of its own for each receiver: what one has got says nothing of another.
    const id = `msg_${uuid4().replaceAll('-', '')}`;
    try {
      return await startOnce({ ...message, id });
    } catch (error) {
      if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error;
      log.warn('the id of a message is taken', { attempt: tries + 1 });
    }
  }
}

const START_TRIES = 5;

async function startOnce(message: Notification): Promise<void> {
  const { provider, status, receiver, type, id } = message;
  await startChild<typeof notification>(WORKFLOWS.notification, {
    workflowId: notificationId(message, receiver.name, id),
    args: [message],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `tells ${receiver.name} ${type}`,
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.provider, value: provider },
      { key: SEARCH_ATTRIBUTES.status, value: status },
      { key: SEARCH_ATTRIBUTES.review, value: false },
    ],
  });
}
