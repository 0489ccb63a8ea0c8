import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { TuntasError } from '../contract/errors.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import { paymentId } from '../contract/names.js';
import { standingRunOf } from './standing.js';

/**
 * The argument that a workflow was started with, from the first event of its history: this needs no worker. A run after
 * a reset begins with the same event.
 * @param runId @default the latest run
 */
export async function acceptedInput(client: Client, workflowId: string, runId?: string): Promise<unknown> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId: runId ?? '' },
    maximumPageSize: 1,
  });
  const input = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const [argument] = await decodeArrayFromPayloads(client.options.loadedDataConverter, input);
  return argument;
}

/**
 * Throws `TuntasError` (code RequestMismatch) when this reference was started with another content.
 * @param runId the run that says what became of the payment. @default the latest run
 */
export async function refuseMismatch(client: Client, request: PaymentRequest, runId?: string): Promise<void> {
  const accepted = await acceptedInput(client, paymentId(request), runId);
  const differing = differences(request, accepted);
  if (differing.length === 0) return;
  throw new TuntasError(
    'RequestMismatch',
    `${request.provider} ${request.refId} was started with other content: ${differing.join(', ')}`,
  );
}

/** The same for the payment that has used the reference: the latest run may be one that is refused. */
export async function refuseStandingMismatch(client: Client, request: PaymentRequest): Promise<void> {
  const latest = await client.workflow.getHandle(paymentId(request)).describe();
  const { runId } = await standingRunOf(client, request, latest);
  await refuseMismatch(client, request, runId);
}

/** The same by an outcome, which names what was paid. */
export function refuseOtherOutcome(request: PaymentRequest, outcome: PaymentOutcome): void {
  const { provider, refId, product, customerNo } = request;
  if (outcome.product === product && outcome.customerNo === customerNo) return;
  throw new TuntasError('RequestMismatch', `${provider} ${refId} was started with other content`);
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
