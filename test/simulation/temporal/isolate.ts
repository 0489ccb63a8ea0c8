import { readFile } from 'node:fs/promises';
import type { coresdk } from '@temporalio/proto';
import { seedOf } from './randomness.js';
import { TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';

/*
 * The only file that touches the inside of the SDK: `lib/workflow` and `lib/worker` of @temporalio/worker 1.24.0, which
 * package.json pins. The isolate is the one in which a worker runs workflows; what is left out is the native core that
 * turns histories into activations, which `run-machine.ts` does here.
 */

/** No limit for one activation: watching it costs a thread for each entry into the isolate. */
const NO_LIMIT = undefined as unknown as number;

export type Activation = coresdk.workflow_activation.IWorkflowActivation;
export type Job = coresdk.workflow_activation.IWorkflowActivationJob;
export type Command = coresdk.workflow_commands.IWorkflowCommand;

/** What one activation of a workflow led to. */
export interface Activated {
  commands: Command[];
  /** Flags of the SDK that this activation relied on; a replay is told of them. */
  flags: number[];
}

/** What names one run of a workflow. Times in milliseconds since 1970. */
export interface RunId {
  workflowId: string;
  runId: string;
  type: string;
  firstExecutionRunId: string;
  startedAt: number;
}

/** One instance of a workflow in the isolate. */
export interface Instance {
  activate(activation: Activation): Promise<Activated>;
  /** The instance does not exist any more after this. */
  dispose(): Promise<void>;
}

/** The workflow bundle, loaded into one isolate that all instances share. */
export class Isolate {
  private constructor(private readonly creator: ReusableVMWorkflowCreator) {}

  /** @param path the built bundle. @param activities names of the activities that workers register. */
  static async load(path: string, activities: readonly string[]): Promise<Isolate> {
    const bundle = parseWorkflowCode(await readFile(path, 'utf8'), path);
    const creator = await ReusableVMWorkflowCreator.create(bundle, NO_LIMIT, new Set(activities));
    // They keep the stack of every promise for the query `__stack_trace`, which takes a third of the time here.
    globalHandlers.uninstall();
    return new Isolate(creator);
  }

  async instance(run: RunId): Promise<Instance> {
    const workflow = await this.creator.createWorkflow({
      info: infoOf(run),
      randomnessSeed: seedOf(run.firstExecutionRunId).toBytes(),
      now: run.startedAt,
      showStackTraceSources: false,
    });
    return {
      activate: (activation) => activate(workflow, activation),
      dispose: () => workflow.dispose(),
    };
  }

  destroy(): Promise<void> {
    return this.creator.destroy();
  }
}

async function activate(workflow: Workflow, activation: Activation): Promise<Activated> {
  const { successful, failed } = await workflow.activate(activation);
  // The worker would report a failed workflow task; nothing here is meant to cause one.
  if (!successful) throw new Error(`a workflow task failed: ${failed?.failure?.message ?? 'without a reason'}`);
  return { commands: successful.commands ?? [], flags: successful.usedInternalFlags ?? [] };
}

function infoOf({ workflowId, runId, type, firstExecutionRunId, startedAt }: RunId): WorkflowInfo {
  return {
    workflowId,
    runId,
    workflowType: type,
    firstExecutionRunId,
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    historyLength: 1,
    historySize: 0,
    continueAsNewSuggested: false,
    namespace: 'default',
    attempt: 1,
    taskTimeoutMs: 10_000,
    taskQueue: 'payments',
    startTime: new Date(startedAt),
    runStartTime: new Date(startedAt),
    unsafe: { isReplaying: false, isReplayingHistoryEvents: false, now: () => Date.now() },
    priority: {},
  } as unknown as WorkflowInfo;
}
