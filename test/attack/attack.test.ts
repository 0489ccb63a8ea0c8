import { run } from './run.js';

test('attacks with every weapon beside honest payments get nowhere, and signed webhooks are answered', async () => {
  const options = { attacks: 150, payments: 12, seed: 1, atOnce: 20, limit: 240 };
  const report = await run(options, () => undefined);
  expect(report.violations).toEqual([]);
  expect(report.payments).toEqual({ Sukses: expect.any(Number), Gagal: expect.any(Number) });
}, 300_000);
