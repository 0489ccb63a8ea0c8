import { ActivityFailure, CancellationScope, condition } from '@temporalio/workflow';

export type Ended<T> = { value: T } | { error: unknown };

/**
 * Runs `work` to its end, or until `stop` holds: then asks it to stop (after `before`), waits until it has stopped, and
 * returns how it ended. An activity between two attempts ends at once; one in progress may still return its answer.
 */
export async function runUntil<T>(
  work: () => Promise<T>,
  stop: () => boolean,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<Ended<T>> {
  const scope = new CancellationScope();
  let over = false;
  const ended: Promise<Ended<T>> = scope.run(work).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  void ended.then(() => (over = true));
  const isOver = () => over;
  await condition(() => isOver() || stop());
  if (!isOver()) {
    await before();
    scope.cancel();
  }
  return ended;
}

/** The cause of an activity's failure. */
export function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure ? error.cause : error;
}
