/**
 * Every error that Tuntas raises on purpose, and its stable code. Made where the fact is known; nothing re-wraps them.
 * A message names the field and the reason and never carries a secret or a customer's data.
 */
export type ErrorCode =
  | 'InvalidRequest'
  | 'InvalidConfig'
  | 'MissingSecret'
  | 'RequestMismatch'
  | 'InquiryFailed'
  | 'PaymentNotFound'
  | 'UpdateRefused'
  | 'PaymentEnded'
  | 'PaymentBroken'
  | 'Unreachable'
  | 'PortInUse'
  | 'NoTemporal';

/** The root of the hierarchy: `code` is stable and meant for programs, `message` for people. */
export class TuntasError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = code;
  }
}

/** One thing wrong with an input, and where: `path` is written like `providers.digiflazz.poll[0].every`. */
export interface Fault {
  path: string;
  reason: string;
}

/** Input that breaks the contract: a request, a configuration, a reference. Nothing was started. */
export class InvalidInput extends TuntasError {
  constructor(
    code: 'InvalidRequest' | 'InvalidConfig',
    readonly faults: readonly Fault[],
  ) {
    super(code, faults.map((fault) => (fault.path ? `${fault.path}: ${fault.reason}` : fault.reason)).join('; '));
  }
}

/** The exit code of the command line for each error code: 2 is the caller's to mend, 4 is a machine out of reach. */
export function exitCodeOf(error: unknown): 1 | 2 | 4 {
  if (!(error instanceof TuntasError)) return 1;
  switch (error.code) {
    case 'Unreachable':
    case 'NoTemporal':
      return 4;
    case 'InquiryFailed':
    case 'PaymentBroken':
      return 1;
    default:
      return 2;
  }
}
