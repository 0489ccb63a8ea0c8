import type { Subject } from '../subject.js';
import { ayoconnect } from './ayoconnect.js';
import { digiflazz, digiswitch } from './digiflazz.js';
import { tokopedia } from './tokopedia.js';

/** Every provider that the kit checks: one line for each. */
export const subjects: readonly Subject[] = [digiflazz, digiswitch, tokopedia, ayoconnect];
