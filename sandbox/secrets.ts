import { CLIENT_PRIVATE_KEY, SANDBOX_PUBLIC_KEY } from './providers/tokopedia/keys.js';

/**
 * The sandbox's own credentials. They are public because they protect nothing: clients only need them to test signing.
 * Never use them at a real provider.
 */
export const SANDBOX_SECRETS = {
  digiflazz: {
    username: 'sandbox',
    apiKey: 'sandbox-api-key',
    webhookSecret: 'sandbox-webhook-secret',
  },
  tokopedia: {
    clientId: 'sandbox-client',
    clientSecret: 'sandbox-client-secret',
    privateKey: CLIENT_PRIVATE_KEY,
    publicKey: SANDBOX_PUBLIC_KEY,
  },
  ayoconnect: { key: 'sandbox-key', secret: 'sandbox-jwt-secret' },
  ledger: { token: 'sandbox-ledger-token' },
} as const;

/** `SANDBOX_SECRETS` with the caller's own values. */
export interface SandboxSecrets {
  digiflazz: { username: string; apiKey: string; webhookSecret: string };
  /** `signingKey`: the private half of `publicKey`, where that is not the sandbox's own. */
  tokopedia: { clientId: string; clientSecret: string; privateKey: string; publicKey: string; signingKey?: string };
  ayoconnect: { key: string; secret: string };
  ledger: { token: string };
}
