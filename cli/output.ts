import { exitCodeOf, InvalidInput, TuntasError } from '../contract/errors.js';
import { visible, visibleJson } from '../contract/printable.js';

/** Where text goes: a stream of the process, or what a test records. */
export interface Sink {
  write(text: string): unknown;
}

/** Writes progress and logs to stderr, because stdout is for results. */
export function log(line: string, to: Sink = process.stderr): void {
  to.write(`${visible(line)}\n`);
}

/** Writes the result for people to stdout. */
export function print(text: string, to: Sink = process.stdout): void {
  to.write(`${visible(text)}\n`);
}

/** Writes the one JSON document of `--json` to stdout. */
export function printJson(document: unknown, to: Sink = process.stdout): void {
  to.write(`${visibleJson(document, 2)}\n`);
}

/** Prints an error on stderr, and with `json` also as a document on stdout. Returns the exit code. */
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
 * Aborts at the first Ctrl-C, SIGTERM or closed terminal, so that a command can end in order. The second one ends the
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
