import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Progress } from '../../contract/messages.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { scriptedLedger } from '../support/scripted-ledger.js';
import type { Contact, Script } from '../support/scripted-provider.js';

/** One way through a workflow, to be recorded and replayed. What is left out is as in a payment that simply succeeds. */
export interface Scenario {
  /** What the provider says. */
  script?: Script;
  /** What the ledger says; given, even when empty, the payment has an account to hold funds of. */
  ledger?: NonNullable<Parameters<typeof scriptedLedger>[0]>;
  /** Settings of the provider. */
  provider?: Record<string, unknown>;
  /** More of the request. */
  request?: Partial<PaymentRequest>;
  /** What people and webhooks do while it runs; played as soon as it is started. */
  act?: (context: ScenarioContext) => Promise<unknown>;
  /** Whose history is recorded. Default: the payment's. */
  of?: 'payment' | 'review';
}

/** What a scenario's `act` has in hand. */
export interface ScenarioContext {
  request: PaymentRequest;
  client: Client;
  payment: WorkflowHandle;
  review: WorkflowHandle;
  progress(): Promise<Progress>;
  bill(): Promise<void>;
  confirm(amount: number): Promise<void>;
  cancel(): Promise<void>;
  /** An operator's verdict, on the payment under review or on the review of an ended one. */
  resolve(status: 'Sukses' | 'Gagal'): Promise<void>;
  /** Contacts with the provider so far. */
  count(what: Contact['what']): number;
  /** Lets time pass until `condition` holds. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
}
