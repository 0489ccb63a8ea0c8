import { defineSearchAttributeKey } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startTestEnvironment } from './environment.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  environment = await startTestEnvironment();
});
afterAll(() => environment.teardown());

test('the time-skipping server lets a month pass at once', async () => {
  const before = await environment.currentTimeMs();
  await environment.sleep('30d');
  expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
});

test('the time-skipping server knows the search attributes of payments', async () => {
  const start = (name: string) =>
    environment.client.workflow.start('none', {
      workflowId: name,
      taskQueue: 'nobody',
      typedSearchAttributes: [{ key: defineSearchAttributeKey(name, 'BOOL'), value: true }],
    });
  await expect(start('PaymentReview')).resolves.toBeDefined();
  await expect(start('PaymentNothing')).rejects.toThrow();
});
