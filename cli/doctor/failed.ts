import { GRPC_STATUS } from '../../contract/grpc-status.js';
import { notChecked, problem, type Seen } from './finding.js';

/** A check that has failed itself. The error's text could hold anything, so only its kind is shown. */
export function failed(error: unknown, subject?: string): Seen {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (code === GRPC_STATUS.notFound) return notChecked('needs the namespace, which is not there', subject);
  if (code === GRPC_STATUS.permissionDenied || code === GRPC_STATUS.unauthenticated) {
    return notChecked('Temporal does not let us look', subject);
  }
  const kind = typeof code === 'number' ? `gRPC status ${code}` : String(code ?? name);
  return problem(`the check has failed: ${kind}`, 'try again', subject);
}
