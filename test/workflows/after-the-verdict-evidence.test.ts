import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evidence } from '../../contract/evidence.js';
import { gate, rememberingLedger } from '../support/remembering-ledger.js';
import { failed, pending, success, unknown } from '../support/scripted-provider.js';
import { settlementTest } from './after-the-verdict/support.js';

type Reply = Partial<Evidence> & Pick<Evidence, 'kind'>;

/** A provider whose status calls have the reply that was set last. */
function statusOf(first: Reply) {
  let reply = first;
  return { check: [async () => reply], reports: (next: Reply) => (reply = next) };
}

describe('evidence that comes while the ledger moves', () => {
  const suite = settlementTest();

  test('a signed Sukses during the release of a Gagal that was resolved keeps the payment from ending as Gagal', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({ script: { pay: [unknown], check: [unknown] }, ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/no verdict/);
    ledger.on('release', 'silent');
    await payment.resolve('Gagal');
    await payment.until(() => ledger.count('release') > 0);
    await payment.signedSuccess();
    ledger.on('release', 'execute');
    await payment.pass('10m');
    expect(await payment.progress()).toMatchObject({ status: 'Pending', review: {} });
    await expect(payment.resolve('Gagal')).rejects.toMatchObject({ code: 'UpdateRefused' });
    await payment.resolve('Sukses');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });

  test('a signed failure during the capture of a Sukses that was resolved is asked about before the payment ends', async () => {
    const ledger = rememberingLedger();
    const provider = statusOf(unknown);
    await suite.startWorkers({ script: { pay: [unknown], check: provider.check }, ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/no verdict/);
    ledger.on('capture', 'silent');
    await payment.resolve('Sukses');
    await payment.until(() => ledger.count('capture') > 0);
    await payment.signedFailure();
    ledger.on('capture', 'execute');
    await payment.until(() => ledger.taken() > 0);
    await payment.pass('10m');
    expect(await payment.progress()).toMatchObject({ status: 'Pending', funds: 'captured', review: {} });

    provider.reports(failed);
    await payment.reviewed(/verdict is failed against ops/);
    await payment.resolve('Gagal');
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', funds: 'released' });
    expect([ledger.taken(), ledger.open()]).toEqual([0, []]);
  });

  test('a signed failure that the status call then denies leaves a resolved Sukses as it is', async () => {
    const ledger = rememberingLedger();
    const provider = statusOf(unknown);
    await suite.startWorkers({ script: { pay: [unknown], check: provider.check }, ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/no verdict/);
    ledger.on('capture', 'silent');
    await payment.resolve('Sukses');
    await payment.until(() => ledger.count('capture') > 0);
    await payment.signedFailure();
    provider.reports(success);
    ledger.on('capture', 'execute');
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured', serialNumber: 'S1' });
    expect([ledger.taken(), ledger.open()]).toEqual([11_000, []]);
  });
});

describe('notices', () => {
  const suite = settlementTest();

  test('a signed failure settles a payment whose status checks are over', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({
      script: { pay: [pending], check: [pending] },
      provider: { pollLimit: '1h' },
      ledger,
    });
    const payment = await suite.startPayment();
    await payment.reviewed(/no verdict within/);
    await payment.signedFailure();
    await payment.pass('10m');
    expect(await payment.progress()).toMatchObject({ stage: 'ended', status: 'Gagal' });
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'failed', funds: 'released' });
    expect(ledger.open()).toEqual([]);
  });

  test('a failure that was reported before the status checks were over settles the payment when they are', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({
      script: { pay: [failed], check: [unknown] },
      provider: { pollLimit: '1h' },
      ledger,
    });
    const payment = await suite.startPayment();
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'failed', funds: 'released' });
  });

  test('a signed failure causes a status call, however many notices without proof came before', async () => {
    const provider = statusOf(pending);
    const workers = await suite.startWorkers({
      script: { pay: [pending], check: provider.check },
      provider: { poll: [{ every: '5h', for: '30d' }], reviewAfter: '20d' },
      ledger: rememberingLedger(),
    });
    const payment = await suite.startPayment();
    await payment.until(() => workers.count('check') > 0);
    for (let hints = 0; hints < 30; hints += 1) {
      await payment.hint();
      await payment.pass('2m');
    }
    provider.reports(failed);
    await payment.signedFailure();
    await payment.pass('5m');
    expect(await payment.progress()).toMatchObject({ stage: 'ended', status: 'Gagal' });
    expect(workers.count('check')).toBeLessThan(30);
  });
});

describe('a review that takes its time to start', () => {
  const suite = settlementTest();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tuntas-slow-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is given a signed failure that came meanwhile', async () => {
    const bundle = join(folder, 'workflows.js');
    const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
    const { code } = await bundleWorkflowCode({
      workflowsPath: pathOf('../../workflows/index.ts'),
      workflowInterceptorModules: [pathOf('./after-the-verdict/slow-review-start.ts')],
      logger: new DefaultLogger('ERROR'),
    });
    await writeFile(bundle, code);

    const ledger = rememberingLedger();
    ledger.on('capture', 409);
    await suite.startWorkers({ ledger, bundle });
    const payment = await suite.startPayment();
    await payment.reviewed(/capture/);
    await payment.resolve('Sukses');
    await payment.reaches('ended');
    expect(await payment.isRunning()).toBe(true);
    await payment.signedFailure();
    await payment.until(async () => !(await payment.isRunning()));
    await payment.until(async () => (await payment.review.progress()) !== undefined);
    const evidence = (await payment.review.progress())?.evidence;
    expect(evidence).toContainEqual(expect.objectContaining({ kind: 'failed', code: '74' }));
  });
});

describe('an operator', () => {
  const suite = settlementTest();

  test.each([
    ['Sukses', 'Gagal', [success]],
    ['Gagal', 'Sukses', [failed]],
  ] as const)(
    'cannot resolve a payment against the verdict %s, not even the second time',
    async (verdict, against, check) => {
      const ledger = rememberingLedger();
      const moving = verdict === 'Sukses' ? 'capture' : 'release';
      ledger.on(moving, 409);
      await suite.startWorkers({ script: { pay: [pending], check: [...check] }, ledger });
      const payment = await suite.startPayment();
      await payment.reviewed(new RegExp(moving));
      for (let times = 0; times < 2; times += 1) {
        await expect(payment.resolve(against)).rejects.toMatchObject({ code: 'UpdateRefused' });
      }
      expect(await payment.progress()).toMatchObject({ status: 'Pending', funds: 'held' });
      ledger.on(moving, 'execute');
      await payment.resolve(verdict);
      expect(await payment.outcome()).toMatchObject({ status: verdict });
      expect([ledger.taken(), ledger.open()]).toEqual([verdict === 'Sukses' ? 11_000 : 0, []]);
    },
  );

  test.each([
    ['Sukses', 'failed', 0],
    ['Gagal', 'success', 11_000],
  ] as const)(
    'who resolves to %s at the same moment as the provider reports %s decides nothing against the verdict',
    async (status, reported, taken) => {
      const ledger = rememberingLedger();
      const reply = gate();
      ledger.on('capture', reply.behaviour);
      ledger.on('release', reply.behaviour);
      // Without a status call a signed failure is a verdict at once, whichever of the two comes first.
      await suite.startWorkers({ script: { pay: [unknown] }, provider: { statusCall: false }, ledger });
      const payment = await suite.startPayment();
      await payment.reviewed(/no verdict/);
      const notice = reported === 'failed' ? payment.signedFailure() : payment.signedSuccess();
      const resolved = payment.resolve(status).catch(() => undefined);
      reply.open();
      await Promise.all([notice, resolved]);
      const verdict = reported === 'failed' ? 'Gagal' : 'Sukses';
      await payment.until(async () => {
        const { stage, review } = await payment.progress();
        return stage === 'ended' || /against/.test(review?.why ?? '');
      });
      await payment.resolve(verdict).catch(() => undefined);
      expect(await payment.outcome()).toMatchObject({ status: verdict });
      expect([ledger.taken(), ledger.open()]).toEqual([taken, []]);
    },
  );

  test('whose resolutions arrive twice at once moves the funds once', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({ script: { pay: [unknown], check: [unknown] }, ledger });
    const payment = await suite.startPayment();
    await payment.reviewed(/no verdict/);
    await Promise.all([1, 2].map(() => payment.resolve('Sukses').catch(() => undefined)));
    expect(await payment.outcome()).toMatchObject({ status: 'Sukses', reason: 'resolved', funds: 'captured' });
    expect([ledger.taken(), ledger.count('capture')]).toEqual([11_000, 1]);
  });
});
