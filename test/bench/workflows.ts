import { proxyActivities } from '@temporalio/workflow';
import type { bareActivities } from './bare.js';

const { first, second, third } = proxyActivities<typeof bareActivities>({ startToCloseTimeout: '30s' });

/** Three activities one after the other, and nothing else: what Temporal itself costs. */
export async function bare(): Promise<void> {
  await first();
  await second();
  await third();
}
