import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { NotifyActivities } from '../activities/index.js';
import { HEARTBEAT_TIMEOUT_MS } from '../contract/heartbeat.js';
import { MESSAGES, notifyQueue } from '../contract/names.js';
import type { Notification, NotificationResult } from '../contract/notification.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { causeOf } from './cancellation.js';
import { page } from './markdown.js';

/** An operator's signal: a message that was given up is tried again. */
export const retrySignal = defineSignal(MESSAGES.retry);

/**
 * One message about a payment to one receiver. It is tried until it is delivered, with the same id and the same content.
 * Once it is given up it waits for an operator, listed by the search attribute `PaymentReview`, and is never dropped.
 */
export async function notification(message: Notification): Promise<NotificationResult> {
  let isRetryAsked = false;
  setHandler(retrySignal, () => {
    isRetryAsked = true;
  });
  return CancellationScope.nonCancellable(async () => {
    setCurrentDetails(detailsOf(message, false));
    for (;;) {
      isRetryAsked = false;
      const delivered = await delivery(message);
      if (delivered) return { delivered, at: new Date().toISOString() };
      show(message, true);
      await condition(() => isRetryAsked);
      show(message, false);
    }
  });
}

/** Undefined once it is given up. Throws where this workflow is not what it says: nobody is told anything then. */
async function delivery(message: Notification): Promise<NotificationResult['delivered'] | undefined> {
  try {
    return await deliverCall(message).deliver(message);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const cause = causeOf(error);
    if (cause instanceof ApplicationFailure && cause.type === 'InvalidRequest') throw error;
    return undefined;
  }
}

/** The activity's waits are in its retry policy, so that the history does not grow. */
function deliverCall({ type, receiver }: Notification) {
  const { name, firstRetryMs, longestRetryMs, giveUpAfterMs } = receiver;
  return proxyActivities<NotifyActivities>({
    taskQueue: notifyQueue(name),
    startToCloseTimeout: ATTEMPT_MS,
    heartbeatTimeout: HEARTBEAT_TIMEOUT_MS,
    scheduleToCloseTimeout: giveUpAfterMs,
    summary: `tell ${name} ${type}`,
    retry: { initialInterval: firstRetryMs, backoffCoefficient: 2, maximumInterval: longestRetryMs },
  });
}

/** Above the longest `timeout` of a receiver; milliseconds. */
const ATTEMPT_MS = 11 * 60_000;

function show(message: Notification, isGivenUp: boolean): void {
  setCurrentDetails(detailsOf(message, isGivenUp));
  upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.review, value: isGivenUp }]);
}

/** The page in the Web UI. A receiver's name and a type of message have no character that Markdown could act on. */
function detailsOf({ type, receiver: { name } }: Notification, isGivenUp: boolean): string {
  if (!isGivenUp)
    return page({ heading: `Tells ${name} \`${type}\``, first: [['Waits for', 'the receiver to take it']] });
  return page({
    heading: 'Not delivered: a person is needed',
    first: [
      ['Message', `\`${type}\` to ${name}`],
      ['What to do', 'mend the receiver, then have the message sent again'],
    ],
    commands: [{ does: 'Send it again', command: `npx tuntas notify retry --receiver ${name}` }],
  });
}
