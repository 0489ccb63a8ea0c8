import { defaultPayloadConverter } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { acceptedInput, differences, refuseMismatch } from '../../client/accepted.js';
import type { PaymentRequest } from '../../contract/request.js';
import { fakeConverter } from './fake-client.js';

const request: PaymentRequest = { provider: 'digiswitch', refId: 'inv-1', product: 'pln', customerNo: '530000000001' };

/** A client whose only payment was started with this request. */
function clientWith(accepted: unknown): Client {
  const input = { payloads: [defaultPayloadConverter.toPayload(accepted)] };
  const events = [{ workflowExecutionStartedEventAttributes: { input } }];
  return {
    options: { namespace: 'default', loadedDataConverter: fakeConverter },
    workflowService: { getWorkflowExecutionHistory: async () => ({ history: { events } }) },
  } as unknown as Client;
}

test('the accepted request is read from the first event of the history', async () => {
  expect(await acceptedInput(clientWith(request), 'payment:digiswitch:inv-1')).toEqual(request);
});

test('the same content has no differences, whatever the order of its fields', () => {
  const { provider, ...rest } = request;
  const reordered = { fields: { zone: 'A', month: '3' }, ...rest, provider };
  expect(differences({ ...request, fields: { month: '3', zone: 'A' } }, reordered)).toEqual([]);
});

test('a default that is left out equals the same default written out', () => {
  expect(differences(request, { ...request, confirm: 'auto', onDeadline: 'hold', testing: false })).toEqual([]);
  expect(differences({ ...request, confirm: 'manual' }, request)).toEqual(['confirm']);
});

test('every field with other content is named, also one that only one side has', () => {
  const accepted = { ...request, customerNo: '530000000002', account: 'a1' };
  expect(differences({ ...request, amount: 10_000 }, accepted).sort()).toEqual(['account', 'amount', 'customerNo']);
});

test('a customer number that differs in a leading zero is other content', () => {
  expect(differences(request, { ...request, customerNo: '0530000000001' })).toEqual(['customerNo']);
});

test('a reference with other content is refused, and the error repeats no value', async () => {
  await expect(refuseMismatch(clientWith(request), request)).resolves.toBeUndefined();
  const other = { ...request, customerNo: '530000000002' };
  await expect(refuseMismatch(clientWith(other), request)).rejects.toMatchObject({
    code: 'RequestMismatch',
    message: 'digiswitch inv-1 was started with other content: customerNo',
  });
});
