import { generateKeyPairSync } from 'node:crypto';
import { type Change, SECRETS } from './set-up.js';

/** A change after which a set-up does not work. */
export interface Broken extends Change {
  name: string;
  /** All problems, in their order. */
  problems: RegExp[];
}

const PEM = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const HOUR = 3_600_000;
const DESK = { name: 'desk', url: 'http://127.0.0.1:9/desk', allowPrivate: true };
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const NO_WORKER = /^workers payments: no worker polls/;

export const BROKEN: Broken[] = [
  {
    name: 'nothing listens where Temporal should be',
    env: { TEMPORAL_ADDRESS: '127.0.0.1:9' },
    problems: [/^temporal 127\.0\.0\.1:9: Temporal does not answer: nothing listens there$/],
  },
  {
    name: "Temporal's name cannot be looked up",
    env: { TEMPORAL_ADDRESS: 'temporal.nosuch.invalid:7233' },
    problems: [/^temporal temporal\.nosuch.*: its name cannot be looked up$/],
  },
  {
    name: 'TLS is asked for where there is none',
    env: { TEMPORAL_TLS: 'true' },
    problems: [/^temporal .*: it does not speak TLS$/],
  },
  {
    name: "Temporal's profile does not exist",
    env: { TEMPORAL_PROFILE: 'nobody' },
    problems: [/^temporal : Temporal's environment variables .* cannot be used: Profile 'nobody' not found/],
  },
  {
    name: 'the namespace is missing',
    env: { TEMPORAL_NAMESPACE: 'nowhere' },
    problems: [/^namespace nowhere: there is no such namespace$/],
  },
  {
    name: 'the retention is too short',
    env: { TEMPORAL_NAMESPACE: 'short' },
    problems: [/^namespace short: keeps ended payments for 1 d, less than the configured retention of 90d/, NO_WORKER],
  },
  {
    name: 'the configured retention is longer than that of the namespace',
    config: (file) => (file['retention'] = '100d'),
    problems: [/^namespace default: keeps ended payments for 90 d, less than the configured retention of 100d/],
  },
  {
    name: 'a search attribute is missing',
    env: { TEMPORAL_NAMESPACE: 'bare' },
    problems: [/^namespace PaymentStage: the search attribute is missing$/, NO_WORKER],
  },
  {
    name: 'a search attribute has another type',
    env: { TEMPORAL_NAMESPACE: 'mistyped' },
    problems: [/^namespace PaymentReview: the search attribute is registered with another type than Bool$/, NO_WORKER],
  },
  { name: 'no worker polls', env: { TEMPORAL_NAMESPACE: 'idle' }, problems: [NO_WORKER] },
  {
    name: "the namespace's payments are with another counterparty",
    env: { TEMPORAL_NAMESPACE: 'elsewhere' },
    problems: [/^counterparties digiflazz: the namespace's payments are with another address or account$/, NO_WORKER],
  },
  {
    name: 'the worker has another account than this configuration',
    env: { AYOCONNECT_KEY: 'another-key' },
    problems: [
      /^counterparties ayoconnect: the namespace's payments are with another address or account$/,
      /^workers ayoconnect: no worker polls payments-ayoconnect-.*: those that run have another configuration/,
      /^providers ayoconnect: refuses our credentials: HTTP 401$/,
    ],
  },
  {
    name: 'the worker does not know a provider',
    config: ({ providers }) => (providers['second'] = { ...providers['digiflazz']! }),
    problems: [/^workers second: no worker polls payments-second-/],
  },
  {
    name: "a provider's name cannot be looked up",
    config: ({ providers }, { url }) =>
      Object.assign(providers['digiflazz']!, { baseUrl: 'https://api.nosuch.invalid', formerly: [url] }),
    env: { DIGIFLAZZ_API_KEY: 'a-key-of-its-own', DIGIFLAZZ_WEBHOOK_SECRET: 'a-secret-of-its-own' },
    problems: [/^workers digiflazz/, /^providers digiflazz: its name cannot be looked up \(E[A-Z_]+\)$/],
  },
  {
    name: 'a provider refuses connections',
    config: ({ providers }, { url, closedPort: port }) =>
      Object.assign(providers['tokopedia']!, { baseUrl: `http://127.0.0.1:${port}/api`, formerly: [url] }),
    problems: [/^workers tokopedia/, /^providers tokopedia: no connection \(ECONNREFUSED\)$/],
  },
  {
    name: 'the address of a provider lacks its path',
    config: ({ providers }, { url }) => Object.assign(providers['tokopedia']!, { baseUrl: url }),
    problems: [/^providers tokopedia: HTTP 404 to a documented call$/],
  },
  {
    name: "a provider's token server does not answer",
    config: ({ providers }, { closedPort: port }) =>
      Object.assign(providers['tokopedia']!, { settings: { tokenUrl: `http://127.0.0.1:${port}/token` } }),
    problems: [
      /^providers tokopedia: answers, but a call with our credentials failed: no connection \(ECONNREFUSED\)$/,
    ],
  },
  {
    name: 'the API key of Digiflazz is wrong',
    env: { DIGIFLAZZ_API_KEY: 'wrong-api-key' },
    problems: [/^providers digiflazz: refuses our credentials: \S/],
  },
  {
    name: 'the API key of Digiswitch is wrong',
    env: { DIGISWITCH_API_KEY: 'wrong-api-key' },
    problems: [/^providers digiswitch: refuses our credentials: \S/],
  },
  {
    name: 'the client secret of Tokopedia is wrong',
    env: { TOKOPEDIA_CLIENT_SECRET: 'wrong-client-secret' },
    problems: [/^providers tokopedia: refuses our credentials: HTTP 401$/],
  },
  {
    name: 'the secret of Ayoconnect is wrong',
    env: { AYOCONNECT_SECRET: 'wrong-jwt-secret' },
    problems: [/^providers ayoconnect: refuses our credentials: HTTP 401$/],
  },
  {
    name: "this machine's clock is three hours ahead",
    ahead: 3 * HOUR,
    problems: [
      /^clock Temporal: this machine's clock is 3 h ahead/,
      /^clock digiswitch: .* 3 h ahead/,
      /^clock digiflazz: .* 3 h ahead/,
      /^clock tokopedia: .* 3 h ahead/,
      /^clock ayoconnect: .* 3 h ahead/,
    ],
  },
  {
    name: "this machine's clock is two minutes behind",
    ahead: -120_000,
    problems: [/^clock Temporal: this machine's clock is 2 min behind/, /^clock tokopedia: .* 2 min behind/],
  },
  {
    name: 'a secret is missing',
    env: { AYOCONNECT_SECRET: undefined },
    problems: [/^secrets providers\.ayoconnect\.credentials\.secret: AYOCONNECT_SECRET is not set/],
  },
  {
    name: 'a secret is empty',
    env: { TOKOPEDIA_CLIENT_SECRET: '' },
    problems: [/^secrets providers\.tokopedia\.credentials\.clientSecret: TOKOPEDIA_CLIENT_SECRET is empty/],
  },
  {
    name: 'a secret of our own choice is too short',
    env: { DIGIFLAZZ_WEBHOOK_SECRET: 'hunter2' },
    problems: [/^secrets .*webhookSecret: the secret in DIGIFLAZZ_WEBHOOK_SECRET must have at least 16 characters$/],
  },
  {
    name: 'two purposes have the same secret',
    env: { DIGIFLAZZ_WEBHOOK_SECRET: SECRETS['LEDGER_TOKEN'] },
    problems: [/^secrets .*: one value for 2 purposes: .*DIGIFLAZZ_WEBHOOK_SECRET\), ledger\.token \(LEDGER_TOKEN\)$/],
  },
  {
    name: 'two receivers have a secret in common',
    config: (file) =>
      (file['notify'] = [...[file['notify']].flat(), { ...DESK, secret: { env: 'DESK_WEBHOOK_SECRET' } }]),
    env: { DESK_WEBHOOK_SECRET: `${OTHER_SECRET} ${SECRETS['SHOP_WEBHOOK_SECRET']}` },
    problems: [
      /^secrets .*: one value for 2 purposes: .*SHOP_WEBHOOK_SECRET\), notify\[1\]\.secret \(DESK_WEBHOOK_SECRET\)$/,
      /^workers receiver desk: no worker polls payments-notify-desk/,
    ],
  },
  {
    name: 'an RSA key does not parse',
    env: { TOKOPEDIA_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\nbm8ga2V5IGF0IGFsbA==\n-----END PRIVATE KEY-----' },
    problems: [/^secrets providers\.tokopedia\.credentials\.privateKey: is no private key in PEM/],
  },
  {
    name: 'both RSA keys are bad, each in its way',
    env: { TOKOPEDIA_PRIVATE_KEY: PEM(1_024), TOKOPEDIA_PUBLIC_KEY: '/no/such/file.pem' },
    problems: [/privateKey: is an RSA key of less than 2048 bits$/, /publicKey: is no PEM, and no file .*\(ENOENT\)$/],
  },
  {
    name: 'the ledger does not answer',
    config: (file, { closedPort: port }) =>
      (file['ledger'] = { baseUrl: `http://127.0.0.1:${port}`, token: { env: 'LEDGER_TOKEN' } }),
    problems: [/^ledger : no connection \(ECONNREFUSED\)$/],
  },
  {
    name: 'the token of the ledger is wrong',
    env: { LEDGER_TOKEN: 'a-wrong-ledger-token' },
    problems: [/^ledger : does not accept our token: HTTP 401$/],
  },
  {
    name: "a receiver's secret is malformed",
    env: { SHOP_WEBHOOK_SECRET: 'whsec_tooshort' },
    problems: [/^secrets notify\[0\]\.secret: the secrets in SHOP_WEBHOOK_SECRET must be whsec_/],
  },
  {
    name: 'a receiver has a private address',
    config: (file) =>
      (file['notify'] = [{ name: 'shop', url: 'https://10.1.2.3/t0ken', secret: { env: 'SHOP_WEBHOOK_SECRET' } }]),
    problems: [/^notify shop: 10\.1\.2\.3 is a private address, to which nothing is sent$/],
  },
  {
    name: 'a receiver has a name that leads to a private address',
    config: (file) =>
      (file['notify'] = [{ name: 'shop', url: 'https://localhost/t0ken', secret: { env: 'SHOP_WEBHOOK_SECRET' } }]),
    problems: [/^notify shop: localhost is a private address/],
  },
  {
    name: "a receiver's name cannot be looked up",
    config: (file) =>
      (file['notify'] = [
        { name: 'shop', url: 'https://shop.nosuch.invalid/', secret: { env: 'SHOP_WEBHOOK_SECRET' } },
      ]),
    problems: [/^notify shop: shop\.nosuch\.invalid cannot be looked up \(E[A-Z_]+\)$/],
  },
  {
    name: 'the configuration is missing',
    env: { TUNTAS_CONFIG: '/no/such/tuntas.json' },
    problems: [/^configuration \/no\/such\/tuntas\.json: there is no such file/],
  },
  {
    name: 'the configuration is no JSON',
    text: '{\n  "providers": {,\n',
    problems: [/^configuration .*doctor\.config\.json: not JSON \(line 2, column \d+\)$/],
  },
  {
    name: 'the configuration is that of another program',
    text: '{"name":"shop","version":"1.0.0","dependencies":{}}',
    problems: [
      /^configuration .*: is no configuration of Tuntas: it has no `providers`, but name, version, dependencies$/,
    ],
  },
  {
    name: 'the configuration has faults in two places',
    config: (file) => Object.assign(file, { deadline: 'soon', limit: 3 }),
    problems: [/^configuration deadline: must be a duration/, /^configuration limit: unknown key$/],
  },
  {
    name: "an operator's key is malformed",
    config: (file) => (file['operators'] = { Sari: 'not-a-key' }),
    problems: [/^configuration operators\.Sari: must be an Ed25519 public key in base64$/],
  },
  {
    name: 'another program has the port of the webhook server',
    config: (file, { url }) => (file['webhooks'] = { port: Number(new URL(url).port) }),
    problems: [/^webhooks webhooks\.port: another program answers at 127\.0\.0\.1:\d+$/],
  },
];
