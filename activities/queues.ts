/** The task queue of workflows, and of the activities that contact nobody outside. Part of the contract. */
export const paymentsQueue = 'payments';

/** One queue per provider, with its own rate limit and slots: a dead provider does not slow the others. */
export function providerQueue(provider: string): string {
  return `${paymentsQueue}-${provider}`;
}

export const ledgerQueue = `${paymentsQueue}-ledger`;
