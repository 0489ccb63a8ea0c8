import { adapters } from '../activities/providers/index.js';
import type { Adapter } from '../activities/providers/provider.js';
import type { Config, ConfigFile } from '../contract/config.js';
import { loadConfig, parseConfig } from './config.js';
import { type Secrets, type SecretsFor, secretsFrom } from './secrets.js';

/** What a process of Tuntas is made with: its configuration, its secrets, and the protocols that its providers speak. */
export interface ProcessOptions {
  /** The path of the configuration's file, or what stands in it. @default `TUNTAS_CONFIG`, else `temporal.config.json` */
  config?: string | ConfigFile;
  /**
   * Protocols of your own, by the name that `adapter` has in the configuration. They stand beside those of Tuntas; one
   * with the name of one of them takes its place. @default none
   */
  adapters?: Readonly<Record<string, Adapter>>;
  /** The values of the secrets, by the variables that the configuration names. @default the environment */
  secrets?: Readonly<Record<string, string | undefined>>;
  /** Its abort ends the process in order. @default the first SIGINT or SIGTERM */
  stop?: AbortSignal;
  /** Receives progress, one line each, without secrets or personal data. @default stderr */
  log?: (line: string) => void;
}

/** The configuration, its secrets and all adapters. Throws like `loadConfig` and `secretsFrom`. */
export async function processSetup(
  { config, adapters: own, secrets = process.env }: ProcessOptions,
  what: SecretsFor,
): Promise<{ config: Config; secrets: Secrets; adapters: Readonly<Record<string, Adapter>> }> {
  const known = { ...adapters, ...own };
  const checked = typeof config === 'object' ? parseConfig(config, known) : await loadConfig(config, known);
  return { config: checked, secrets: secretsFrom(secrets, checked, known, what), adapters: known };
}

/**
 * Runs something until `stop` aborts; without one, until the first SIGINT or SIGTERM. A second one ends the process at
 * once, as Node does by itself.
 */
export async function untilStop<T>(stop: AbortSignal | undefined, run: (stop: AbortSignal) => Promise<T>): Promise<T> {
  if (stop) return run(stop);
  const controller = new AbortController();
  const abort = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, abort);
  try {
    return await run(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, abort);
  }
}

export function logLine(line: string): void {
  process.stderr.write(`${line}\n`);
}
