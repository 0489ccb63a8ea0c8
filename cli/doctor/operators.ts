import { isSandboxed } from '../../worker/sandboxed.js';
import type { Context } from './context.js';
import { NO_CONFIGURATION, ok, type Seen, warning } from './finding.js';

/** Whether resolutions need an operator's signature. Keys that do not parse are faults of the configuration. */
export async function checkOperators({ setup }: Context): Promise<Seen[]> {
  if (!setup) return NO_CONFIGURATION;
  const names = Object.keys(setup.config.operators ?? {});
  if (names.length > 0) return [ok(names.join(', '))];
  if (isSandboxed(setup.config)) return [ok('none; every provider is the sandbox')];
  return [
    warning(
      'none: whoever may send updates to the namespace may resolve payments',
      'make a key with `tuntas operator keygen`, and name it under `operators`',
    ),
  ];
}
