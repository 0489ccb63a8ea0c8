import { Worker, type ReplayResult } from '@temporalio/worker';
import { testBundle } from '../support/environment.js';
import type { Recording } from './histories.js';
import { fromJson } from './history-json.js';

export type Bundle = { codePath: string } | { code: string };

/** Replays recordings and returns the result of each. */
export async function replay(recordings: Recording[], workflowBundle: Bundle = { codePath: testBundle() }) {
  const histories = recordings.map(({ workflowId, history }) => ({ workflowId, history: fromJson(history) }));
  const results: ReplayResult[] = [];
  for await (const result of Worker.runReplayHistories({ workflowBundle }, histories)) results.push(result);
  return recordings.map(({ version, name, workflowId }) => {
    const result = results.find((one) => one.workflowId === workflowId);
    return { recording: `${version}/${name}`, result: result ? (result.error ?? 'replayed') : 'not replayed' };
  });
}

/** The result for recordings that all replay. */
export const replayed = (recordings: Recording[]) =>
  recordings.map(({ version, name }) => ({ recording: `${version}/${name}`, result: 'replayed' }));
