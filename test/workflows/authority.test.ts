import type { WorkflowHandle } from '@temporalio/client';
import type { NoticeReading } from '../../activities/providers/provider.js';
import { reviewId } from '../../contract/names.js';
import { NOTICE_LIMITS } from '../../contract/notice.js';
import { success, type Script } from '../support/scripted-provider.js';
import { claimAbout, noticeWith, readTestNotice, TEST_SIGNATURE } from '../support/test-notice.js';
import { aRequest, realTimeClient } from '../support/test-workers.js';
import { waitingPayment } from '../support/waiting-payment.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();
const waiting = waitingPayment(suite);

async function taskFailures(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskFailedEventAttributes).length;
}

describe('a signal', () => {
  test('that claims a success by itself decides nothing', async () => {
    const { payments, request, handle } = await waiting();
    const evidence = { kind: 'success', from: 'notice', at: '', code: '00', message: '', serialNumber: 'FORGED' };
    await handle.signal('notice', { claim: { ...request, evidence } });
    await handle.signal('notice', noticeWith(claimAbout(request, { serialNumber: 'FORGED' }), 'forged'));
    await suite.env.sleep('10m');
    const { status, timeline } = await payments.progress(request);
    expect(status).toBe('Pending');
    expect(timeline.filter(({ event }) => event === 'notice').map(({ result }) => result)).toEqual([
      'hint',
      'not verified',
    ]);
  });

  test('of any shape fails no workflow task, and the payment goes on', async () => {
    const { payments, request, handle } = await waiting();
    const body = Buffer.from('{').toString('base64');
    const shapes: unknown[] = [
      ...[null, 0, 'text', [], {}, { body: 1, headers: {} }, { body, headers: null }, { body, headers: [] }],
      ...[
        { body: '', headers: {} },
        { body, headers: { a: 1 } },
        { body: '%%%', headers: {} },
        { body, headers: 'x' },
      ],
      { body: 'A'.repeat(NOTICE_LIMITS.body + 1), headers: {} },
      { body, headers: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`h${i}`, 'x'])) },
      { body, headers: { [TEST_SIGNATURE.header]: TEST_SIGNATURE.valid } },
      { claim: { refId: request.refId, evidence: { kind: 'failed' } } },
      { claim: { evidence: { kind: {} } } },
      JSON.parse(`{"__proto__": {"body": "e30=", "headers": {}}}`),
    ];
    for (const shape of shapes) await handle.signal('notice', shape);
    await handle.signal('notice', 1, 2, 3);
    await handle.signal('unheard-of', {});
    await handle.signal('notice', noticeWith(claimAbout(request, { serialNumber: 'N1' })));
    expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', serialNumber: 'N1' });
    expect(await taskFailures(handle)).toBe(0);
  });

  test('that is verified counts after hundreds that are not', async () => {
    const { payments, request, handle } = await waiting();
    const forged = (i: number) => noticeWith(claimAbout(request, { serialNumber: String(i) }), 'forged');
    await Promise.all(Array.from({ length: 300 }, (_, i) => handle.signal('notice', forged(i))));
    await handle.signal('notice', noticeWith(claimAbout(request, { serialNumber: 'N1' })));
    expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', serialNumber: 'N1' });
    const { events = [] } = await handle.fetchHistory();
    const reads = events?.filter((e) => e.activityTaskScheduledEventAttributes?.activityType?.name === 'readNotices');
    expect(reads?.length).toBeLessThan(40);
  });

  test('is read later where the worker has no secret yet', async () => {
    let reads = 0;
    const notice: NonNullable<Script['notice']> = (delivery): NoticeReading => {
      reads += 1;
      return reads < 3 ? { kind: 'refused', why: 'no-secret' } : readTestNotice(delivery);
    };
    const { payments, request, handle } = await waiting({ notice });
    await handle.signal('notice', noticeWith(claimAbout(request, { serialNumber: 'N1' })));
    expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', serialNumber: 'N1' });
    expect(reads).toBe(3);
  });
});

describe('a review', () => {
  /** Starts a review as anybody with access to the namespace could, and waits for its end. */
  async function started(argument: unknown, refId: string): Promise<unknown> {
    const { workflow } = realTimeClient(suite.env);
    const workflowId = reviewId({ provider: 'digiswitch', refId });
    const handle = await workflow.start('review', { workflowId, taskQueue: 'payments', args: [argument] });
    const ended = handle.result();
    while ((await handle.describe()).status.name === 'RUNNING') await suite.env.sleep('1s');
    return ended;
  }

  test('of a payment that never existed ends at once and calls no ledger', async () => {
    const steps: string[] = [];
    const step = (name: string) => async () => {
      steps.push(name);
      return { kind: 'done' as const };
    };
    await suite.start({ ledger: { hold: step('hold'), capture: step('capture'), release: step('release') } });
    const request = aRequest({ account: 'victim', charge: 5_000_000 });
    const outcome = { ...request, status: 'Gagal', funds: 'released', receipt: [], code: '', message: '' };
    const ledger = { queue: 'payments-ledger', timeoutMs: 1_000, reviewAfterMs: 1_000 };
    const madeUp = { ...request, request, outcome, why: 'made up', ledger };
    expect(await started(madeUp, request.refId)).toEqual({ opened: false, why: 'there is no such payment' });
    expect(steps).toEqual([]);
  });

  test('of an ended payment ends at once where nothing verified contradicts the outcome', async () => {
    const { payments } = await suite.start({ script: { pay: [success] } });
    const request = aRequest();
    await payments.pay(request);
    const forged = noticeWith(claimAbout(request, { kind: 'failed', code: '74' }), 'forged');
    const { provider, refId } = request;
    const madeUp = { provider, refId, notice: forged, outcome: { status: 'Gagal' }, why: 'made up' };
    expect(await started(madeUp, refId)).toMatchObject({ opened: false, status: 'Sukses' });
    expect(await payments.review(request)).toBeUndefined();
  });

  test('is about the payment of its own id only, and one that was started with anything ends', async () => {
    const { payments } = await suite.start({ script: { pay: [success] } });
    const request = aRequest();
    await payments.pay(request);
    const notice = noticeWith(claimAbout(request, { kind: 'failed', code: '74' }));
    const another = { provider: request.provider, refId: request.refId, notice };
    expect(await started(another, `${request.refId}-2`)).toMatchObject({ opened: false });
    for (const [index, argument] of [null, 0, 'x', [], { notice: null }].entries()) {
      expect(await started(argument, `nobody-${index}`)).toMatchObject({ opened: false });
    }
  });

  test('reads the present record, whatever it was started with', async () => {
    const { payments } = await suite.start({ script: { pay: [success] } });
    const request = aRequest();
    await payments.pay(request);
    const { provider, refId } = request;
    const notice = noticeWith(claimAbout(request, { kind: 'failed', code: '74' }));
    const { workflow } = realTimeClient(suite.env);
    const subject = { provider, refId, notice, charge: 1, hold: 'another', ledger: { queue: 'evil' } };
    await workflow.start('review', { workflowId: reviewId(request), taskQueue: 'payments', args: [subject] });
    while (!(await payments.review(request))) await suite.env.sleep('1s');
    expect(await payments.review(request)).toMatchObject({ open: true, request, outcome: { status: 'Sukses' } });
  });
});
