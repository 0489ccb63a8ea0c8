import type { Tools } from './protocol.js';
import type { ActiveRule } from './rules.js';

/** What a protocol could read of a contact: its word for what is asked and, where it is known, about what. */
export interface ContactWords {
  command: string;
  asks?: 'inquiry' | 'pay' | 'status' | undefined;
  ref?: string;
  product?: string;
  customerNo?: string;
}

/** Finds the rule for a contact and writes the contact down. */
export function note(
  provider: string,
  { book, rules, now }: Tools,
  contact: ContactWords,
): { rule: ActiveRule | undefined; noted: Promise<void> } {
  const nth = book.contacts(provider, contact) + 1;
  const rule = rules.take({ provider, ...contact, nth });
  const at = new Date(now()).toISOString();
  const noted = book.record({ kind: 'contact', at, provider, ...contact, fault: rule?.fault });
  return { rule, noted };
}
