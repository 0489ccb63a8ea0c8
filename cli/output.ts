import { exitCodeOf, InvalidInput, TuntasError } from '../contract/errors.js';

/** Progress and logs: stdout belongs to results. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The one JSON document that `--json` promises. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Prints an error as one message, on stdout as a document too where `json` is asked for. Returns the exit code. */
export function reportError(error: unknown, json: boolean): number {
  const message = error instanceof Error ? error.message : String(error);
  if (json) {
    const code = error instanceof TuntasError ? error.code : 'Unexpected';
    const faults = error instanceof InvalidInput ? { faults: error.faults } : {};
    printJson({ error: { code, message, ...faults } });
  }
  log(`tuntas: ${message}`);
  if (!(error instanceof TuntasError) && error instanceof Error && process.env['TUNTAS_LOG']) log(error.stack ?? '');
  return exitCodeOf(error);
}

/**
 * Aborts at the first Ctrl-C, SIGTERM or closed terminal, for a command to end in order; the second one ends the
 * process at once.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    log('Stopping: calls under way are let finish. Once more to stop at once.');
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return controller.signal;
}
