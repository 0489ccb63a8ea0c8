import { sign } from '@noble/ed25519';
import { type Config, configSchema } from '../../contract/config.js';
import { signedText } from '../../contract/proof.js';
import type { Resolution } from '../../contract/resolution.js';
import type { Secrets } from '../../worker/secrets.js';
import type { Scenario } from './scenario.js';

export const SECRETS: Secrets = {
  providers: { digiflazz: { username: 'user', apiKey: 'key', webhookSecret: 'a-webhook-secret-of-32-characters' } },
};

/** An Ed25519 key pair of nobody: the private key is 32 times the byte 7. */
const OPERATOR_KEY = new Uint8Array(32).fill(7);
const OPERATOR_PUBLIC_KEY = '6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=';

const cache = new Map<string, Config>();

/** The worker's configuration: times as in production, so that what takes hours there takes hours here. */
export function configOf({ waitsForDeposit, operators }: Scenario): Config {
  const key = `${waitsForDeposit} ${operators}`;
  const known = cache.get(key);
  if (known) return known;
  const made = configSchema.parse({
    deadline: '15m',
    providers: {
      digiflazz: {
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
      },
    },
    ledger: { baseUrl: 'https://ledger.example', reviewAfter: '15m' },
    ...(operators ? { operators: { operator: OPERATOR_PUBLIC_KEY } } : {}),
  });
  cache.set(key, made);
  return made;
}

/** A resolution with the operator's signature. */
export function signedBy(workflowId: string, challenge: string, resolution: Resolution): Resolution {
  const text = new TextEncoder().encode(signedText(workflowId, challenge, resolution));
  return { ...resolution, proof: Buffer.from(sign(text, OPERATOR_KEY)).toString('base64') };
}
