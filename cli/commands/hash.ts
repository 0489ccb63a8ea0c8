import type { Command } from 'commander';
import { given } from '../../contract/given.js';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import { temporalTarget } from '../../client/connection.js';
import { oneOf } from '../../client/listing.js';
import { customerHashes, numberFrom } from '../customer.js';
import { processTools } from '../tools.js';
import { listPage, webUiOf } from '../web-ui.js';

/** `hash`: what a customer's payments are found by, without the number. */
export function hashCommand(program: Command, tools = processTools): void {
  program
    .command('hash')
    .description("the search attribute PaymentCustomer of a customer's payments")
    .argument('<customerNo>', 'the number as requests have it; - reads it from stdin')
    .action(async (customerNo: string, _options, command: Command) => {
      const config = await tools.config();
      const hashes = await customerHashes(await numberFrom(customerNo), config);
      const target = temporalTarget(config?.temporal.port);
      const webUi = webUiOf(target, config);
      const query = oneOf(SEARCH_ATTRIBUTES.customer, hashes);
      const page = webUi === undefined ? undefined : listPage(webUi, target.namespace, query);
      const [hash, previous] = hashes;
      if (command.optsWithGlobals<{ json?: boolean }>().json) return tools.printJson(given({ hash, previous, page }));
      tools.print(hashes.join('\n'));
      if (page !== undefined) tools.log(`In the Web UI: ${page}`);
    });
}
