import config from './jest.config.js';

/**
 * What `npm run test:fast` leaves to `npm test`, each with the reason. Everything else is in, also a new test: one that
 * needs a development server, or takes more than ten seconds, belongs in this list.
 */
const LEFT_OUT = [
  // Temporal's development server, and processes that run for long.
  'test/attack/',
  'test/browser/',
  'test/end-to-end/',
  'test/fault-matrix/',
  'test/simulation/',
  'test/other-languages/',
  'test/client/(early-return|calls|customer|used-reference|second-starts|resolving-reviews|forged-records|strangers|two-resets)\\.test',
  'test/docs/rehearsal\\.test',
  'test/package/',
  'test/testing/',
  'test/worker/run-worker\\.test',
  'test/worker/worker\\.test',
  'test/cli/dev/(server|alongside)\\.test',
  'test/cli/doctor/(set-ups|dev|temporal-connection)\\.test',
  'test/support/environment\\.test',
  // Every scenario is run twice on the time-skipping server: minutes.
  'test/replay/',
  // Each case waits for real time-outs.
  'test/provider-kit/',
  // Every case starts a process of `tuntas`.
  'test/cli/exit-codes\\.test',
  'test/cli/schema\\.test',
  'test/cli/standing-run\\.test',
  // Starts eslint with type information.
  'test/tooling/workflow-imports\\.test',
  // Days of checks on the time-skipping server: ten seconds of processor time or more each.
  'test/workflows/accepting\\.test',
  'test/workflows/after-the-verdict',
  'test/workflows/authority\\.test',
  'test/workflows/business-day\\.test',
  'test/workflows/funds\\.test',
  'test/workflows/history-length\\.test',
  'test/workflows/late-notices\\.test',
  'test/workflows/notices',
  'test/workflows/notify',
  'test/workflows/operators\\.test',
  'test/workflows/owed\\.test',
  'test/workflows/payment\\.test',
  'test/workflows/repeat',
  'test/workflows/restarts\\.test',
  'test/webhooks/payment\\.test',
  'test/client/update-ids\\.test',
  // The sandbox over HTTP, and a provider against it.
  'test/sandbox/',
  'ayoconnect/end-to-end\\.test',
  // Makes RSA keys of every length.
  'tokopedia/keys\\.test',
  // Slow connections, in real time.
  'test/webhooks/(server|attack)\\.test',
];

/** @type {import('jest').Config} */
export default {
  ...config,
  globalSetup: '<rootDir>/test/support/fast-setup.js',
  testPathIgnorePatterns: ['/node_modules/', ...LEFT_OUT],
};
