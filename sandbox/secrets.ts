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
  ledger: { token: 'sandbox-ledger-token' },
} as const;

/** The same shape with values of the caller's own. */
export interface SandboxSecrets {
  digiflazz: { username: string; apiKey: string; webhookSecret: string };
  ledger: { token: string };
}
