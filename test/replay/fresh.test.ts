import { freshHistories } from './fresh-histories.js';
import { replay, replayed } from './replaying.js';

test('every scenario that is run now, with the workflow cache, replays', async () => {
  const recordings = await freshHistories('fresh', {});
  expect(await replay(recordings)).toEqual(replayed(recordings));
}, 600_000);
