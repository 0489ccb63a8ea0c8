import { TuntasError } from '../../contract/errors.js';

/** What a refused call about our account is about. `other`: the provider's words tell, and its code does not. */
export type RefusedFor = 'credentials' | 'address' | 'too-often' | 'other';

/**
 * Thrown by `balance` and `products` where the provider has answered, and said no. The message has the provider's own
 * words, without secrets.
 */
export class AccountRefused extends TuntasError {
  constructor(
    message: string,
    readonly refusedFor: RefusedFor,
  ) {
    super('Unreachable', message);
  }
}
