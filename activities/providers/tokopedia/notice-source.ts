import type { NoticeSource, ProviderSetup } from '../provider.js';
import { readPublicKeys } from './keys.js';
import { readNotice } from './notice.js';
import { settingsSchema } from './settings.js';
import { isSigned } from './signature.js';

/** Reads notices with the provider's public keys and nothing else. */
export function createNotices({ name, config, secrets, now }: ProviderSetup): NoticeSource {
  const { signature: padding } = settingsSchema.parse(config.settings);
  const publicKeys = readPublicKeys({ name, secrets });
  const verify = (body: Buffer, signature: string) => publicKeys.some((key) => isSigned(body, signature, key, padding));
  // Without our own credentials there is none that a reply could repeat.
  const asItIs = (text: string) => text;
  return {
    name,
    signatureHeaders: ['signature'],
    notice: (delivery) =>
      readNotice(delivery, verify, { at: new Date(now()).toISOString(), redact: asItIs, redactValue: asItIs }),
  };
}
