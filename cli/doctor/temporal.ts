import type { Context } from './context.js';
import { ok, problem, type Seen } from './finding.js';

/** Whether Temporal answers where its own environment variables say. */
export async function checkTemporal(context: Context): Promise<Seen[]> {
  const temporal = await context.temporal();
  switch (temporal.kind) {
    case 'answers': {
      const { address, tls, version } = temporal;
      return [
        ok(
          `answers (${[version && `version ${version}`, tls ? 'TLS' : 'no TLS'].filter(Boolean).join(', ')})`,
          address,
        ),
      ];
    }
    case 'silent':
      return [problem(`Temporal does not answer: ${temporal.why}`, temporal.mend, temporal.address)];
    case 'refuses':
      return [problem(`Temporal refuses us: ${temporal.why}`, temporal.mend, temporal.address)];
    case 'unknown-target':
      return [problem(temporal.why, temporal.mend)];
  }
}
