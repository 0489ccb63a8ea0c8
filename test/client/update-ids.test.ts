import { paymentId, type PaymentKey } from '../../contract/names.js';
import { aRequest } from '../support/test-workers.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();

/** The names of the updates that the payment has accepted. */
async function acceptedUpdates(key: PaymentKey): Promise<string[]> {
  const { events } = await suite.env.client.workflow.getHandle(paymentId(key)).fetchHistory();
  return (events ?? []).flatMap(
    ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted?.acceptedRequest?.input?.name ?? [],
  );
}

test('a repeated `bill` is one update and gets the same bill', async () => {
  const { payments } = await suite.start();
  const request = aRequest({ confirm: 'manual' });
  const [first, second] = await Promise.all([payments.startBill(request), payments.startBill(request)]);
  expect(first).toMatchObject({ amount: 11_000 });
  expect([second, await payments.bill(request), await payments.startBill(request)]).toEqual([first, first, first]);
  expect(await acceptedUpdates(request)).toEqual(['bill']);
});

test('a repeated `bill` of a failed inquiry is one update and fails in the same way', async () => {
  const reply = { kind: 'refused', code: '54', message: 'Nomor salah' } as const;
  const { payments } = await suite.start({ script: { inquiry: [reply] } });
  const request = aRequest({ confirm: 'manual' });
  for (const ask of [
    () => payments.startBill(request),
    () => payments.startBill(request),
    () => payments.bill(request),
  ]) {
    await expect(ask()).rejects.toMatchObject({ code: 'InquiryFailed', message: 'Nomor salah' });
  }
  expect(await acceptedUpdates(request)).toEqual(['bill']);
});

test('a confirmation that is refused can be given again, and one that is accepted is one update', async () => {
  const { payments } = await suite.start();
  const request = aRequest({ confirm: 'manual' });
  await payments.start(request);
  while (!(await payments.progress(request)).bill) await suite.env.sleep('1s');
  for (const amount of [10_999, 10_999]) {
    await expect(payments.confirm(request, { amount })).rejects.toMatchObject({ code: 'UpdateRefused' });
  }
  const confirmed = await payments.confirm(request, { amount: 11_000 });
  await payments.outcome(request);
  expect(await payments.confirm(request, { amount: 11_000 })).toEqual(confirmed);
  expect(await acceptedUpdates(request)).toEqual(['confirm']);
});

test('`cancel` returns the ended payment, and a repeat returns the same', async () => {
  const { payments } = await suite.start();
  const request = aRequest({ confirm: 'manual' });
  await payments.startBill(request);
  const progress = await payments.cancel(request);
  expect(progress).toMatchObject({ stage: 'ended', status: 'Gagal', outcome: { reason: 'cancelled', code: '' } });
  expect(await payments.cancel(request)).toEqual(progress);
  expect(await acceptedUpdates(request)).toEqual(['bill', 'cancel']);
});
