/** What the server says with failedPrecondition of one workflow at which workers fail again and again. */
export const FAILING_AT_WORKFLOW = /workflow task/i;

/** What it says with the same code where no worker asks for work. */
export const NO_POLLER = /no poller/i;

/** gRPC status codes of Temporal's replies. */
export const GRPC_STATUS = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;
