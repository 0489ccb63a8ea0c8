import { Client, Connection } from '@temporalio/client';
import type { TemporalTarget } from '../../client/connection.js';
import { TuntasError } from '../../contract/errors.js';
import { installRuntime } from '../../worker/log.js';
import type { Config } from '../../contract/config.js';
import { startWebhooks } from '../../webhooks/index.js';
import { createNoticeSources } from '../../worker/providers.js';
import { type Secrets, secretsFrom } from '../../worker/secrets.js';
import { serve } from '../../worker/serve.js';
import { ensureTemporal, type LocalTemporal, type TemporalWanted } from './ensure.js';
import { openSandbox, refuseElsewhere, type Sandbox, usesSandbox, withSandboxSecrets } from './local-sandbox.js';

/** What is started, and where Temporal is. */
export interface DevOptions extends Pick<TemporalWanted, 'config' | 'log' | 'address' | 'anyPort'> {
  /** Whether the webhook server is started too, and the sandbox posts its notices there. @default false */
  webhooks?: boolean | undefined;
  /** A JSON file of rules of the sandbox. @default none */
  rules?: string | undefined;
}

/** Everything on one machine, running. */
export interface Dev {
  /** Where Temporal is, for a client. */
  target: TemporalTarget;
  /** Absent when the Temporal server was not started here. */
  webUi?: string;
  /** Absent where nothing points at the sandbox. */
  sandbox?: Sandbox;
  webhooksUrl?: string;
  /** Resolves when the worker has ended in order; rejects with the error that ended the worker or the server. */
  done: Promise<void>;
  /** Drains the worker, then stops the server and the sandbox that were started here. */
  stop(): Promise<void>;
}

/**
 * Starts Temporal (unless `address` names a server), the sandbox (when a provider points at it) and the worker in this
 * process. Throws `InvalidInput` (InvalidConfig) for a provider or ledger on another machine, and `TuntasError`:
 * MissingSecret, PortInUse, NoTemporal, Unreachable, InvalidConfig.
 */
export async function startDev({ config, log, webhooks = false, rules, ...where }: DevOptions): Promise<Dev> {
  refuseElsewhere(config);
  const secrets = secretsFrom(withSandboxSecrets(process.env, config), config);
  installRuntime();
  const opened: Opened = {};
  try {
    if (usesSandbox(config)) opened.sandbox = await openSandbox(config, { sendsNotices: webhooks, rulesFile: rules });
    const temporal = (opened.temporal = await ensureTemporal({ config, log, ...where }));
    const { target, server } = temporal;
    const stop = new AbortController();
    const isOurs = server !== undefined;
    const { done } = await startWorker({ config, secrets, log, stop: stop.signal, target, isOurs }, temporal);
    if (webhooks) opened.webhooks = await openWebhooks(config, secrets, target, log);
    return {
      target,
      ...(temporal.webUi ? { webUi: temporal.webUi } : {}),
      ...(opened.sandbox ? { sandbox: opened.sandbox } : {}),
      ...(opened.webhooks ? { webhooksUrl: opened.webhooks.url } : {}),
      done,
      stop: async () => {
        stop.abort();
        await done.catch(() => undefined);
        await close(opened);
      },
    };
  } catch (error) {
    await close(opened);
    throw error;
  }
}

interface Opened {
  sandbox?: Sandbox;
  temporal?: LocalTemporal;
  webhooks?: { url: string; close(): Promise<void> };
}

/** The webhook server, with a connection of its own. */
async function openWebhooks(
  config: Config,
  secrets: Secrets,
  { connectionOptions, namespace }: TemporalTarget,
  log: (line: string) => void,
): Promise<NonNullable<Opened['webhooks']>> {
  const connection = await Connection.connect(connectionOptions);
  const client = new Client({ connection, namespace });
  try {
    const server = await startWebhooks({ config, providers: createNoticeSources(config, secrets), client, log });
    const close = () => server.close().finally(() => connection.close());
    return { url: server.url, close };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Resolves once the worker takes tasks, with the promise of its end. */
async function startWorker(service: Parameters<typeof serve>[0], { server }: LocalTemporal) {
  let end: Promise<void> | undefined;
  await new Promise<void>((ready, failed) => {
    end = serve({ ...service, onReady: ready });
    end.catch(failed);
  });
  const lost = server?.exited.then(() => {
    if (!service.stop.aborted) throw new TuntasError('Unreachable', "Temporal's server has ended by itself");
    return end;
  });
  const done = Promise.race([end, ...(lost ? [lost] : [])]).then(() => undefined);
  // A failure that nobody waits for must not end the process as an unhandled rejection.
  done.catch(() => undefined);
  return { done };
}

async function close({ sandbox, temporal, webhooks }: Opened): Promise<void> {
  await webhooks?.close();
  await temporal?.server?.stop();
  await sandbox?.close();
}
