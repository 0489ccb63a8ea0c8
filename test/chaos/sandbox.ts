import { once } from 'node:events';
import { stopSignal } from '../../cli/output.js';
import { startSandbox } from '../../sandbox/index.js';
import { loadConfig } from '../../worker/config.js';

// The process of the billers and the ledger: `tuntas sandbox` with the rules of the run and a target for webhooks.
const [rulesFile = '', webhookTarget = ''] = process.argv.slice(2);
const { sandbox: place } = await loadConfig();
const stop = stopSignal();
const sandbox = await startSandbox({ ...place, rulesFile, webhookTarget });
if (!stop.aborted) await once(stop, 'abort');
await sandbox.close();
