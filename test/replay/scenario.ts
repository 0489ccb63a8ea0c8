import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Progress } from '../../contract/messages.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { scriptedLedger } from '../support/scripted-ledger.js';
import type { Contact, Script } from '../support/scripted-provider.js';

/** One way through a workflow, to be recorded and replayed. A field that is left out is as in a payment that succeeds at once. */
export interface Scenario {
  /** The provider's replies. */
  script?: Script;
  /** The ledger's replies. When it is set, even to an empty object, the payment has an account with funds to hold. */
  ledger?: NonNullable<Parameters<typeof scriptedLedger>[0]>;
  /** How many times the product's terms cannot be had before they can. */
  termsUnknown?: number;
  /** The workflow is started with search attributes, as the client library does; else it writes all of them itself. */
  searchAttributes?: boolean;
  /** No worker takes an activity that contacts the provider. */
  withoutProvider?: boolean;
  /** Settings of the provider. */
  provider?: Record<string, unknown>;
  /** More of the request. */
  request?: Partial<PaymentRequest>;
  /** What people and webhooks do while the workflow runs; begins as soon as it is started. */
  meanwhile?: (context: ScenarioContext) => Promise<unknown>;
  /** No time is skipped; so it is where a receiver is told. */
  inRealTime?: boolean;
  /** The configuration has a `customerKey`. */
  withCustomerKey?: boolean;
  /** A receiver is told: the statuses that it answers at first. Then it takes everything. */
  receivers?: { answers?: number[] };
  /** Whose history is recorded; `message`: of the first one that the receiver gets. Default: the payment's. */
  of?: 'payment' | 'review' | 'message';
}

/** What the steps of a scenario can read and do. */
export interface ScenarioContext {
  request: PaymentRequest;
  client: Client;
  payment: WorkflowHandle;
  review: WorkflowHandle;
  /** The workflow of the first message that the receiver has got. */
  message(): WorkflowHandle | undefined;
  progress(): Promise<Progress>;
  bill(): Promise<void>;
  confirm(amount: number): Promise<void>;
  cancel(): Promise<void>;
  /** Sends the update `outcome`, and does not wait for its answer. */
  waitForOutcome(): Promise<void>;
  /** An operator's verdict, on the payment under review or on the review of an ended one. */
  resolve(status: 'Sukses' | 'Gagal'): Promise<void>;
  /** Contacts with the provider so far. */
  count(what: Contact['what']): number;
  /** Lets time pass until `condition` holds. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
}
