import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { paymentId } from '../../contract/names.js';
import { signedText } from '../../contract/proof.js';
import { no } from '../support/scripted-ledger.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { aRequest, realTimeClient, testConfig } from '../support/test-workers.js';
import { waitingPayment, WEBHOOKS_ONLY } from '../support/waiting-payment.js';
import { workflowTest } from '../support/workflow-test.js';

const suite = workflowTest();
const waiting = waitingPayment(suite);

describe('with operators configured', () => {
  const sari = generateKeyPairSync('ed25519');
  const budi = generateKeyPairSync('ed25519');
  const raw = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
  const operators = {
    // Alone, or in its container as OpenSSL writes it.
    sari: raw(sari.publicKey),
    budi: budi.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
  const proof = (key: KeyObject, id: string, challenge: string, resolution: { status: 'Sukses' | 'Gagal' }) =>
    sign(null, Buffer.from(signedText(id, challenge, { by: '', note: 'dashboard', ...resolution })), key).toString(
      'base64',
    );

  test('a signature over the present challenge resolves a payment', async () => {
    const { payments, request, handle } = await waiting({}, { operators });
    while (!(await payments.progress(request)).review) await suite.env.sleep('10m');
    const { challenge = '' } = (await payments.progress(request)).review ?? {};
    const id = paymentId(request);
    const signed = proof(budi.privateKey, id, challenge, { status: 'Sukses' });
    const resolution = { status: 'Sukses', by: 'budi', note: 'dashboard', proof: signed } as const;
    // The time-skipping server may lose the answer to an update, not the update.
    await suite.env.connection
      .withDeadline(Date.now() + 5_000, () => handle.executeUpdate('resolve', { args: [resolution] }))
      .catch(() => undefined);
    expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', reason: 'resolved' });
  });

  // The last thing that is asked: after a refused update that server may answer nothing more about the payment.
  test('a signature does not outlive new evidence', async () => {
    const refuse = async () => no(409);
    const { payments } = await suite.start({
      ledger: { hold: async () => ({ kind: 'done' }), capture: refuse },
      config: testConfig(WEBHOOKS_ONLY, { operators, ledger: { baseUrl: 'http://127.0.0.1:9' } }),
    });
    const request = aRequest({ account: 'acc-1' });
    await payments.start(request);
    const reviewOf = async () => (await payments.progress(request)).review;
    while (!(await reviewOf())) await suite.env.sleep('1s');
    const { challenge: old = '' } = (await reviewOf()) ?? {};
    const handle = realTimeClient(suite.env).workflow.getHandle(paymentId(request));
    await handle.signal('notice', noticeWith(claimAbout(request, { kind: 'failed', code: '74' })));
    while ((await reviewOf())?.challenge === old) await suite.env.sleep('1s');
    const signed = proof(sari.privateKey, paymentId(request), old, { status: 'Sukses' });
    const attempt = payments.resolve(request, { status: 'Sukses', by: 'sari', note: 'dashboard', proof: signed });
    await expect(attempt).rejects.toMatchObject({ code: 'UpdateRefused', message: expect.stringContaining('proof') });
  });
});
