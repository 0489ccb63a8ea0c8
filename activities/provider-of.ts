import type { PaymentRequest } from '../contract/request.js';
import type { Deps } from './deps.js';
import type { Provider } from './providers/provider.js';

/** The provider of a payment. Throws (and so is tried again) while this worker does not know it. */
export function providerOf(deps: Deps, request: PaymentRequest): Provider {
  const provider = deps.providers[request.provider];
  if (!provider) throw new Error(`this worker has no provider ${request.provider}`);
  return provider;
}

/** Calls in flight are always let finish: their answer is worth more than the moment saved. Their timeout ends them. */
export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
