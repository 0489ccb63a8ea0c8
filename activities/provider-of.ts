import type { PaymentRequest } from '../contract/request.js';
import type { Deps } from './deps.js';
import type { Provider } from './providers/provider.js';

/** The provider of a payment. Throws when this worker does not know it; the activity is then retried. */
export function providerOf(deps: Deps, request: PaymentRequest): Provider {
  const provider = deps.providers[request.provider];
  if (!provider) throw new Error(`this worker has no provider ${request.provider}`);
  return provider;
}

/** A call under way is never aborted, because its reply decides about money; its own timeout ends it. */
export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
