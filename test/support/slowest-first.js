import Sequencer from '@jest/test-sequencer';

/**
 * The files that take longest, the longest first. Without an earlier run to learn from, jest begins with the largest
 * files, and would end with one of these on one core while the other has nothing to do.
 */
const SLOWEST = [
  'fault-matrix/matrix',
  'replay/uncached',
  'replay/fresh',
  'provider-kit/providers',
  'workflows/after-the-verdict-evidence',
  'workflows/history-length',
  'end-to-end/crashes',
  'end-to-end/operators',
  'workflows/after-the-verdict-cancel',
  'simulation/simulation',
  'provider-kit/fuzz',
  'workflows/repeat.test',
  'browser/web-ui',
  'end-to-end/starting',
  'workflows/after-the-verdict-refusals',
];

const rankOf = ({ path }) => {
  const rank = SLOWEST.findIndex((name) => path.includes(name));
  return rank < 0 ? SLOWEST.length : rank;
};

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
}
