import { InFlight } from '../../../cli/batch/in-flight.js';

const NEVER = new AbortController().signal;

/** As many samples as decide together. */
function window(inFlight: InFlight, waitedMs: number): void {
  for (let index = 0; index < 4; index += 1) inFlight.sample(waitedMs);
}

/** How many get in at once. */
async function width(inFlight: InFlight): Promise<number> {
  let inside = 0;
  for (let index = 0; index < 40; index += 1) void inFlight.enter().then(() => (inside += 1));
  await new Promise((resolve) => setImmediate(resolve));
  return inside;
}

test('begins with one payment', async () => {
  expect(await width(new InFlight(20, NEVER))).toBe(1);
});

test('grows while payments wait as long as one alone, up to the most', async () => {
  const inFlight = new InFlight(5, NEVER);
  for (let turn = 0; turn < 30; turn += 1) window(inFlight, 50);
  expect(inFlight.limit).toBe(5);
  expect(await width(inFlight)).toBe(5);
});

test('shrinks when they wait longer, whatever is short, and grows again afterwards', () => {
  const inFlight = new InFlight(20, NEVER);
  for (let turn = 0; turn < 30; turn += 1) window(inFlight, 50);
  window(inFlight, 200);
  expect(inFlight.limit).toBe(14);
  for (let turn = 0; turn < 30; turn += 1) window(inFlight, 200);
  // Everything has become slower: what one alone waits now is the measure.
  expect(inFlight.limit).toBeGreaterThan(1);
  for (let turn = 0; turn < 30; turn += 1) window(inFlight, 50);
  expect(inFlight.limit).toBe(20);
});

test('finds how many a machine carries that does one thing after the other', () => {
  const inFlight = new InFlight(20, NEVER);
  const limits: number[] = [];
  for (let turn = 0; turn < 200; turn += 1) {
    // 40 ms alone, and 5 ms more for each payment beside it.
    window(inFlight, 40 + 5 * (inFlight.limit - 1));
    if (turn > 20) limits.push(inFlight.limit);
  }
  expect(Math.min(...limits)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...limits)).toBeLessThanOrEqual(6);
});

test('takes no sample of a payment that began under another limit', () => {
  const inFlight = new InFlight(20, NEVER);
  const begun = performance.now();
  expect(inFlight.wantsSample(begun)).toBe(true);
  window(inFlight, 50);
  expect(inFlight.wantsSample(begun)).toBe(false);
});

test('lets in those who wait in turn, one for each that leaves', async () => {
  const inFlight = new InFlight(20, NEVER);
  const entered: number[] = [];
  for (const index of [0, 1, 2]) void inFlight.enter().then(() => entered.push(index));
  await new Promise((resolve) => setImmediate(resolve));
  expect(entered).toEqual([0]);
  inFlight.leave();
  await new Promise((resolve) => setImmediate(resolve));
  expect(entered).toEqual([0, 1]);
});

test('holds nobody when the batch stops', async () => {
  const stop = new AbortController();
  const inFlight = new InFlight(1, stop.signal);
  const entered = [inFlight.enter(), inFlight.enter(), inFlight.enter()];
  stop.abort();
  await Promise.all([...entered, new InFlight(1, stop.signal).enter()]);
});
