import { sleep, type WorkflowInterceptors } from '@temporalio/workflow';

/** Notices with the header `x-unread` are not read for 20 days, with `x-late` for an hour: as long as no worker has the secret, for example. */
export function interceptors(): WorkflowInterceptors {
  return {
    outbound: [
      {
        async scheduleActivity(input, next) {
          const [args] = input.args as [{ notices?: { headers: Record<string, string> }[] } | undefined];
          const notices = args?.notices ?? [];
          if (input.activityType === 'readNotices' && notices.some(({ headers }) => headers['x-late']))
            await sleep('1h');
          if (input.activityType === 'readNotices' && notices.some(({ headers }) => headers['x-unread']))
            await sleep('20d');
          return next(input);
        },
      },
    ],
  };
}
