import { workflowInfo } from '@temporalio/workflow';

/** A timeout of the workflow that nothing here reaches: ten years. Some servers set it where a caller sets none. */
const NO_TIMEOUT_MS = 3_650 * 86_400_000;

/** Which timeout this run was started with, in words; with one Temporal would end it whatever it has sent or holds. */
export function timeoutOfRun(): string | undefined {
  const { executionTimeoutMs, runTimeoutMs } = workflowInfo();
  if (isSet(executionTimeoutMs)) return 'an execution timeout';
  return isSet(runTimeoutMs) ? 'a run timeout' : undefined;
}

function isSet(timeoutMs = 0): boolean {
  return timeoutMs > 0 && timeoutMs < NO_TIMEOUT_MS;
}
