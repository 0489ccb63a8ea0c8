import { spanText } from '../../../cli/doctor/span-text.js';

test.each([
  [12, '12 ms'],
  [-1_500, '1.5 s'],
  [90_000, '1.5 min'],
  [10_800_000, '3 h'],
  [7_776_000_000, '90 d'],
  [0, '0 ms'],
])('%i milliseconds are shown as %s', (ms, text) => {
  expect(spanText(ms)).toBe(text);
});
