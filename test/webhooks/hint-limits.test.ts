import { HintLimits } from '../../webhooks/hint-limits.js';

let now = 0;
let hints: HintLimits;
beforeEach(() => {
  now = 0;
  hints = new HintLimits(() => now);
});

/** How many of `count` hints about different references are forwarded. */
function forwarded(count: number, provider = 'a', start = `${now}`): number {
  const decisions = Array.from({ length: count }, (_, n) => hints.decide(provider, `${start}-${n}`));
  return decisions.filter((decision) => decision === 'forward').length;
}

test('a provider may send fifty hints at once and twenty in each second, whatever the others send', () => {
  expect([forwarded(100), forwarded(100, 'b')]).toEqual([50, 50]);
  now = 1_000;
  expect(forwarded(100)).toBe(20);
  now = 60_000;
  expect(forwarded(100)).toBe(50);
});

test('a clock that is set back stops no hints for good', () => {
  now = 100_000;
  forwarded(100);
  now = 0;
  expect(forwarded(100)).toBe(0);
  now = 1_000;
  expect(forwarded(100)).toBe(20);
});

test('a reference is not asked about again for half a minute, whether Temporal knew it or not', () => {
  expect(hints.decide('a', 'r1')).toBe('forward');
  expect(hints.decide('a', 'r1')).toBe('limited');
  hints.unknown('a', 'r1');
  expect([hints.decide('a', 'r1'), hints.decide('b', 'r1')]).toEqual(['unknown', 'forward']);
  now = 30_000;
  expect(hints.decide('a', 'r1')).toBe('forward');
});

test('a hint that Temporal did not take may come again at once', () => {
  hints.decide('a', 'r1');
  hints.forget('a', 'r1');
  expect(hints.decide('a', 'r1')).toBe('forward');
});

test('a reference that is remembered costs nothing of the rate', () => {
  hints.decide('a', 'r1');
  for (let n = 0; n < 100; n += 1) hints.decide('a', 'r1');
  expect(forwarded(100)).toBe(49);
});

test('the oldest reference is forgotten first, so that memory has a limit', () => {
  for (let n = 0; n <= 10_000; n += 1) hints.unknown('a', `r${n}`);
  expect([hints.decide('a', 'r1'), hints.decide('a', 'r0')]).toEqual(['unknown', 'forward']);
});
