import type { Adapter } from '../provider.js';
import { AyoconnectProvider } from './client.js';
import { settingsSchema } from './settings.js';

/** Ayoconnect (Ayopop) bill payment. */
export const ayoconnect: Adapter = {
  credentials: ['key', 'secret'],
  account: 'key',
  noticeCredentials: [],
  settings: settingsSchema,
  create: (setup) => new AyoconnectProvider(setup),
  createNotices: (setup) => new AyoconnectProvider(setup),
};
