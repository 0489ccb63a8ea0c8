import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { TuntasError } from '../contract/errors.js';
import type { PaymentRequest } from '../contract/request.js';
import { paymentId } from '../contract/names.js';

/**
 * The request that a payment was started with, from the first event of its history: this needs no worker. A run after a
 * reset begins with the same event.
 */
export async function acceptedRequest(client: Client, workflowId: string): Promise<unknown> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const input = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const [request] = await decodeArrayFromPayloads(client.options.loadedDataConverter, input);
  return request;
}

/** Throws `TuntasError` (code RequestMismatch) when this reference was started with another content. */
export async function refuseMismatch(client: Client, request: PaymentRequest): Promise<void> {
  const accepted = await acceptedRequest(client, paymentId(request));
  const differing = differences(request, accepted);
  if (differing.length === 0) return;
  throw new TuntasError(
    'RequestMismatch',
    `${request.provider} ${request.refId} was started with other content: ${differing.join(', ')}`,
  );
}

/** Values that mean the same as a field that is left out. */
const DEFAULTS = { confirm: 'auto', onDeadline: 'hold', testing: false } as const;

/** The names of the fields in which two requests differ. */
export function differences(request: PaymentRequest, accepted: unknown): string[] {
  const ours: Record<string, unknown> = { ...DEFAULTS, ...request };
  const theirs: Record<string, unknown> = { ...DEFAULTS, ...(accepted as object | undefined) };
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].filter((name) => !isDeepStrictEqual(ours[name], theirs[name]));
}
