import { z } from 'zod';
import { durationSchema, milliseconds } from './duration.js';
import { providerSchema } from './request.js';

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((text) => !/^[^/]*\/\/[^/]*@|[?#]/.test(text), 'must have no user, password, query or fragment');

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

/** What is no duration has its fault already. */
function within(least: string, most: string): (text: string) => boolean {
  return (text) => {
    if (!durationSchema.safeParse(text).success) return true;
    return milliseconds(text) >= milliseconds(least) && milliseconds(text) <= milliseconds(most);
  };
}

/** What every provider has, whatever its protocol. `settings` are its adapter's own and checked by it. */
export const providerConfigSchema = z.strictObject({
  adapter: z.string().describe('the protocol that it speaks'),
  baseUrl: url,
  credentials: z.record(z.string(), secret),
  timeout: timeout.default('30s').describe('of one HTTP call, from connecting to the last byte'),
  ratePerSecond: z
    .number()
    .positive()
    .max(10_000)
    .default(20)
    .describe('activities started per second, over all workers'),
  slots: z.int().min(1).max(10_000).default(100).describe('calls under way at once, per worker'),
  minGap: durationSchema.default('60s').describe('between two contacts about one payment once pay was sent'),
  firstCheck: durationSchema.default('60s').describe('from pay to the first status check'),
  poll: z
    .array(z.strictObject({ every: interval, for: durationSchema }))
    .min(1, 'needs at least one interval')
    .describe('status checks: each interval for its time, the last one until pollLimit'),
  reviewAfter: durationSchema
    .default('1d')
    .describe('from pay: without a verdict by then the payment is put under review'),
  pollLimit: durationSchema.default('85d').describe('from pay: no status check later than this'),
  statusCall: z.boolean().default(true).describe('false: only a webhook or an operator can settle'),
  timeZone: timeZone.default('Asia/Jakarta').describe('of its business day'),
  sameDay: z.boolean().default(true).describe("pay only on the inquiry's business day"),
  cutOff: z
    .array(z.strictObject({ from: timeOfDay, to: timeOfDay }))
    .default([])
    .describe('daily windows of its business day in which inquiry and pay wait; status checks go on'),
  onDepositTooLow: z
    .enum(['fail', 'wait'])
    .default('fail')
    .describe('wait: pay again with the same reference until the deadline; only where the provider allows it'),
  breaker: z
    .strictObject({ failures: z.int().min(1).default(10), pause: durationSchema.default('30s') })
    .prefault({})
    .describe('after this many pays in a row without an answer new pays wait; status checks go on'),
  allowTesting: z.boolean().default(false).describe("whether requests may set the provider's test switch"),
  settings: z.record(z.string(), z.unknown()).default({}).describe("the adapter's own settings"),
});

const listen = { host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535) };

/** temporal.config.json. Secrets never stand in it: it names the environment variable that holds each. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  deadline: durationSchema.default('15m').describe('how long a caller can wait, where a request does not say'),
  retention: durationSchema.default('90d').describe('the least that the namespace must keep ended payments'),
  providers: z.record(providerSchema, providerConfigSchema),
  ledger: z
    .strictObject({
      baseUrl: url,
      timeout: timeout.default('10s'),
      token: secret.optional(),
      reviewAfter: durationSchema
        .default('15m')
        .describe('a step without an answer for this long puts the payment under review; it is repeated all the same'),
    })
    .optional()
    .describe("the caller's own service that holds, captures and releases funds; docs/ledger.md has its calls"),
  worker: z
    .strictObject({
      workflowSlots: z.int().min(2).max(10_000).default(100),
      cachedWorkflows: z.int().min(0).max(100_000).default(1_000),
      drain: durationSchema.default('45s').describe('at SIGTERM: how long calls in flight may take to finish'),
    })
    .prefault({}),
  webhooks: z.strictObject({ ...listen, maxBody: z.int().min(1_024).default(65_536) }).prefault({ port: 7_412 }),
  sandbox: z
    .strictObject({ ...listen, state: z.string().default('.tuntas/sandbox').describe('folder of its journal') })
    .prefault({ port: 7_411 }),
  temporal: z
    .strictObject({
      state: z.string().default('.tuntas/temporal').describe('folder of the SQLite file of `tuntas dev`'),
      port: z.int().min(1).max(65_535).default(7_233),
      uiPort: z.int().min(1).max(65_535).default(8_233),
    })
    .prefault({}),
});

export type ProviderConfig = z.infer<typeof providerConfigSchema>;
export type Config = z.infer<typeof configSchema>;
