import { verdictOf } from '../contract/evidence.js';
import { given } from '../contract/given.js';
import type { PaymentOutcome, Reason } from '../contract/outcome.js';
import type { PaymentState } from './payment-state.js';

/** How a payment ends. */
export interface Ending {
  status: 'Sukses' | 'Gagal';
  reason?: Reason;
}

export function gagal(reason: Reason): Ending {
  return { status: 'Gagal', reason };
}

/** The ending that the evidence, or an operator, has decided on. */
export function decidedEnding(state: PaymentState): Ending {
  if (state.resolution) return { status: state.resolution.status, reason: 'resolved' };
  if (verdictOf(state.standing) === 'Sukses') return { status: 'Sukses' };
  return gagal(state.standing === 'refused' ? 'rejected' : 'failed');
}

/** The result of the workflow. */
export function outcomeOf(state: PaymentState, { status, reason }: Ending): PaymentOutcome {
  const { request, proof, bill, agreedAmount, lastReply } = state;
  const paid = status === 'Sukses';
  const success = paid ? state.success : undefined;
  const drift = success?.amount === undefined || agreedAmount === undefined ? 0 : success.amount - agreedAmount;
  return {
    status,
    ...given({ reason }),
    provider: request.provider,
    refId: request.refId,
    product: request.product,
    customerNo: request.customerNo,
    ...given({
      customerName: text(success?.customerName ?? bill?.customerName),
      testing: request.testing,
      amount: agreedAmount ?? bill?.amount,
      charge: paid ? (request.charge ?? agreedAmount) : undefined,
      cost: success?.cost,
      admin: success?.admin ?? bill?.admin,
      drift: drift === 0 ? undefined : drift,
      serialNumber: text(success?.serialNumber),
      voucher: text(success?.voucher),
      providerRef: text(success?.providerRef ?? proof?.providerRef),
    }),
    code: lastReply.code,
    message: lastReply.message,
    receipt: success?.receipt?.length ? success.receipt : (bill?.receipt ?? []),
    funds: finalFunds(state),
    startedAt: new Date(state.startedAt).toISOString(),
    ...given({ paidAt: success?.at }),
    finishedAt: new Date().toISOString(),
  };
}

/** An empty text is left out. */
function text(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function finalFunds({ funds }: PaymentState): PaymentOutcome['funds'] {
  // Nothing ends while funds are held; a hold that was refused left none.
  return funds.position === 'held' || funds.position === 'holding' ? 'none' : funds.position;
}
