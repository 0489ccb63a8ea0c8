import { ActivityFailure, CancellationScope, condition } from '@temporalio/workflow';

export type Ended<T> = { value: T } | { error: unknown };

/**
 * Runs `work` to its end, or until `stop` holds: then asks it to stop (after `before`), waits until it has, and tells
 * how it ended. An activity between two attempts ends at once; one in flight may still bring its answer.
 */
export async function runUntil<T>(
  work: () => Promise<T>,
  stop: () => boolean,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<Ended<T>> {
  const scope = new CancellationScope();
  const state = { over: false };
  const ended: Promise<Ended<T>> = scope.run(work).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  void ended.then(() => (state.over = true));
  await condition(() => state.over || stop());
  if (!state.over) {
    await before();
    scope.cancel();
  }
  return ended;
}

/** What made an activity fail. */
export function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure ? error.cause : error;
}
