import { freshHistories } from './fresh-histories.js';
import { replay, replayed } from './replaying.js';

// Without a cache every workflow task is a replay from the first event.
test('every scenario that is run now, without the workflow cache, replays', async () => {
  const recordings = await freshHistories('uncached', { maxCachedWorkflows: 0 });
  expect(await replay(recordings)).toEqual(replayed(recordings));
}, 600_000);
