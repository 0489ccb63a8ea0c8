import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notificationId, paymentId, reviewId } from '../../contract/names.js';
import { projectFolder } from '../../worker/bundle.js';
import type { Scenario } from './scenario.js';
import type { History } from './history-json.js';

/** One committed or fresh history, and the id that its workflow runs under. */
export interface Recording {
  version: string;
  /** The scenario's name. */
  name: string;
  workflowId: string;
  history: History;
}

const folder = join(projectFolder, 'test', 'histories');

/** The version whose workflows are recorded now. */
export async function currentVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The versions with recordings. */
export async function versions(): Promise<string[]> {
  return (await readdir(folder)).sort();
}

/** The names of the scenarios that a version has recordings of. */
export async function recordedNames(version: string): Promise<string[]> {
  const files = await readdir(join(folder, version)).catch(() => []);
  return files.map((file) => file.replace(/\.json$/, '')).sort();
}

/** Reads every recording of a version. */
export async function committed(version: string, scenarios: Record<string, Scenario>): Promise<Recording[]> {
  const names = await recordedNames(version);
  return Promise.all(
    names.map(async (name) => {
      const history = JSON.parse(await readFile(fileOf(version, name), 'utf8')) as History;
      return { version, name, workflowId: workflowIdOf(scenarios[name], name), history };
    }),
  );
}

/** Writes a recording. Throws where there is one, unless `again` is set. */
export async function write(version: string, name: string, history: History, again: boolean): Promise<void> {
  await mkdir(join(folder, version), { recursive: true });
  await writeFile(fileOf(version, name), `${JSON.stringify(history, null, 1)}\n`, { flag: again ? 'w' : 'wx' });
}

/** The id of the workflow that a scenario records, under the reference that it runs with. */
export function workflowIdOf(scenario: Scenario | undefined, refId: string): string {
  const key = { provider: 'digiswitch', refId };
  switch (scenario?.of) {
    case 'review':
      return reviewId(key);
    // The workflow does not use its id, which has random parts.
    case 'message':
      return notificationId(key, 'shop', 'msg');
    default:
      return paymentId(key);
  }
}

function fileOf(version: string, name: string): string {
  return join(folder, version, `${name}.json`);
}
