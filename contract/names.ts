/** The id of a payment's first hold, or of the second one, after a release at the deadline. */
export function holdIdOf(workflowId: string, holds: number): string {
  return `${workflowId}:${holds}`;
}
