import { createInterface } from 'node:readline';
import { NativeConnection } from '@temporalio/worker';
import { configSchema } from '../../contract/config.js';
import { installRuntime } from '../../worker/log.js';
import { createProviders } from '../../worker/providers.js';
import { createWorkers, runWorkers } from '../../worker/run.js';
import type { WorkerTask } from './processes.js';

// A worker as a process of its own, so that it can be killed. It ends with the process that started it.
const task = JSON.parse(process.env['TUNTAS_MATRIX_WORKER'] ?? '{}') as WorkerTask;
const config = configSchema.parse(task.config);
installRuntime({ TUNTAS_LOG: 'error' });
const workers = await createWorkers({
  connection: await NativeConnection.connect({ address: task.address }),
  namespace: 'default',
  config,
  providers: createProviders(config, task.secrets),
  ledgerToken: task.secrets.ledgerToken,
  bundle: task.bundle,
});
createInterface({ input: process.stdin }).on('close', () => process.exit(0));
const running = runWorkers(workers, new AbortController().signal);
process.stdout.write('ready\n');
await running;
