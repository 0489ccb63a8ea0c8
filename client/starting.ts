import type { WorkflowStartOptions } from '@temporalio/client';
import { GRPC_STATUS } from '../contract/grpc-status.js';
import { paymentId, paymentsQueue } from '../contract/names.js';
import type { PaymentRequest } from '../contract/request.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { paymentSummary } from '../contract/summary.js';
import type { payment } from '../workflows/payment.js';

type StartOptions = ReturnType<typeof startOptions> & Pick<WorkflowStartOptions, 'typedSearchAttributes'>;

/**
 * Starts with the search attributes that the workflow would write first, which saves it that write. Before the first
 * worker has registered them the server does not know them, and the workflow writes them itself later.
 */
export async function withSearchAttributes<T>(
  request: PaymentRequest,
  start: (options: StartOptions) => Promise<T>,
): Promise<T> {
  const options = startOptions(request);
  try {
    return await start({ ...options, typedSearchAttributes: searchAttributesAtStart(request) });
  } catch (error) {
    const { code, details } = ((error as Error).cause ?? error) as { code?: unknown; details?: unknown };
    const isUnknown = code === GRPC_STATUS.invalidArgument && /search attribute/i.test(String(details));
    if (!isUnknown) throw error;
    return start(options);
  }
}

function searchAttributesAtStart({ provider, product }: PaymentRequest) {
  return [
    { key: SEARCH_ATTRIBUTES.status, value: 'Pending' },
    { key: SEARCH_ATTRIBUTES.stage, value: 'inquiry' },
    { key: SEARCH_ATTRIBUTES.provider, value: provider },
    { key: SEARCH_ATTRIBUTES.product, value: product },
    { key: SEARCH_ATTRIBUTES.review, value: false },
  ];
}

/** One workflow for one reference: attach while it runs, never start it again after its end. */
function startOptions(request: PaymentRequest) {
  return {
    workflowId: paymentId(request),
    taskQueue: paymentsQueue,
    args: [request],
    staticSummary: paymentSummary(request),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  } satisfies WorkflowStartOptions<typeof payment>;
}
