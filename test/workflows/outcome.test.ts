import type { Evidence } from '../../contract/evidence.js';
import { paymentOutcomeSchema, type OutcomeFields } from '../../contract/outcome.js';
import { gagal, type Ending } from '../../workflows/ending.js';
import { outcomeOf } from '../../workflows/outcome.js';
import type { PaymentState } from '../../workflows/payment-state.js';

const at = '2024-05-01T03:04:05.000Z';

function outcome(success: Partial<Evidence>, ending: Ending = { status: 'Sukses' }): OutcomeFields {
  const reply: Evidence = { kind: 'success', from: 'status', at, code: '', message: 'Success', ...success };
  const request = { provider: 'tokopedia', refId: 'r1', product: 'pln', customerNo: '0812' };
  const state = { request, success: reply, lastReply: reply, agreedAmount: 12_500, startedAt: Date.parse(at) };
  return paymentOutcomeSchema.parse(outcomeOf(state as unknown as PaymentState, ending, 'none'));
}

test('an outcome was paid when the provider says so, else when its success was read', () => {
  expect(outcome({ paidAt: '2024-05-01T03:00:00.000Z' }).paidAt).toBe('2024-05-01T03:00:00.000Z');
  expect(outcome({}).paidAt).toBe(at);
  expect(outcome({ paidAt: '2024-05-01T03:00:00.000Z' }, gagal('failed'))).not.toHaveProperty('paidAt');
});

test('an outcome has the fee for us that the provider states, 0 included, and none that it does not state', () => {
  expect(outcome({ fee: 1_000 }).fee).toBe(1_000);
  expect(outcome({ fee: 0 }).fee).toBe(0);
  expect(outcome({})).not.toHaveProperty('fee');
  expect(outcome({ fee: 1_000 }, gagal('failed'))).not.toHaveProperty('fee');
});
