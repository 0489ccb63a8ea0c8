import { Recent } from '../../webhooks/recent.js';

test('the same bytes are known for five minutes for each provider, and then forgotten', () => {
  let now = 0;
  const recent = new Recent(() => now);
  recent.add('a', Buffer.from('x'));
  expect([recent.has('a', Buffer.from('x')), recent.has('b', Buffer.from('x'))]).toEqual([true, false]);
  now = 5 * 60_000;
  expect(recent.has('a', Buffer.from('x'))).toBe(false);
});

test('the oldest delivery is forgotten first, so that memory has a limit', () => {
  const recent = new Recent(() => 0);
  for (let n = 0; n <= 10_000; n += 1) recent.add('a', Buffer.from(String(n)));
  expect([recent.has('a', Buffer.from('0')), recent.has('a', Buffer.from('1'))]).toEqual([false, true]);
});
