import { type Change, SECRETS } from './set-up.js';

/** A change after which a set-up works, and somebody should look at it. */
export interface Doubtful extends Change {
  name: string;
  warnings: RegExp[];
}

export const DOUBTFUL: Doubtful[] = [
  {
    name: 'status calls are off and no webhook can be verified',
    config: ({ providers }) => Object.assign(providers['digiswitch']!, { statusCall: false }),
    env: { DIGISWITCH_WEBHOOK_SECRET: undefined },
    warnings: [/^webhooks digiswitch: its status calls are off, and no webhook of it can be verified/],
  },
  {
    name: 'status calls are off where webhooks prove nothing',
    config: ({ providers }) => Object.assign(providers['ayoconnect']!, { statusCall: false }),
    warnings: [/^webhooks ayoconnect: its status calls are off, and no webhook of it can be verified/],
  },
  {
    name: 'status calls are off and no webhook server runs here',
    config: ({ providers }) => Object.assign(providers['digiswitch']!, { statusCall: false }),
    warnings: [/^webhooks webhooks\.port: no webhook server answers at .* end payments of digiswitch$/],
  },
  {
    name: 'the secret of webhooks is not set',
    env: { DIGIFLAZZ_WEBHOOK_SECRET: undefined },
    warnings: [/^webhooks digiflazz: DIGIFLAZZ_WEBHOOK_SECRET is not set: its webhooks are refused$/],
  },
  {
    name: 'nobody is named as an operator',
    config: (file) => delete file['operators'],
    warnings: [/^operators : none: whoever may send updates to the namespace may resolve payments$/],
  },
  {
    name: 'a value was set with its quotation marks',
    env: { DIGIFLAZZ_WEBHOOK_SECRET: `"${SECRETS['DIGIFLAZZ_WEBHOOK_SECRET']}"` },
    warnings: [/^secrets .*: DIGIFLAZZ_WEBHOOK_SECRET has blanks or quotation marks around its value$/],
  },
  {
    name: 'the ledger is asked at a wrong path, at which all is 404',
    config: (file, { url }) => (file['ledger'] = { baseUrl: `${url}/books`, token: { env: 'LEDGER_TOKEN' } }),
    warnings: [/^ledger : answers 404 .* as any address does that is none of a ledger, and HTTP 404 where a ledger/],
  },
  {
    name: "this machine's clock is ten seconds ahead",
    ahead: 10_000,
    warnings: [/^clock Temporal: this machine's clock is \S+ s ahead/, /^clock tokopedia: .* s ahead/],
  },
  {
    name: 'there is no provider',
    config: (file) => (file.providers = {}),
    warnings: [/^configuration .*: it names no provider$/],
  },
];
