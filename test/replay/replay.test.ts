import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { committed, currentVersion, recordedNames, versions, write, type Recording } from './histories.js';
import { type Bundle, replay, replayed } from './replaying.js';
import { scenarios } from './scenarios.js';

async function allCommitted(): Promise<Recording[][]> {
  return Promise.all((await versions()).map((version) => committed(version, scenarios)));
}

describe('the recordings', () => {
  test('every scenario has a recorded history', async () => {
    const recorded = new Set((await Promise.all((await versions()).map(recordedNames))).flat());
    expect(Object.keys(scenarios).filter((name) => !recorded.has(name))).toEqual([]);
  });

  test('every recorded history has a scenario', async () => {
    for (const version of await versions()) {
      expect((await recordedNames(version)).filter((name) => !(name in scenarios))).toEqual([]);
    }
  });

  test('every recorded history is of a workflow that has ended, and names no machine', async () => {
    for (const { name, history } of (await allCommitted()).flat()) {
      expect([name, history.events.at(-1)?.eventType]).toEqual([
        name,
        expect.stringMatching(/^EVENT_TYPE_WORKFLOW_EXECUTION_(COMPLETED|FAILED)$/),
      ]);
      expect(JSON.stringify(history)).not.toMatch(/"identity":"(?!recorder")/);
    }
  });

  test('a recording is not overwritten by accident', async () => {
    const version = await currentVersion();
    const [name = ''] = await recordedNames(version);
    await expect(write(version, name, { events: [] }, false)).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test('every recording of every version replays on the workflows as they stand', async () => {
    for (const recordings of await allCommitted()) expect(await replay(recordings)).toEqual(replayed(recordings));
  });
});

describe('a changed order of steps', () => {
  let folder: string;
  beforeAll(async () => {
    // In the project, so that the copy finds the SDK; not in node_modules, whose TypeScript is not compiled.
    await mkdir(join(projectFolder, '.tuntas'), { recursive: true });
    folder = await mkdtemp(join(projectFolder, '.tuntas', 'changed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Bundles a copy of the workflows in which one file is changed. */
  async function changed(file: string, change: (source: string) => string): Promise<Bundle> {
    const copy = await mkdtemp(join(folder, 'copy-'));
    const workflows = join(copy, 'workflows');
    for (const part of ['workflows', 'contract'])
      await cp(join(projectFolder, part), join(copy, part), { recursive: true });
    const source = await readFile(join(workflows, file), 'utf8');
    const result = change(source);
    expect(result).not.toBe(source);
    await writeFile(join(workflows, file), result);
    return bundleWorkflowCode({ workflowsPath: join(workflows, 'index.ts'), logger: new DefaultLogger('ERROR') });
  }

  /** Holds the funds after pay. */
  const holdAfterPay = (source: string) =>
    source.replace(/(\(await holdFunds\(state\)\)) \?\?\s+(\(await sendPay\(state\)\))/, '$2 ?? $1');

  /** Asks for the confirmation before there is a bill. */
  const confirmBeforeBill = (source: string) =>
    source.replace(/(\(await findBill\(state\)\)) \?\?\s+(\(await agreeOnAmount\(state\)\))/, '$2 ?? $1');

  test.each([
    ['the hold after pay', 'payment.ts', holdAfterPay, 'hold-then-capture'],
    ['the confirmation before the inquiry', 'payment.ts', confirmBeforeBill, 'confirmed-by-hand'],
  ])('%s makes the replay fail, and of the touched scenario only', async (_, file, change, name) => {
    const recordings = (await committed(await currentVersion(), scenarios)).filter(
      (recording) => recording.name === name || recording.name === 'sukses-at-once',
    );
    const results = await replay(recordings, await changed(file, change));
    expect(results.find(({ recording }) => recording.endsWith(`/${name}`))?.result).toBeInstanceOf(
      DeterminismViolationError,
    );
    // What the change does not touch replays on: it is the steps that fail, not the copy.
    expect(results.find(({ recording }) => recording.endsWith('/sukses-at-once'))?.result).toBe('replayed');
  });
});
