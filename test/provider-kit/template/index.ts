import type { Adapter } from '../../../activities/providers/provider.js';
import { TemplateProvider } from './client.js';
import { settingsSchema } from './settings.js';

/** To do: name the provider, and the credentials that it needs. */
export const template: Adapter = {
  credentials: ['apiKey'],
  settings: settingsSchema,
  create: (setup) => new TemplateProvider(setup),
};
