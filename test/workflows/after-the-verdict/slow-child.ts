import { sleep, type WorkflowInterceptors } from '@temporalio/workflow';

/** Lets seconds pass before a child workflow starts, as a busy server may. */
export function interceptors(): WorkflowInterceptors {
  return {
    outbound: [
      {
        async startChildWorkflowExecution(input, next) {
          await sleep('6s');
          return next(input);
        },
      },
    ],
  };
}
