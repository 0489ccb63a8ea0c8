import { measureBatch } from './batch.js';
import { measureBurst } from './burst.js';
import { measureBulkheads } from './bulkheads.js';
import { measureNotify } from './notify.js';
import { readOptions } from './options.js';
import { measurePayments } from './payments.js';
import { measureStarvation } from './starvation.js';
import { measureWaiters } from './waiters.js';

const tables = {
  payments: measurePayments,
  notify: measureNotify,
  starvation: measureStarvation,
  bulkheads: measureBulkheads,
  batch: measureBatch,
  burst: measureBurst,
  waiters: measureWaiters,
};

// Only an exit in order ends the server, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const options = readOptions();
if (!Object.hasOwn(tables, options.table)) {
  throw new Error(`there is no table ${options.table}: ${Object.keys(tables).join(', ')}`);
}
await tables[options.table as keyof typeof tables](options);
// Calls that wait for a silent provider's payments may still be open: their connections end with the process.
process.exit();
