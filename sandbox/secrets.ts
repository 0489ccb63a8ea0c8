import { CLIENT_PRIVATE_KEY, SANDBOX_PUBLIC_KEY } from './providers/tokopedia/keys.js';

/**
 * The sandbox's own credentials. They stand in the open because they guard nothing: they only let clients practise
 * signing. Never reuse them at a real provider.
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

/** The same shape with values of the caller's own. */
export interface SandboxSecrets {
  digiflazz: { username: string; apiKey: string; webhookSecret: string };
  /** `signingKey`: the private half of `publicKey`, where that is not the sandbox's own. */
  tokopedia: { clientId: string; clientSecret: string; privateKey: string; publicKey: string; signingKey?: string };
  ayoconnect: { key: string; secret: string };
  ledger: { token: string };
}
