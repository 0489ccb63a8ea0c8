import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { AT, SECRETS, provider, sample } from './support.js';

const signed = (text: string, more: Record<string, string> = {}, secret = SECRETS.webhookSecret) => {
  const body = Buffer.from(text);
  const signature = `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
  return { headers: { 'x-hub-signature': signature, 'x-digiflazz-event': 'update', ...more }, body };
};

const body = (more: Record<string, unknown> = {}) =>
  JSON.stringify({
    data: { ref_id: 'r1', customer_no: '0812', code: 'hp', status: 'Sukses', rc: '00', message: 'ok', ...more },
  });

describe('a delivery', () => {
  test.each(['Digiflazz-Hookshot', 'Digiflazz-Pasca-Hookshot', ''])(
    'a delivery signed as agreed is a claim, from agent %j',
    (agent) => {
      expect(provider().notice(signed(sample('pay', 'internet'), { 'user-agent': agent }))).toMatchObject({
        kind: 'claim',
        claim: {
          ...{ refId: 'ref-pasca7', product: 'internet', customerNo: '6391601001' },
          evidence: { kind: 'success', from: 'notice', at: AT, amount: 24_500, serialNumber: 'I1234554321N' },
        },
      });
    },
  );

  test('a delivery is a verdict about what was made: no code in it says that nothing was', () => {
    const evidence = (more: Record<string, unknown>) => {
      const reading = provider().notice(signed(body({ status: 'Gagal', ...more })));
      return reading.kind === 'claim' ? reading.claim.evidence.kind : reading.kind;
    };
    expect(evidence({ rc: '02' })).toBe('failed');
    for (const rc of ['40', '43', '44', '68', '80']) expect(evidence({ rc })).toBe('failed');
    expect(evidence({ rc: '49' })).toBe('unknown');
    expect(evidence({ rc: '00' })).toBe('unknown');
  });

  test("a delivery's trx_id is the provider's own id of the payment, whatever its verdict", () => {
    const providerRef = 'trx-20240501-77';
    for (const more of [{}, { status: 'Pending', rc: '03' }, { status: 'Gagal', rc: '02' }]) {
      expect(provider().notice(signed(body({ trx_id: providerRef, ...more })))).toMatchObject({
        claim: { evidence: { providerRef } },
      });
    }
    expect(provider().notice(signed(body({ trx_id: 4_711 })))).toMatchObject({
      claim: { evidence: { providerRef: '4711' } },
    });
  });

  test('a delivery is refused where no secret is configured, however it is signed', () => {
    const { username, apiKey } = SECRETS;
    const delivery = signed(body(), {}, '');
    expect(provider({ secrets: { username, apiKey } }).notice(delivery)).toEqual({ kind: 'refused', why: 'no-secret' });
  });

  test('while the secret is changed, deliveries signed with the new or the previous one are believed', () => {
    const secrets = {
      ...SECRETS,
      webhookSecret: 'the-new-webhook-secret',
      webhookSecretPrevious: SECRETS.webhookSecret,
    };
    const kind = (secret: string) => provider({ secrets }).notice(signed(body(), {}, secret)).kind;
    expect([kind('the-new-webhook-secret'), kind(SECRETS.webhookSecret), kind('other')]).toEqual([
      'claim',
      'claim',
      'refused',
    ]);
  });

  test('neither webhook secret stands in what is kept of a delivery', () => {
    const secrets = {
      ...SECRETS,
      webhookSecret: 'the-new-webhook-secret',
      webhookSecretPrevious: 'the-old-webhook-secret',
    };
    const message = 'the-new-webhook-secret the-old-webhook-secret';
    const reading = provider({ secrets }).notice(signed(body({ message }), {}, 'the-new-webhook-secret'));
    expect(reading.kind).toBe('claim');
    expect(JSON.stringify(reading)).not.toMatch(/webhook-secret/);
  });

  test('a delivery without a signature is refused, a ping too', () => {
    const unsigned = { headers: { 'x-digiflazz-event': 'ping' }, body: Buffer.from('{"hook":{"secret":"h00k"}}') };
    expect(provider().notice(unsigned)).toEqual({ kind: 'refused', why: 'unsigned' });
  });

  test.each(['sha1=', 'sha1=00', `sha1=${'0'.repeat(40)}`, 'x', `sha256=${'0'.repeat(64)}`])(
    'a delivery with the signature %s is refused',
    (signature) => {
      const delivery = { headers: { 'x-hub-signature': signature }, body: Buffer.from(body()) };
      expect(provider().notice(delivery)).toEqual({ kind: 'refused', why: 'bad-signature' });
    },
  );

  test('a delivery of which a single byte changed is refused', () => {
    const { headers, body: bytes } = signed(body());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Buffer.from(bytes);
        altered[at]! ^= change;
        expect(provider().notice({ headers, body: altered })).toEqual({ kind: 'refused', why: 'bad-signature' });
      }),
    );
  });

  test('a delivery that is a signed ping says nothing else', () => {
    const ping = JSON.stringify({ sed: 'Nothing is impossible', hook_id: '1', hook: { secret: 'h00k' } });
    expect(provider().notice(signed(ping))).toEqual({ kind: 'ping' });
  });

  test.each([['<html>'], [body({ ref_id: undefined })], ['{"data":[]}'], ['{"data":"x"}']])(
    'a delivery signed but naming no payment is unreadable: %s',
    (text) => {
      expect(provider().notice(signed(text))).toEqual({ kind: 'refused', why: 'unreadable' });
    },
  );

  test.each(['../r1', 'INV/2024/01', 'x'.repeat(65), ' r1 x'])(
    "a delivery signed, with the reference %j, is somebody else's",
    (ref_id) => {
      expect(provider().notice(signed(body({ ref_id })))).toEqual({ kind: 'foreign' });
      expect(provider().notice(signed(body({ ref_id, code: '' })))).toEqual({ kind: 'foreign' });
    },
  );

  test.each([{ customer_no: null }, { code: '' }, { code: undefined, customer_no: '' }])(
    'a delivery signed, with our reference but %j, is a reason to check',
    (more) => {
      expect(provider().notice(signed(body(more)))).toEqual({ kind: 'hint', refId: 'r1', signed: true });
    },
  );

  test('a delivery never throws, whatever was signed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['ping', 'refused']).toContain(provider().notice(signed(text)).kind);
      }),
    );
  });
});
