import { ayoconnect } from './ayoconnect/index.js';
import { digiflazz } from './digiflazz/index.js';
import type { Adapter } from './provider.js';
import { tokopedia } from './tokopedia/index.js';

/** The protocols that Tuntas speaks, by the name that `adapter` has in the configuration. */
export const adapters: Record<string, Adapter> = {
  ayoconnect,
  digiflazz,
  tokopedia,
};
