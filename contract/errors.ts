import type { RefusalReason } from './refusals.js';

/**
 * Every error that Tuntas raises on purpose: its stable code, what it means, and the exit code of the command line. 1 is
 * Gagal, 2 is the caller's to mend, 3 is still Pending, 4 is a machine out of reach, 5 is broken: never read it as Gagal.
 */
export const ERRORS = {
  InvalidRequest: {
    exit: 2,
    means: 'the request, the reference or the verdict breaks the contract: nothing was started',
  },
  InvalidConfig: { exit: 2, means: 'the configuration breaks its schema' },
  MissingSecret: { exit: 2, means: 'an environment variable that the configuration names is not set' },
  MissingPackage: { exit: 2, means: 'a command needs packages that are not installed; the message installs them' },
  RequestMismatch: { exit: 2, means: 'the reference belongs to a payment with other content' },
  InquiryFailed: { exit: 1, means: 'the provider refused the inquiry: the payment is Gagal, nothing was sent' },
  PaymentNotFound: { exit: 2, means: 'Temporal knows no such payment' },
  UpdateRefused: { exit: 2, means: 'the payment does not take the message now; `reason` says why' },
  PaymentEnded: { exit: 2, means: 'the payment has ended: read its outcome' },
  PaymentBroken: { exit: 5, means: 'the payment was ended from outside and has no outcome: ask the provider' },
  TimeLimit: { exit: 3, means: 'no answer within the limit: what was asked for goes on' },
  Unreachable: { exit: 4, means: 'Temporal, a provider or a worker does not answer' },
  PortInUse: { exit: 2, means: 'another program listens on the port' },
  NoTemporal: { exit: 4, means: 'the Temporal server cannot be started on this machine' },
} as const satisfies Record<string, { exit: 1 | 2 | 3 | 4 | 5; means: string }>;

/** The stable code of an error; `ERRORS` says what each means. */
export type ErrorCode = keyof typeof ERRORS;

/**
 * The root of the hierarchy: `code` is stable and meant for programs, `message` for people. A message names the field and
 * the reason and never carries a secret or a customer's data. Made where the fact is known; nothing re-wraps them.
 */
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

/** Why a run is refused whose reference another payment has used. What that one has sent nobody knows from the refusal. */
export const USED_BEFORE: Fault = {
  path: 'refId',
  reason: 'was used before: a payment under this reference has begun and ended',
};

/** Whether a fault says that another payment has used the reference. */
export function isUsedBefore({ path, reason }: Fault): boolean {
  return path === USED_BEFORE.path && reason === USED_BEFORE.reason;
}

/** One thing wrong with an input, and where: `path` is written like `providers.digiflazz.poll[0].every`. */
export interface Fault {
  /** Such as `providers.digiflazz.poll[0].every`. */
  path: string;
  /** What is wrong there. */
  reason: string;
}

/** What is wrong with an input, in one line. */
export function textOfFaults(faults: readonly Fault[]): string {
  return faults.map(({ path, reason }) => (path ? `${path}: ${reason}` : reason)).join('; ');
}

/** Input that breaks the contract: a request, a configuration, a reference. Nothing was started. */
export class InvalidInput extends TuntasError {
  constructor(
    code: 'InvalidRequest' | 'InvalidConfig',
    readonly faults: readonly Fault[],
  ) {
    super(code, textOfFaults(faults));
  }
}

/** The provider refused the inquiry (code `InquiryFailed`); the message has its words. */
export class InquiryFailed extends TuntasError {
  constructor(
    message: string,
    /** The provider's code; empty where it gave none. */
    readonly providerCode: string,
  ) {
    super('InquiryFailed', message);
  }
}

/** A payment, or the review of an ended one, refuses a message (code `UpdateRefused`). */
export class UpdateRefused extends TuntasError {
  constructor(
    message: string,
    /** Stable, for programs; undefined where a worker of an earlier version has refused. */
    readonly reason: RefusalReason | undefined,
  ) {
    super('UpdateRefused', message);
  }
}

/** The exit code of the command line for each error. */
export function exitCodeOf(error: unknown): 1 | 2 | 3 | 4 | 5 {
  return error instanceof TuntasError ? ERRORS[error.code].exit : 5;
}
