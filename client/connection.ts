import { type ClientConnectConfig, loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';

/** Temporal's port on this machine, where nothing else is configured. */
export const DEFAULT_TEMPORAL_PORT = 7_233;

/** Where Temporal is, and how to connect to it. */
export interface TemporalTarget {
  /** Address, TLS and API key. */
  connectionOptions: ClientConnectConfig['connectionOptions'] & { address: string };
  /** Temporal's namespace. */
  namespace: string;
}

/**
 * The server that Temporal's own environment variables and configuration file name: `TEMPORAL_ADDRESS`,
 * `TEMPORAL_NAMESPACE`, TLS and API key. Without an address: this machine at `port`; without a namespace: `default`.
 * @param port of Temporal on this machine. @default 7233
 */
export function temporalTarget(port = DEFAULT_TEMPORAL_PORT, env: NodeJS.ProcessEnv = process.env): TemporalTarget {
  const overrideEnvVars = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  const { connectionOptions, namespace } = toClientOptions(loadClientConfigProfile({ overrideEnvVars }));
  return {
    connectionOptions: { ...connectionOptions, address: connectionOptions.address ?? `127.0.0.1:${port}` },
    namespace: namespace ?? 'default',
  };
}
