/** The checks, in the order in which they are shown. */
export const CHECKS = [
  'configuration',
  'secrets',
  'temporal',
  'namespace',
  'counterparties',
  'workers',
  'clock',
  'providers',
  'ledger',
  'webhooks',
  'notify',
  'operators',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** All but those without which the others say little. */
export const SKIPPABLE: readonly CheckName[] = CHECKS.filter((name) => name !== 'configuration' && name !== 'temporal');
