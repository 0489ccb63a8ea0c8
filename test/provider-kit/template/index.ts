import type { Adapter } from '../../../activities/providers/provider.js';
import { TemplateProvider } from './client.js';
import { settingsSchema } from './settings.js';

/** To do: name the provider, the credentials that it needs, its account among them, and those of its notices. */
export const template: Adapter = {
  credentials: ['apiKey'],
  account: 'apiKey',
  noticeCredentials: [],
  settings: settingsSchema,
  create: (setup) => new TemplateProvider(setup),
  createNotices: (setup) => new TemplateProvider(setup),
};
