import type { Adapter } from '../provider.js';
import { TokopediaProvider } from './client.js';
import { createNotices } from './notice-source.js';
import { settingsSchema } from './settings.js';

/** Tokopedia B2B digital goods ("SAT"), version 2. */
export const tokopedia: Adapter = {
  credentials: ['clientId', 'clientSecret', 'privateKey', 'publicKey'],
  optionalCredentials: ['publicKeyPrevious'],
  account: 'clientId',
  noticeCredentials: ['publicKey', 'publicKeyPrevious'],
  publicCredentials: ['publicKey', 'publicKeyPrevious'],
  sendsTime: true,
  settings: settingsSchema,
  create: (setup) => new TokopediaProvider(setup),
  createNotices,
};
