import { sign } from '@noble/ed25519';
import { type Config, configSchema } from '../../contract/config.js';
import { signedText } from '../../contract/proof.js';
import type { Order, Provider } from '../../activities/providers/provider.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { Resolution } from '../../contract/resolution.js';
import type { Secrets } from '../../worker/secrets.js';
import type { Scenario } from './scenario.js';

const secrets = { username: 'user', apiKey: 'key', webhookSecret: 'a-webhook-secret-of-32-characters' };
const receiverSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
export const SECRETS: Secrets = {
  providers: { digiflazz: secrets, tokopedia: secrets },
  notify: { shop: [receiverSecret] },
  customerKey: new Uint8Array(32).fill(9),
};

/** An Ed25519 key pair of nobody: the private key is 32 times the byte 7. */
const OPERATOR_KEY = new Uint8Array(32).fill(7);
const OPERATOR_PUBLIC_KEY = '6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=';

const cache = new Map<string, Config>();

/** The worker's configuration: times as in production, so that what takes hours there takes hours here. */
export function configOf({ waitsForDeposit, operators, isTold = false }: Scenario): Config {
  const key = `${waitsForDeposit} ${operators} ${isTold}`;
  const known = cache.get(key);
  if (known) return known;
  const provider = {
    adapter: 'digiflazz',
    baseUrl: 'https://biller.example',
    credentials: { username: { env: 'U' }, apiKey: { env: 'K' }, webhookSecret: { env: 'W' } },
    timeout: '30s',
    minGap: '60s',
    firstCheck: '60s',
    poll: [
      { every: '2m', for: '10m' },
      { every: '30m', for: '4h' },
      { every: '2h', for: '1d' },
    ],
    reviewAfter: '2h',
    pollLimit: '12h',
    onDepositTooLow: waitsForDeposit ? 'wait' : 'fail',
    settings: { dialect: 'digiflazz' },
  };
  const made = configSchema.parse({
    deadline: '15m',
    // So short that a payment under review renews its record.
    retention: '6h',
    providers: { digiflazz: provider, tokopedia: provider },
    ledger: { baseUrl: 'https://ledger.example', reviewAfter: '15m' },
    ...(isTold ? { notify: [{ name: 'shop', url: 'https://receiver.example', secret: { env: 'S' } }] } : {}),
    ...(operators ? { operators: { operator: OPERATOR_PUBLIC_KEY } } : {}),
  });
  cache.set(key, made);
  return made;
}

/** How long the provider must know nothing of a pay before it is sent again; milliseconds. */
const REPEAT_AFTER_MS = 600_000;

/**
 * A provider with Tokopedia's terms: its documentation makes a repeat of pay safe. It speaks the protocol of the Digiflazz
 * family here, whose adapter is the real one.
 */
export function repeatable(provider: Provider): Provider {
  return Object.assign(Object.create(provider) as Provider, {
    terms: async (request: PaymentRequest) => ({
      ...(await provider.terms(request)),
      repeatAfterMs: REPEAT_AFTER_MS,
    }),
    check: async (order: Order, signal: AbortSignal) => {
      const evidence = await provider.check(order, signal);
      return evidence.why === 'not-found' ? { ...evidence, absent: true } : evidence;
    },
  });
}

/** A resolution with the operator's signature. */
export function signedBy(workflowId: string, challenge: string, resolution: Resolution): Resolution {
  const text = new TextEncoder().encode(signedText(workflowId, challenge, resolution));
  return { ...resolution, proof: Buffer.from(sign(text, OPERATOR_KEY)).toString('base64') };
}
