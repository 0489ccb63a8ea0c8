import { z } from 'zod';
import { durationSchema, milliseconds } from './duration.js';
import { given } from './given.js';
import { NOTIFICATION_TYPES } from './notification.js';
import { publicKeyOf } from './proof.js';
import { providerSchema } from './request.js';

/** docs/temporal.config.production.json has it where no source tells the value. */
const PLACEHOLDER = /fill-in/i;

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((text) => !PLACEHOLDER.test(text), {
    error: 'must be filled in: the address that you were given, in place of FILL-IN',
    abort: true,
  })
  .refine((text) => !/^[^/]*\/\/[^/]*@|[?#]/.test(text), 'must have no user, password, query or fragment');

const insecure = z
  .boolean()
  .describe(
    'allow http to another machine: only for a service inside of a private network. Replies have no other proof',
  );

/** Of one HTTP call. */
const timeout = durationSchema.refine(within('1ms', '10m'), 'must be from "1ms" to "10m"');
const interval = durationSchema.refine(within('1ms', '3650d'), 'must be longer than no time');
const secret = z
  .strictObject({ env: z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'must be the name of an environment variable') })
  .describe('the environment variable that holds the secret');
const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as "Asia/Jakarta"');

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "23:30"');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Text that is no duration passes: `durationSchema` reports it already. */
function within(least: string, most: string): (text: string) => boolean {
  return (text) => {
    if (!durationSchema.safeParse(text).success) return true;
    return milliseconds(text) >= milliseconds(least) && milliseconds(text) <= milliseconds(most);
  };
}

const atLeastOne = 'needs at least one interval';
const poll = z
  .array(z.strictObject({ every: interval, for: durationSchema }), atLeastOne)
  .min(1, atLeastOne)
  .describe('status checks: each interval for its time, the last one until pollLimit');

/** The keys that `defaults` may have too: those that mean the same for every provider. */
const shared = {
  timeout: timeout.describe('of one HTTP call, from connecting to the last byte'),
  ratePerSecond: z.number().positive().max(10_000).describe('activities started per second, over all workers'),
  checkShare: z
    .number()
    .gt(0)
    .lt(1)
    .describe(
      'the fraction of ratePerSecond that is kept for status checks; inquiry and pay have the rest. Where the poll plans ask for more, checks come later',
    ),
  slots: z
    .int()
    .min(1)
    .max(10_000)
    .describe('calls under way at once, per worker: for inquiry and pay, and as many again for status checks'),
  minGap: durationSchema.describe('between two contacts about one payment once pay was sent'),
  firstCheck: durationSchema.describe('from pay to the first status check'),
  poll,
  reviewAfter: durationSchema.describe('from pay: without a verdict by then the payment is put under review'),
  pollLimit: durationSchema.describe('from pay: no status check later than this'),
  statusCall: z.boolean().describe('false: only a webhook or an operator can settle'),
  timeZone: timeZone.describe('of its business day'),
  sameDay: z.boolean().describe("pay only on the inquiry's business day"),
  cutOff: z
    .array(z.strictObject({ from: timeOfDay, to: timeOfDay }))
    .describe('daily windows of its business day in which inquiry and pay wait; status checks go on'),
  onDepositTooLow: z
    .enum(['fail', 'wait'])
    .describe('wait: pay again with the same reference until the deadline; only where the provider allows it'),
  breaker: z
    .strictObject({ failures: z.int().min(1).default(10), pause: durationSchema.default('30s') })
    .describe('after this many pays in a row without an answer new pays wait; status checks go on'),
  allowTesting: z.boolean().describe("whether requests may set the provider's test switch"),
};

/** What every provider has, whatever its protocol. `settings` are its adapter's own and checked by it. */
export const providerConfigSchema = z.strictObject({
  adapter: z.string().describe('the protocol that it speaks'),
  baseUrl: url,
  insecure: insecure.default(false),
  formerly: z
    .array(url)
    .default([])
    .describe('earlier values of baseUrl: payments that began under one of them go on at the present address'),
  credentials: z.record(z.string(), secret),
  timeout: shared.timeout.default('30s'),
  ratePerSecond: shared.ratePerSecond.default(20),
  checkShare: shared.checkShare.default(0.5),
  slots: shared.slots.default(100),
  minGap: shared.minGap.default('60s'),
  firstCheck: shared.firstCheck.default('60s'),
  // Optional for whoever writes the file, since `defaults` may have it; needed once both are merged.
  poll: poll
    .optional()
    .pipe(poll)
    .describe('status checks: each interval for its time, the last one until pollLimit; needed here or in defaults'),
  reviewAfter: shared.reviewAfter.default('1d'),
  pollLimit: shared.pollLimit.default('85d'),
  statusCall: shared.statusCall.default(true),
  timeZone: shared.timeZone.default('Asia/Jakarta'),
  sameDay: shared.sameDay.default(true),
  cutOff: shared.cutOff.default([]),
  onDepositTooLow: shared.onDepositTooLow.default('fail'),
  breaker: shared.breaker.prefault({}),
  allowTesting: shared.allowTesting.default(false),
  settings: z.record(z.string(), z.unknown()).default({}).describe("the adapter's own settings"),
});

const listen = {
  host: z.string().default('127.0.0.1').describe('the address that it listens at'),
  port: z.int().min(0).max(65_535).describe('the port that it listens at'),
};

/** Parts of an outcome that are sent only where they are asked for. */
const INCLUDED = ['customer', 'voucher'] as const;

/** A receiver of messages about payments, signed as Standard Webhooks say. */
export const receiverConfigSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be a name of a-z 0-9 -, the first a letter or digit'),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .refine((text) => !PLACEHOLDER.test(text), 'must be filled in, in place of FILL-IN')
    .refine((text) => !/^[^/]*\/\/[^/]*@|#/.test(text), 'must have no user, password or fragment'),
  insecure: insecure.default(false),
  secret: secret.describe('the variable with one or more secrets `whsec_…`, blanks between them; each one signs'),
  events: z
    .array(z.enum(NOTIFICATION_TYPES))
    .min(1)
    .default([...NOTIFICATION_TYPES])
    .describe('what it is told; default: everything'),
  include: z
    .array(z.enum(INCLUDED))
    .default([])
    .describe('customer: the whole number, the name and the receipt; voucher: what was bought. Default: neither'),
  allowPrivate: z.boolean().default(false).describe('allow an address inside of a private network, or this machine'),
  timeout: timeout.default('15s'),
  slots: z.int().min(1).max(10_000).default(20).describe('calls under way at once, per worker'),
  firstRetry: interval.default('5s').describe('the first wait between two attempts; each later one is twice as long'),
  longestRetry: interval.default('1h').describe('the longest wait between two attempts'),
  giveUpAfter: interval
    .default('3d')
    .describe('a message without delivery for this long waits for an operator; shorter than `retention`'),
});

const fileSchema = z.strictObject({
  $schema: z.string().optional().describe('the JSON Schema of this file, for an editor'),
  deadline: durationSchema.default('15m').describe('how long a caller can wait, where a request does not say'),
  retention: durationSchema.default('90d').describe('the least that the namespace must keep ended payments'),
  defaults: z
    .strictObject(shared)
    .partial()
    .optional()
    .describe("what every provider's entry may leave out; a key of an entry takes the place of the whole key here"),
  providers: z
    .record(providerSchema, providerConfigSchema)
    .describe('by the name that requests have in `provider`; docs/providers.md'),
  ledger: z
    .strictObject({
      baseUrl: url,
      insecure: insecure.default(false),
      timeout: timeout.default('10s'),
      token: secret.optional(),
      reviewAfter: durationSchema
        .default('15m')
        .describe('a step without an answer for this long puts the payment under review; it is repeated all the same'),
    })
    .optional()
    .describe("the caller's own service that holds, captures and releases funds; docs/ledger.md has its calls"),
  notify: z
    .array(receiverConfigSchema)
    .refine((receivers) => new Set(receivers.map(({ name }) => name)).size === receivers.length, 'has a name twice')
    .optional()
    .describe('who is told what becomes of payments; docs/notify.md'),
  operators: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/, 'must be a name of letters, digits, blanks and . _ @ -'),
      z.string().refine((text) => publicKeyOf(text) !== undefined, 'must be an Ed25519 public key in base64'),
    )
    .optional()
    .describe('who may resolve: name and Ed25519 public key (`tuntas operator keygen` makes one); none: anybody'),
  customerKey: secret
    .optional()
    .describe(
      'the variable with 32 bytes in base64: payments get the search attribute PaymentCustomer, an HMAC of the number',
    ),
  customerKeyPrevious: secret.optional().describe('an earlier customerKey, to find the payments of its time as well'),
  worker: z
    .strictObject({
      workflowSlots: z
        .int()
        .min(2)
        .max(10_000)
        .default(100)
        .describe('steps of workflows carried out at once, per worker'),
      cachedWorkflows: z
        .int()
        .min(0)
        .max(100_000)
        .default(1_000)
        .describe(
          'payments kept in memory, per worker; others are read from their history again when something happens',
        ),
      drain: durationSchema.default('45s').describe('at SIGTERM: how long calls in flight may take to finish'),
    })
    .prefault({})
    .describe('the worker process'),
  webhooks: z
    .strictObject({
      ...listen,
      maxBody: z.int().min(1_024).default(65_536).describe('of one delivery, in bytes; a longer one is answered 413'),
      operations: z
        .strictObject(listen)
        .optional()
        .describe('the port of /health, /ready and /counts, apart from the public one; left out: none'),
    })
    .prefault({ port: 7_412 })
    .describe("`tuntas webhooks`: takes the providers' webhooks; docs/webhooks.md"),
  sandbox: z
    .strictObject({ ...listen, state: z.string().default('.tuntas/sandbox').describe('folder of its journal') })
    .prefault({ port: 7_411 })
    .describe('`tuntas sandbox` and `tuntas dev`: plays the providers on this machine; docs/rehearsal.md'),
  temporal: z
    .strictObject({
      state: z.string().default('.tuntas/temporal').describe('folder of the SQLite file of `tuntas dev`'),
      port: z
        .int()
        .min(1)
        .max(65_535)
        .default(7_233)
        .describe('of the server; commands use it too where no TEMPORAL_ADDRESS is set'),
      uiPort: z.int().min(1).max(65_535).default(8_233).describe('of its Web UI'),
    })
    .prefault({})
    .describe('the Temporal server that `tuntas dev` starts; another one is named by TEMPORAL_ADDRESS'),
});

/**
 * temporal.config.json. Secrets never stand in it: it names the environment variable that holds each. After parsing every
 * provider is complete: what its entry leaves out is taken from `defaults`, and else from the schema.
 */
export const configSchema = z.preprocess(withDefaults, fileSchema);

/** The file with `defaults` copied into each provider's entry, before anything is checked. */
function withDefaults(file: unknown): unknown {
  if (!isObject(file) || !isObject(file['defaults']) || !isObject(file['providers'])) return file;
  const defaults = Object.fromEntries(Object.entries(file['defaults']).flatMap(copyOf));
  const entries = Object.entries(file['providers']).map(([name, entry]) => [
    name,
    isObject(entry) ? { ...defaults, ...given(entry) } : entry,
  ]);
  return { ...file, providers: Object.fromEntries(entries) as unknown };
}

/**
 * A fault of a default is reported once, at the default, and not at every provider: what is wrong is not copied. In the
 * place of a wrong `poll`, without which every entry would be refused, stands one that nobody sees.
 */
function copyOf([key, value]: [string, unknown]): [string, unknown][] {
  const schema: z.ZodType | undefined = Object.hasOwn(shared, key) ? shared[key as keyof typeof shared] : undefined;
  if (schema?.safeParse(value).success) return [[key, value]];
  return key === 'poll' ? [[key, [{ every: '1m', for: '1m' }]]] : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type ReceiverConfig = z.infer<typeof receiverConfigSchema>;
export type ProviderConfig = z.infer<typeof providerConfigSchema>;
export type Config = z.infer<typeof configSchema>;
/** What stands in temporal.config.json, before what it leaves out is filled in. */
export type ConfigFile = z.input<typeof fileSchema>;
