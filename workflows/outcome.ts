import type { PaymentOutcome, Reason } from '../contract/outcome.js';
import { verdictOf } from '../contract/evidence.js';
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
  const { request, proof, bill, agreedAmount } = state;
  const paid = status === 'Sukses';
  const success = paid ? state.success : undefined;
  const charge = paid ? (request.charge ?? agreedAmount) : undefined;
  const customerName = success?.customerName ?? bill?.customerName;
  const admin = success?.admin ?? bill?.admin;
  const drift = success?.amount === undefined || agreedAmount === undefined ? 0 : success.amount - agreedAmount;
  return {
    status,
    ...given({ reason }),
    provider: request.provider,
    refId: request.refId,
    product: request.product,
    customerNo: request.customerNo,
    ...given({ customerName, testing: request.testing, amount: agreedAmount ?? bill?.amount, charge }),
    ...given({ cost: success?.cost, admin }),
    ...(drift === 0 ? {} : { drift }),
    ...given({ serialNumber: success?.serialNumber, voucher: success?.voucher }),
    ...given({ providerRef: success?.providerRef ?? proof?.providerRef }),
    code: state.lastWords.code,
    message: state.lastWords.message,
    receipt: success?.receipt?.length ? success.receipt : (bill?.receipt ?? []),
    funds: finalFunds(state),
    startedAt: new Date(state.startedAt).toISOString(),
    ...given({ paidAt: success?.at }),
    finishedAt: new Date().toISOString(),
  };
}

function finalFunds({ funds }: PaymentState): PaymentOutcome['funds'] {
  // Nothing ends while funds are held; a hold that was refused left none.
  return funds === 'held' || funds === 'holding' ? 'none' : funds;
}

/** Without the keys whose value is missing. */
function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
