import { CancellationScope, ParentClosePolicy, startChild, uuid4 } from '@temporalio/workflow';
import type { PaymentStatus } from '../contract/messages.js';
import { notificationId, type PaymentKey, WORKFLOWS } from '../contract/names.js';
import type { Notification, NotificationType, NotifiedReview, ReceiverPlan } from '../contract/notification.js';
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
  #lastAt = 0;

  constructor(
    { provider, refId }: PaymentKey,
    private readonly receivers: readonly ReceiverPlan[] = [],
  ) {
    this.#key = { provider, refId };
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
      // A message has an id of its own for each receiver: what one has got says nothing of another.
      const id = `msg_${uuid4().replaceAll('-', '')}`;
      const message = { ...this.#key, id, type, timestamp, ...told, receiver };
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

async function start(message: Notification): Promise<void> {
  await startChild<typeof notification>(WORKFLOWS.notification, {
    workflowId: notificationId(message, message.receiver.name, message.id),
    args: [message],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `tells ${message.receiver.name} ${message.type}`,
  });
}
