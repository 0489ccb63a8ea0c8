import { verdictOf } from '../contract/evidence.js';
import { given } from '../contract/given.js';
import type { PaymentOutcome, Reason } from '../contract/outcome.js';
import { gagal, type Ending } from './ending.js';
import type { PaymentState } from './payment-state.js';

/** The end of the table, and why it was reached. */
export function endingOf({ unpaid, standing }: PaymentState, status: Ending['status']): Ending {
  if (unpaid?.status === status) return unpaid;
  if (verdictOf(standing) !== status) return { status, reason: 'resolved' };
  return status === 'Sukses' ? { status } : gagal(standing === 'refused' ? 'rejected' : 'failed');
}

/** Our words about a Gagal that the provider did not decide. */
const OUR_MESSAGES: Partial<Record<Reason, string>> = {
  'over-limit': 'the bill is above maxAmount, or its amount is not known: nothing was sent',
  'no-funds': 'the ledger refused to hold the funds: nothing was sent',
  expired: 'the deadline or the expiry of the bill passed: nothing was sent',
  cancelled: 'cancelled before pay: nothing was sent',
  resolved: 'resolved by an operator',
};

/** The result of the workflow. */
export function outcomeOf(state: PaymentState, ending: Ending, funds: PaymentOutcome['funds']): PaymentOutcome {
  const { request, proof, bill, agreedAmount, lastReply } = state;
  const paid = ending.status === 'Sukses';
  const success = paid ? state.success : undefined;
  const ours = paid ? undefined : OUR_MESSAGES[ending.reason];
  const drift = success?.amount === undefined || agreedAmount === undefined ? 0 : success.amount - agreedAmount;
  return {
    ...ending,
    provider: request.provider,
    refId: request.refId,
    product: request.product,
    customerNo: request.customerNo,
    ...given({
      customerName: text(success?.customerName ?? bill?.customerName),
      testing: request.testing,
      amount: state.amountPaid,
      charge: paid ? state.charge : undefined,
      cost: success?.cost,
      fee: success?.fee,
      admin: success?.admin ?? bill?.admin,
      drift: drift === 0 ? undefined : drift,
      serialNumber: text(success?.serialNumber),
      voucher: text(success?.voucher),
      providerRef: text(success?.providerRef ?? proof?.providerRef),
    }),
    code: ours === undefined ? lastReply.code : '',
    message: ours ?? lastReply.message,
    receipt: success?.receipt?.length ? success.receipt : (bill?.receipt ?? []),
    funds,
    startedAt: new Date(state.startedAt).toISOString(),
    ...given({ paidAt: success?.paidAt ?? success?.at }),
    finishedAt: new Date().toISOString(),
  };
}

/** An empty text is left out. */
function text(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
