import { Client, Connection } from '@temporalio/client';
import { Payments } from '../../client/payments.js';
import type { PaymentRequest } from '../../contract/request.js';

/** What the process of the callers is sent. */
export interface Callers {
  address: string;
  request: PaymentRequest;
  count: number;
  limitMs: number;
}

/** What the callers were answered, and how often: `Sukses`, `Pending` or the code of an error. */
export type Answers = Record<string, number>;

// Callers in a process of their own: each waits for the outcome of the same payment.
process.once('message', ({ address, request, count, limitMs }: Callers) => {
  void (async () => {
    const connection = await Connection.connect({ address });
    const payments = new Payments(new Client({ connection }));
    const answers: Answers = {};
    const one = async () => {
      const answer = await payments.pay(request, limitMs).then(
        (outcome) => outcome?.status ?? 'Pending',
        (error: unknown) => String((error as { code?: unknown }).code ?? error),
      );
      answers[answer] = (answers[answer] ?? 0) + 1;
    };
    const waiting = Array.from({ length: count }, one);
    process.send?.('waiting');
    await Promise.all(waiting);
    // A connection that is closed while calls are to be tried again would end the process with an error.
    process.send?.(answers, () => process.exit());
  })();
});
