import type { Subject } from '../subject.js';
import { digiflazz, digiswitch } from './digiflazz.js';

/** Every provider that the kit checks: one line for each. */
export const subjects: readonly Subject[] = [digiflazz, digiswitch];
