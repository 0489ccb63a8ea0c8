/** A call that took too long and was abandoned. */
export class TooLong extends Error {}

/** Waits for `work` for at most `ms` milliseconds. Throws `TooLong` after that. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLong()), ms);
  });
  // The abandoned call may still fail later.
  work.catch(() => undefined);
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
