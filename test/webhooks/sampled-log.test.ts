import { SampledLog } from '../../webhooks/sampled-log.js';

let now = 0;
let lines: string[];
let log: SampledLog;
beforeEach(() => {
  now = 0;
  lines = [];
  log = new SampledLog(
    (line) => void lines.push(line),
    () => now,
  );
});

test('of each kind and provider one line in ten seconds is written, and the next says how many were left out', () => {
  for (let n = 0; n < 5; n += 1) log.log('unknown', 'a', `a${n}`);
  log.log('unknown', 'b', 'b0');
  log.log('broken', 'a', 'c0');
  expect(lines).toEqual(['a0', 'b0', 'c0']);
  now = 10_000;
  log.log('unknown', 'a', 'a5');
  log.log('unknown', 'a', 'a6');
  expect(lines.slice(3)).toEqual(['a5 … and 4 more like it']);
});

test('what was left out is written when no other line comes, and once only', () => {
  for (let n = 0; n < 3; n += 1) log.log('unknown', 'a', `a${n}`);
  log.flush();
  expect(lines).toEqual(['a0']);
  now = 10_000;
  log.flush();
  now = 20_000;
  log.flush();
  log.flush(true);
  expect(lines).toEqual(['a0', 'a2 … and 1 more like it']);
});

test('at the end everything that was left out is written at once', () => {
  for (let n = 0; n < 2; n += 1) log.log('unknown', 'a', `a${n}`);
  log.flush(true);
  log.flush(true);
  expect(lines).toEqual(['a0', 'a1']);
});
