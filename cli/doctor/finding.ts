import { given } from '../../contract/given.js';
import type { CheckName } from './names.js';

/**
 * - `ok`: looked at, and as it should be;
 * - `warning`: it works, and somebody should look at it;
 * - `problem`: it does not work, or money is at risk;
 * - `not checked`: nothing can be said, and why.
 */
export type Level = 'ok' | 'warning' | 'problem' | 'not checked';

/** What a check has seen. No secret, and nobody's personal data. */
export interface Seen {
  level: Level;
  /** What it is about: a provider, a path of the configuration, a task queue. */
  subject?: string;
  seen: string;
  /** What to do about it. Every problem has it. */
  mend?: string;
}

export interface Finding extends Seen {
  check: CheckName;
}

export function ok(seen: string, subject?: string): Seen {
  return given({ level: 'ok' as const, subject, seen });
}

export function warning(seen: string, mend: string, subject?: string): Seen {
  return given({ level: 'warning' as const, subject, seen, mend });
}

export function problem(seen: string, mend: string, subject?: string): Seen {
  return given({ level: 'problem' as const, subject, seen, mend });
}

export function notChecked(seen: string, subject?: string): Seen {
  return given({ level: 'not checked' as const, subject, seen });
}

/** Of a check that cannot do without the configuration. */
export const NO_CONFIGURATION = [notChecked('needs the configuration, which has problems')];

/** Of a check that cannot do without Temporal. */
export const NO_TEMPORAL = [notChecked('needs Temporal, which has problems')];
