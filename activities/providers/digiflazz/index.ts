import type { Adapter } from '../provider.js';
import { DigiflazzProvider } from './client.js';
import { settingsSchema } from './settings.js';

/** Digiflazz, and Digiswitch as its dialect. */
export const digiflazz: Adapter = {
  credentials: ['username', 'apiKey'],
  optionalCredentials: ['webhookSecret', 'webhookSecretPrevious'],
  ownCredentials: ['webhookSecret', 'webhookSecretPrevious'],
  account: 'username',
  noticeCredentials: ['webhookSecret', 'webhookSecretPrevious'],
  settings: settingsSchema,
  create: (setup) => new DigiflazzProvider(setup),
  createNotices: (setup) => new DigiflazzProvider(setup),
};
