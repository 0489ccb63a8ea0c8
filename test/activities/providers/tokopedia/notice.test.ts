import fc from 'fast-check';
import type { Delivery, NoticeReading } from '../../../../activities/providers/provider.js';
import { signatureOf } from '../../../../activities/providers/tokopedia/signature.js';
import { AT, OURS, SECRETS, STRANGERS, THEIRS, errorsOf, inquiryOf, orderOf, provider } from './support.js';

const tokopedia = provider();
const read = (delivery: Delivery): NoticeReading => tokopedia.notice(delivery);

function delivery(body: unknown, key = THEIRS.privateKey): Delivery {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { headers: { signature: signatureOf(text, key, 'pss') }, body: Buffer.from(text) };
}

test('a signed callback claims what its order says', () => {
  const rows = [{ name: 'Token', value: '1' }];
  const body = orderOf({ serial_number: 'S1', voucher_code: 'V-1', fulfillment_result: rows });
  expect(read(delivery(body))).toEqual({
    kind: 'claim',
    claim: {
      ...{ refId: 'ref-1', product: 'pln', customerNo: '0812' },
      evidence: {
        ...{ kind: 'success', from: 'notice', at: AT, code: '', message: 'Success', amount: 12_500, admin: 2_500 },
        ...{ serialNumber: 'S1', voucher: 'V-1', receipt: rows, fee: 1_000 },
      },
    },
  });
});

test.each([
  [{ status: 'Failed', error_code: 'S02' }, 'failed'],
  [{ status: 'Pending' }, 'pending'],
  [{ status: 'Failed' }, 'unknown'],
  [{ status: 'Success', error_code: 'S02' }, 'unknown'],
  [{ status: 'New' }, 'unknown'],
])('a signed callback of %j claims %s', (more, kind) => {
  expect(read(delivery(orderOf(more)))).toMatchObject({ kind: 'claim', claim: { evidence: { kind, from: 'notice' } } });
});

test('a callback for a product without a number is a claim too', () => {
  expect(read(delivery(orderOf({ client_number: '' })))).toMatchObject({ kind: 'claim', claim: { customerNo: '' } });
});

test('without a signature, or with a wrong one, nothing is believed', () => {
  const good = delivery(orderOf());
  expect(read({ ...good, headers: {} })).toEqual({ kind: 'refused', why: 'unsigned' });
  expect(read({ ...good, headers: { signature: '' } })).toEqual({ kind: 'refused', why: 'unsigned' });
  const wrong = { kind: 'refused', why: 'bad-signature' };
  expect(read(delivery(orderOf(), STRANGERS.privateKey))).toEqual(wrong);
  expect(read({ ...good, body: Buffer.concat([good.body, Buffer.from(' ')]) })).toEqual(wrong);
  expect(read({ headers: good.headers, body: Buffer.from(JSON.stringify(orderOf(), null, 1)) })).toEqual(wrong);
  const pkcs1 = { signature: signatureOf(good.body.toString(), THEIRS.privateKey, 'pkcs1') };
  expect(read({ headers: pkcs1, body: good.body })).toEqual(wrong);
  expect(provider({ settings: { signature: 'pkcs1' } }).notice({ headers: pkcs1, body: good.body }).kind).toBe('claim');
});

test('while the provider changes its key, callbacks signed with the new or the previous one are believed', () => {
  const publicKey = STRANGERS.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const changing = provider({ secrets: { ...SECRETS, publicKey, publicKeyPrevious: SECRETS.publicKey } });
  const kinds = [STRANGERS, THEIRS, OURS].map(
    ({ privateKey }) => changing.notice(delivery(orderOf(), privateKey)).kind,
  );
  expect(kinds).toEqual(['claim', 'claim', 'refused']);
});

test.each(['', '<html>', '{}', '[]', errorsOf('P02'), inquiryOf(), { data: { type: 'order', attributes: {} } }])(
  'a signed callback of %j is unreadable',
  (body) => {
    expect(read(delivery(body))).toEqual({ kind: 'refused', why: 'unreadable' });
  },
);

test.each(['', 'a b', '../x', 'x'.repeat(65), '-a'])('the reference %j is none of ours', (id) => {
  expect(read(delivery(orderOf({}, id)))).toEqual({ kind: 'foreign' });
});

test.each([{ product_code: null }, { client_number: null }])(
  'a signed callback without %j is a hint to check',
  (more) => {
    expect(read(delivery(orderOf(more)))).toEqual({ kind: 'hint', refId: 'ref-1', signed: true });
  },
);

test('a claim repeats none of our secrets', () => {
  const error_detail = `cl1ent-id and ${SECRETS.clientSecret}`;
  const reading = read(delivery(orderOf({ status: 'Failed', error_code: 'S02', error_detail })));
  expect(reading).toMatchObject({ claim: { evidence: { message: '*** and ***' } } });
});

test('whatever is signed, a verdict is claimed only by the status for it', () => {
  const verdicts: Record<string, string> = { Success: 'success', Failed: 'failed', Pending: 'pending' };
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(orderOf().data.attributes), 'error_code'), fc.jsonValue()),
      (attributes) => {
        const reading = read(delivery(orderOf(attributes)));
        if (reading.kind !== 'claim') return;
        const { kind } = reading.claim.evidence;
        const status = 'status' in attributes ? attributes['status'] : 'Success';
        const said = typeof status === 'string' ? verdicts[status.trim()] : undefined;
        expect([said ?? 'unknown', 'unknown']).toContain(kind);
      },
    ),
    { numRuns: 60 },
  );
});
