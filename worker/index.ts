/**
 * A worker with providers of your own: `runWorker`, the types of a provider, and what the readers of replies share.
 * @module tuntas/worker
 */
export { runWorker, type WorkerOptions } from './run-worker.js';
export type { ProcessOptions } from './process-setup.js';
export { adapters } from '../activities/providers/index.js';
export type {
  AccountCall,
  Adapter,
  Balance,
  BillFound,
  BillRefused,
  BillUnclear,
  Delivery,
  InquiryReply,
  NoticeReading,
  NoticeSource,
  Order,
  ProductTerms,
  Provider,
  ProviderProduct,
  ProviderSetup,
} from '../activities/providers/provider.js';
export { AccountRefused, type RefusedFor } from '../activities/providers/account-refused.js';
export type { Claim, Evidence, EvidenceKind } from '../contract/evidence.js';
export type { World } from '../activities/world.js';
export type { HttpCall, HttpFailure, HttpReply, HttpResult, HttpTrouble } from '../activities/http.js';
export type { Config, ConfigFile, ProviderConfig, ReceiverConfig } from '../contract/config.js';
export type { ReceiptLine } from '../contract/outcome.js';
export type { PaymentRequest } from '../contract/request.js';
export { refIdSchema } from '../contract/request.js';
export { InvalidInput, TuntasError, type ErrorCode, type Fault } from '../contract/errors.js';
export type { TemporalTarget } from '../client/connection.js';
export { mismatch, type NamedPayment } from '../activities/providers/mismatch.js';
export { codeAndMessage, detailsOf, type Reading, type StatedDetails } from '../activities/providers/details.js';
export { RECEIPT, ROWS_LEFT_OUT, scalarText, withinLimits } from '../activities/providers/receipt.js';
export {
  clean,
  httpText,
  isOk,
  isTransportStatus,
  nameOf,
  optionalText,
  parseExact,
  pauseOf,
  redactor,
  rupiah,
  troubleText,
  utcTime,
} from '../activities/providers/reading.js';
export { milliseconds } from '../contract/duration.js';
