import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { bytesOf } from '../../contract/base64.js';
import { noticeOf, NOTICE_LIMITS } from '../../contract/notice.js';
import { faultOfProof, publicKeyOf, signedText } from '../../contract/proof.js';
import type { Resolution } from '../../contract/resolution.js';

const sari = generateKeyPairSync('ed25519');
const budi = generateKeyPairSync('ed25519');
const container = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const operators = {
  sari: container(sari.publicKey).subarray(-32).toString('base64'),
  // In its container, as OpenSSL writes it.
  budi: container(budi.publicKey).toString('base64'),
};
const ID = 'payment:digiswitch:r-1';
const said: Resolution = { status: 'Sukses', by: 'sari', note: "the provider's dashboard" };
const signed = (key: KeyObject, id = ID, challenge = 'run:1', resolution = said) =>
  sign(null, Buffer.from(signedText(id, challenge, resolution)), key).toString('base64');
const fault = (resolution: Resolution) => faultOfProof(operators, ID, 'run:1', resolution)?.path;

test('the signature of the named operator over this payment, challenge, status and note is accepted', () => {
  expect(fault({ ...said, proof: signed(sari.privateKey) })).toBeUndefined();
  const his = { ...said, by: 'budi' };
  expect(fault({ ...his, proof: signed(budi.privateKey, ID, 'run:1', his) })).toBeUndefined();
  const urlSafe = signed(sari.privateKey).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  expect(fault({ ...said, proof: urlSafe })).toBeUndefined();
});

test.each([
  ['no proof', said],
  ["another operator's signature", { ...said, proof: signed(budi.privateKey) }],
  ['another payment', { ...said, proof: signed(sari.privateKey, `${ID}x`) }],
  ['an earlier challenge', { ...said, proof: signed(sari.privateKey, ID, 'run:0') }],
  ['the opposite status', { ...said, status: 'Gagal', proof: signed(sari.privateKey) }],
  ['another note', { ...said, note: 'x', proof: signed(sari.privateKey) }],
  ['half a signature', { ...said, proof: signed(sari.privateKey).slice(0, 44) }],
  ['no base64', { ...said, proof: '***' }],
  ['zeros', { ...said, proof: Buffer.alloc(64).toString('base64') }],
] as [string, Resolution][])('a resolution with %s is refused at its proof', (_what, resolution) => {
  expect(fault(resolution)).toBe('proof');
});

test.each(['nobody', '__proto__', 'constructor', ''])('the name %p, which is not configured, is refused', (by) => {
  expect(fault({ ...said, by, proof: signed(sari.privateKey) })).toBe('by');
});

test('a public key is 32 bytes, alone or in its container, and nothing else', () => {
  expect(publicKeyOf(operators.sari)).toHaveLength(32);
  expect(publicKeyOf(operators.budi)).toHaveLength(32);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;
  for (const text of ['', 'AAAA', container(rsa).toString('base64'), `${operators.sari}AAAA`, '-----BEGIN']) {
    expect(publicKeyOf(text)).toBeUndefined();
  }
});

test('base64 is read as Node reads it, and other text is none', () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 37 + length) % 256));
    expect(Buffer.from(bytesOf(bytes.toString('base64')) ?? [1])).toEqual(bytes);
    expect(Buffer.from(bytesOf(bytes.toString('base64url')) ?? [1])).toEqual(bytes);
  }
  for (const text of ['A', 'AA=A', 'A A', 'ä', 'AAAAA']) expect(bytesOf(text)).toBeUndefined();
});

test('a notice is a body in base64 with few and short headers of plain characters', () => {
  const body = Buffer.from('{}').toString('base64');
  expect(noticeOf({ body, headers: { signature: 'sha1=ab' } })).toEqual({ body, headers: { signature: 'sha1=ab' } });
  const large = { a: 'x'.repeat(NOTICE_LIMITS.headerValue + 1) };
  for (const headers of [null, 'x', { a: 1 }, { a: 'ä' }, { a: '"' }, { a: '\u0000' }, { ä: 'x' }, large]) {
    expect(noticeOf({ body, headers })).toBeUndefined();
  }
  for (const bad of ['', '%', 'A'.repeat(NOTICE_LIMITS.body + 1), 'ä', 1, undefined]) {
    expect(noticeOf({ body: bad, headers: {} })).toBeUndefined();
  }
});
