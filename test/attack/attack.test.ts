import { run } from './run.js';

test('attacks with every weapon beside honest payments get nowhere, and signed webhooks are answered', async () => {
  const options = { attacks: 600, payments: 24, seed: 1, atOnce: 10, limit: 100 };
  const report = await run(options, () => undefined);
  expect(report.violations).toEqual([]);
  expect(report.payments).toEqual({ Sukses: expect.any(Number), Gagal: expect.any(Number) });
});
