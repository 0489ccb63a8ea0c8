import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';

const LEVELS = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

/** A provider's worker has activities only; the SDK warns of that each time. */
const BY_DESIGN = 'No workflows registered';

let installed = false;

/**
 * Sets the SDK up for this process: its log goes to stderr, one line per entry, from the level in `TUNTAS_LOG` (default:
 * warn) on; signals are left to the caller. Must run before the first connection; a second time it does nothing.
 */
export function installRuntime(env: NodeJS.ProcessEnv = process.env): void {
  const named = (env['TUNTAS_LOG'] ?? '').toLowerCase();
  const level = Object.hasOwn(LEVELS, named) ? LEVELS[named as keyof typeof LEVELS] : 'WARN';
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: new DefaultLogger(level, (entry) => {
      if (!entry.message.startsWith(BY_DESIGN)) process.stderr.write(`${lineOf(entry)}\n`);
    }),
    telemetryOptions: { logging: { filter: { core: level, other: 'ERROR' }, forward: {} } },
    shutdownSignals: [],
  });
}

function lineOf({ timestampNanos, level, message, meta }: LogEntry): string {
  const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const details = meta && Object.keys(meta).length > 0 ? ` ${JSON.stringify(meta, plain)}` : '';
  return `${at} ${level} ${message.replaceAll('\n', ' ')}${details}`;
}

/** Errors and bigints, which JSON leaves out or refuses. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === 'bigint' ? String(value) : value;
}
