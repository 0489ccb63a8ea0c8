import type { Evidence } from '../contract/evidence.js';
import type { Bill, PaymentStatus, Review, Stage } from '../contract/messages.js';
import type { OutcomeFields } from '../contract/outcome.js';
import type { Plan } from '../contract/plan.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { PaymentRequest } from '../contract/request.js';
import type { Resolution } from '../contract/resolution.js';
import type { Ending } from './ending.js';
import { quoted } from './markdown.js';
import type { FundsPosition, LedgerStep } from './settlement.js';
import type { Answerable } from './verdicts.js';

/** What the page of an accepted payment is made of. Amounts in rupiah, times in milliseconds since 1970. */
export interface PaymentFacts extends Answerable {
  readonly request: PaymentRequest;
  readonly plan: Plan;
  readonly stage: Stage;
  readonly status: PaymentStatus;
  readonly bill: Bill | undefined;
  readonly agreedAmount: number | undefined;
  readonly deadlineAt: number;
  readonly payBefore: number;
  readonly confirmed: boolean;
  readonly cancelAsked: boolean;
  readonly checksEnded: boolean;
  readonly success: Evidence | undefined;
  readonly lastReply: { code: string; message: string };
  readonly review: Review | undefined;
  readonly resolution: Resolution | undefined;
  readonly unpaid: Ending | undefined;
  readonly outcome: OutcomeFields | undefined;
  readonly ledger: { readonly position: FundsPosition; readonly asking: LedgerStep | undefined };
}

/** Shorter inputs of a product, such as a month, stand in texts by chance; characters. */
const SHORTEST_INPUT = 5;

/** What may stand in a provider's words and must not be shown. */
export function secretsOf({ request, bill, success, outcome }: Personal): string[] {
  const inputs = [...request.customerNo.split(','), ...Object.values(request.fields ?? {})];
  const found = [success, outcome].flatMap((one) => [one?.customerName, one?.serialNumber, one?.voucher]);
  return [
    request.customerNo,
    ...inputs.filter(({ length }) => length >= SHORTEST_INPUT),
    ...[bill?.customerName, ...found].filter((secret) => secret !== undefined),
  ];
}

type Personal = Pick<PaymentFacts, 'request'> & Partial<Pick<PaymentFacts, 'bill' | 'success' | 'outcome'>>;

/** A reply of the provider as Markdown, without what was bought and without secrets. */
export function replied(reply: { code: string; message: string; voucher?: string | undefined }, secrets: string[]) {
  const { code, message } = withoutVoucher(reply);
  return quoted([code, message].filter(Boolean).join(' '), secrets);
}
