import type { Command } from 'commander';
import { parseResolution } from '../../client/keys.js';
import { UpdateRefused } from '../../contract/errors.js';
import { type PaymentKey, paymentId, reviewId } from '../../contract/names.js';
import type { Resolution } from '../../contract/resolution.js';
import { proofOf } from '../operator-key.js';
import { reportAfter } from '../report.js';
import type { PaymentMethods } from '../session.js';
import { answered, processTools, withSession } from '../tools.js';
import { addKeyOptions, type KeyOptions, keyFrom, needed } from '../values.js';

interface ResolveOptions extends KeyOptions {
  status?: string;
  by?: string;
  note?: string;
  key?: string;
  json?: boolean;
}

export function resolveCommand(program: Command, tools = processTools): void {
  addKeyOptions(program.command('resolve'))
    .description("an operator's verdict on a payment under review; it moves money")
    .option('--status <status>', 'Sukses or Gagal')
    .option('--by <name>', 'who decides')
    .option('--note <text>', 'on which evidence')
    .option('--key <file>', "the operator's private key, where the configuration has `operators`")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<ResolveOptions>();
      const key = keyFrom(options);
      const resolution = parseResolution({
        status: needed(options.status, 'status', '--status'),
        by: needed(options.by, 'by', '--by'),
        note: needed(options.note, 'note', '--note'),
      });
      const { key: keyFile } = options;
      await withSession(tools, async (task) => {
        const { payments } = task.session;
        const proven = async () => (keyFile === undefined ? resolution : signed(payments, key, resolution, keyFile));
        const answer = await answered(
          task,
          proven().then((full) => payments.resolve(key, full)),
        );
        await reportAfter(task, key, answer, options.json ?? false);
        return 0;
      });
    });
}

/** The resolution with the proof of who decides, over the challenge that the payment or its review shows now. */
async function signed(
  payments: PaymentMethods,
  key: PaymentKey,
  resolution: Resolution,
  file: string,
): Promise<Resolution> {
  const { review, outcomeReview } = await payments.progress(key).catch(async (error: unknown) => {
    // A review outlives its payment.
    const outcomeReview = await payments.review(key);
    if (!outcomeReview?.open) throw error;
    return { review: undefined, outcomeReview };
  });
  if (review) return { ...resolution, proof: await proofOf(file, paymentId(key), review.challenge, resolution) };
  if (!outcomeReview?.open)
    throw new UpdateRefused(`${key.provider} ${key.refId} is not under review`, 'not-under-review');
  const proof = await proofOf(file, reviewId(key), outcomeReview.review.challenge, resolution);
  return { ...resolution, proof };
}
