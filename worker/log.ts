import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';

const LEVELS = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

/** Start of a warning that the SDK logs for every worker without workflows; a provider's worker has none. */
const EXPECTED_WARNING = 'No workflows registered';

let installed = false;

/**
 * Sets the SDK up for this process: its log goes to stderr, one line per entry, from the level in `TUNTAS_LOG` on
 * (default: warn), and it handles no signals. Must run before the first connection; a second call does nothing, and a
 * program that has set the SDK up by itself keeps its own set-up.
 */
export function installRuntime(env: NodeJS.ProcessEnv = process.env): void {
  const named = (env['TUNTAS_LOG'] ?? '').toLowerCase();
  const level = Object.hasOwn(LEVELS, named) ? LEVELS[named as keyof typeof LEVELS] : 'WARN';
  if (installed) return;
  installed = true;
  try {
    Runtime.install({
      logger: new DefaultLogger(level, (entry) => {
        if (!entry.message.startsWith(EXPECTED_WARNING)) process.stderr.write(`${lineOf(entry)}\n`);
      }),
      telemetryOptions: { logging: { filter: { core: level, other: 'ERROR' }, forward: {} } },
      shutdownSignals: [],
    });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

function lineOf({ timestampNanos, level, message, meta }: LogEntry): string {
  const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const details = meta && Object.keys(meta).length > 0 ? ` ${JSON.stringify(meta, plain)}` : '';
  return `${at} ${level} ${message.replaceAll('\n', ' ')}${details}`;
}

/** JSON leaves errors empty and refuses bigints, so both become text. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === 'bigint' ? String(value) : value;
}
