import type { Tools } from './protocol.js';
import type { ActiveRule } from './rules.js';

/** What a protocol could read of a contact. */
export interface ContactDetails {
  /** The protocol's name of the call. */
  command: string;
  /** What the command is for, in any protocol. */
  asks?: 'inquiry' | 'pay' | 'status' | undefined;
  ref?: string;
  product?: string;
  customerNo?: string;
}

/** Takes the rule for a contact and records the contact; `recorded` resolves when it is on the disk. */
export function recordContact(
  provider: string,
  { store, rules, now }: Tools,
  contact: ContactDetails,
): { rule: ActiveRule | undefined; recorded: Promise<void> } {
  const nth = store.contacts(provider, contact) + 1;
  const rule = rules.take({ provider, ...contact, nth });
  const at = new Date(now()).toISOString();
  const recorded = store.record({ kind: 'contact', at, provider, ...contact, fault: rule?.fault });
  return { rule, recorded };
}
