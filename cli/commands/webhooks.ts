import { once } from 'node:events';
import type { Command } from 'commander';
import { log, stopSignal } from '../output.js';

export function webhooksCommand(program: Command): void {
  program
    .command('webhooks')
    .description("take the providers' webhooks, until Ctrl-C or SIGTERM")
    .action(async () => {
      const { loadConfig } = await import('../../worker/config.js');
      const { secretsFrom } = await import('../../worker/secrets.js');
      const { createNoticeSources } = await import('../../worker/providers.js');
      const { connectPayments } = await import('../../client/index.js');
      const { startWebhooks } = await import('../../webhooks/index.js');
      const config = await loadConfig();
      const { adapters } = await import('../../activities/providers/index.js');
      const providers = createNoticeSources(config, secretsFrom(process.env, config, adapters, 'webhooks'));
      const stop = stopSignal();
      await using temporal = await connectPayments(config.temporal.port);
      const webhooks = await startWebhooks({ config, providers, client: temporal.client, log });
      log(`Webhooks: ${webhooks.url}/webhooks/<provider>`);
      if (webhooks.operationsUrl) log(`Operations: ${webhooks.operationsUrl}/health, /ready, /counts`);
      if (!stop.aborted) await once(stop, 'abort');
      await webhooks.close();
    });
}
