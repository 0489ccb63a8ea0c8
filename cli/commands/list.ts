import type { Command } from 'commander';
import type { PaymentFilter, PaymentSummary } from '../../client/index.js';
import { given } from '../../contract/given.js';
import type { PaymentStatus, Stage } from '../../contract/messages.js';
import { paymentId, reviewId } from '../../contract/names.js';
import { listText } from '../show.js';
import { customerHashes, numberFrom } from '../customer.js';
import { processTools, type Tools, withSession } from '../tools.js';
import { countOf, oneOf, valueOf } from '../values.js';

const STATUSES = ['Pending', 'Sukses', 'Gagal'] as const satisfies readonly PaymentStatus[];
const STAGES = [
  'inquiry',
  'awaiting-confirmation',
  'paying',
  'polling',
  'settling',
  'ended',
] as const satisfies readonly Stage[];

interface ListOptions {
  provider?: string;
  product?: string;
  customer?: string;
  status?: string;
  stage?: string;
  review?: boolean;
  limit: string;
  json?: boolean;
}

export function listCommand(program: Command, tools = processTools): void {
  program
    .command('list')
    .description('payments, newest first')
    .option('--provider <name>', 'of that provider')
    .option('--product <code>', 'of that product')
    .option('--customer <number>', 'of that customer, where the configuration has a customerKey; - reads it from stdin')
    .option('--status <status>', STATUSES.join(', '))
    .option('--stage <stage>', STAGES.join(', '))
    .option('--review', 'under review only, with the reason of each')
    .option('--limit <count>', 'at most as many', '100')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const filter = { ...filterOf(options), ...given({ customer: await hashesOf(options.customer, tools) }) };
      await withSession(tools, async ({ session }) => {
        const found = await session.payments.list(filter);
        const payments = found.map((one) => ({ ...one, ...given({ page: session.page(workflowIdOf(one)) }) }));
        if (options.json) tools.printJson(payments);
        else tools.print(listText(payments));
        return 0;
      });
    });
}

/** Of the option `--customer`. Throws what `customerHashes` throws. */
async function hashesOf(customerNo: string | undefined, tools: Tools): Promise<string[] | undefined> {
  return customerNo === undefined ? undefined : customerHashes(await numberFrom(customerNo), await tools.config());
}

/** Only the review of an ended payment is under review without a stage. */
function workflowIdOf(payment: PaymentSummary): string {
  return payment.review && payment.stage === undefined ? reviewId(payment) : paymentId(payment);
}

function filterOf({ provider, product, review, limit, ...words }: ListOptions): PaymentFilter {
  const status = oneOf(words.status, STATUSES, 'status');
  const stage = oneOf(words.stage, STAGES, 'stage');
  return given({ provider, product, status, stage, review, limit: valueOf(countOf(limit), 'limit') });
}
