import { createAccept } from './accept.js';
import { createBreakers } from './breaker.js';
import { ContactMemory, createCheck } from './check.js';
import { createDeliver } from './deliver.js';
import type { Deps } from './deps.js';
import { createIsFirstRun } from './first-run.js';
import { createInquire } from './inquire.js';
import { createLastContact } from './last-contact.js';
import { createLedger } from './ledger.js';
import { createPay } from './pay.js';
import { createReadNotices } from './read-notices.js';
import { createReadRecord } from './read-record.js';
import { createRenewReference } from './renew-reference.js';

export type { Deps } from './deps.js';

/** Activities of the queue `payments`: they contact no provider. */
export function createPaymentActivities(deps: Deps) {
  return {
    accept: createAccept(deps),
    isFirstRun: createIsFirstRun(deps),
    lastContact: createLastContact(deps),
    readNotices: createReadNotices(deps),
    readRecord: createReadRecord(deps),
    renewReference: createRenewReference(deps),
  };
}

/** Activities of a provider's queue. */
export function createProviderActivities(deps: Deps) {
  return {
    inquire: createInquire(deps),
    pay: createPay(deps, createBreakers()),
    check: createCheck(deps, new ContactMemory()),
  };
}

/** Activities of the ledger's queue. */
export function createLedgerActivities(deps: Deps) {
  return createLedger(deps);
}

/** Activities of a receiver's queue. */
export function createNotifyActivities(deps: Deps) {
  return { deliver: createDeliver(deps) };
}

export type NotifyActivities = ReturnType<typeof createNotifyActivities>;
export type PaymentActivities = ReturnType<typeof createPaymentActivities>;
export type ProviderActivities = ReturnType<typeof createProviderActivities>;
export type LedgerActivities = ReturnType<typeof createLedgerActivities>;
