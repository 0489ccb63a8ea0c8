import { sleep, type WorkflowInterceptors } from '@temporalio/workflow';

/** Workflow interceptors that let an hour pass before a child workflow starts, as a busy server may let seconds pass. */
export function interceptors(): WorkflowInterceptors {
  return {
    outbound: [
      {
        async startChildWorkflowExecution(input, next) {
          await sleep('1h');
          return next(input);
        },
      },
    ],
  };
}
