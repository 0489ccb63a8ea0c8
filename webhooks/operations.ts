import type { Client } from '@temporalio/client';
import { fastify } from 'fastify';
import { HTTP_STATUS } from '../activities/http-status.js';
import { assertPortFree } from '../worker/ports.js';
import type { Counts } from './counts.js';
import { HEALTH } from './health.js';

const READY_TIMEOUT_MS = 2_000;

export interface Operations {
  /** Address without a slash at its end. */
  url: string;
  close(): Promise<void>;
}

interface OperationsOptions {
  host: string;
  port: number;
  client: Client;
  counts: Counts;
}

/**
 * Starts the server for whoever operates this process, apart from the public port: `GET /health` (the process runs),
 * `/ready` (Temporal answers) and `/counts`. Throws `TuntasError` (code PortInUse).
 */
export async function startOperations({ host, port, client, counts }: OperationsOptions): Promise<Operations> {
  const app = fastify({ forceCloseConnections: true });
  app.get('/health', () => HEALTH);
  app.get('/counts', () => counts);
  app.get('/ready', async (_request, http) => {
    try {
      const deadline = Date.now() + READY_TIMEOUT_MS;
      await client.withDeadline(deadline, () => client.workflowService.getSystemInfo({}));
      return { status: 'ok' };
    } catch {
      return http.code(HTTP_STATUS.serviceUnavailable).send({ status: 'Temporal does not answer' });
    }
  });
  await assertPortFree(host, port, 'webhooks.operations.port');
  const url = await app.listen({ host, port });
  return { url, close: () => app.close() };
}
