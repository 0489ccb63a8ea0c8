import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readKeys } from '../../../../activities/providers/tokopedia/keys.js';
import { isSigned, signatureOf } from '../../../../activities/providers/tokopedia/signature.js';
import { OURS, SECRETS, STRANGERS, provider } from './support.js';

describe.each(['pss', 'pkcs1'] as const)('a signature with the padding %s', (padding) => {
  const other = padding === 'pss' ? 'pkcs1' : 'pss';
  const runs = { numRuns: 30 };

  test('a signature is verified over the same bytes by the key that belongs to it, and by nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const signature = signatureOf(text, OURS.privateKey, padding);
        const body = Buffer.from(text);
        expect(signature).toMatch(/^[A-Za-z0-9+/]{342}==$/);
        expect(isSigned(body, signature, OURS.publicKey, padding)).toBe(true);
        expect(isSigned(body, ` ${signature} `, OURS.publicKey, padding)).toBe(true);
        expect(isSigned(body, signature, OURS.publicKey, other)).toBe(false);
        expect(isSigned(body, signature, STRANGERS.publicKey, padding)).toBe(false);
      }),
      runs,
    );
  });

  test('a signature is refused when any bit of it, or of the body, is another', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(255), fc.nat(7), (bytes, at, place, bit) => {
        const body = Buffer.from(bytes);
        const text = body.toString('latin1');
        const signature = Buffer.from(signatureOf(text, OURS.privateKey, padding), 'base64');
        const sent = Buffer.from(text);
        const flipped = Buffer.from(sent);
        flipped[at % flipped.length]! ^= 1 << bit;
        expect(isSigned(flipped, signature.toString('base64'), OURS.publicKey, padding)).toBe(false);
        signature[place]! ^= 1 << bit;
        expect(isSigned(sent, signature.toString('base64'), OURS.publicKey, padding)).toBe(false);
      }),
      runs,
    );
  });

  test('a signature that is no base64 is refused, without an error', () => {
    const body = Buffer.from('{}');
    fc.assert(
      fc.property(fc.string(), (text) => !isSigned(body, text, OURS.publicKey, padding)),
      runs,
    );
    fc.assert(
      fc.property(fc.base64String(), (text) => !isSigned(body, text, OURS.publicKey, padding)),
      runs,
    );
  });
});

test('a salt of any length is taken, as the official clients differ', async () => {
  const { constants, sign } = await import('node:crypto');
  for (const saltLength of [constants.RSA_PSS_SALTLEN_MAX_SIGN, constants.RSA_PSS_SALTLEN_DIGEST, 0, 20]) {
    const key = { key: OURS.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    const signature = sign('sha256', Buffer.from('{}'), key).toString('base64');
    expect(isSigned(Buffer.from('{}'), signature, OURS.publicKey, 'pss')).toBe(true);
  }
});

test('our own salt is as long as the digest', async () => {
  const { constants, verify } = await import('node:crypto');
  const signature = Buffer.from(signatureOf('{}', OURS.privateKey, 'pss'), 'base64');
  const key = { key: OURS.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  expect(verify('sha256', Buffer.from('{}'), key, signature)).toBe(true);
});

describe('a key', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'keys-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (more: Record<string, string>) => readKeys({ name: 'toko', secrets: { ...SECRETS, ...more } });

  test('a key that is bad hides no other: the faults of all are told at once', () => {
    const bad = { privateKey: '-----BEGIN PRIVATE KEY-----', publicKey: '/no/such/file.pem' };
    expect(() => read(bad)).toThrow(
      expect.objectContaining({
        code: 'InvalidConfig',
        faults: [
          { path: 'providers.toko.credentials.privateKey', reason: expect.any(String) as string },
          { path: 'providers.toko.credentials.publicKey', reason: expect.any(String) as string },
        ],
      }),
    );
  });
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };

  test('a key is a PEM, a PEM in one line, or the path of a file', () => {
    const { privateKey, publicKey } = SECRETS;
    for (const [ours, theirs] of [
      [privateKey, publicKey],
      [privateKey.replaceAll('\n', '\\n'), publicKey.replaceAll('\n', '\\n')],
      [file('ours.pem', privateKey), file('theirs.pem', publicKey)],
    ] as const) {
      const keys = read({ privateKey: ours, publicKey: theirs });
      expect(keys.privateKey.equals(OURS.privateKey)).toBe(true);
      expect(keys.publicKeys.map(({ type }) => type)).toEqual(['public']);
    }
  });

  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const short = generateKeyPairSync('rsa', { modulusLength: 2_040 });
  const asPem = { type: 'pkcs8', format: 'pem' } as const;

  test.each([
    ['privateKey', '', 'is no PEM, and no file that can be read (ENOENT)'],
    ['privateKey', '/no/such/f1le.pem', 'is no PEM, and no file that can be read (ENOENT)'],
    ['privateKey', SECRETS.publicKey, 'is no private key in PEM, or has a passphrase'],
    ['privateKey', '-----BEGIN PRIVATE KEY-----\nbm90aGluZw==\n-----END PRIVATE KEY-----', 'is no private key in PEM'],
    ['privateKey', elliptic.privateKey.export(asPem) as string, 'is no RSA key'],
    ['privateKey', short.privateKey.export(asPem) as string, 'is an RSA key of less than 2048 bits'],
    ['publicKeyPrevious', short.publicKey.export({ type: 'spki', format: 'pem' }) as string, 'is an RSA key of less'],
    ['publicKeyPrevious', SECRETS.privateKey, "is a private key, not the provider's"],
    ['publicKey', SECRETS.privateKey, "is a private key, not the provider's"],
    ['publicKey', '-----BEGIN PUBLIC KEY-----\nbm90aGluZw==\n-----END PUBLIC KEY-----', 'is no public key in PEM'],
  ])('%s that cannot be used is refused by its path and never shown', (name, value, reason) => {
    const create = () => provider({ secrets: { ...SECRETS, [name]: value } });
    expect(create).toThrow(expect.objectContaining({ code: 'InvalidConfig' }));
    expect(create).toThrow(
      new RegExp(`^providers\\.tokopedia\\.credentials\\.${name}: ${reason.replace(/[()]/g, '.')}`),
    );
    const shown = (() => {
      try {
        return void create();
      } catch (error) {
        return String((error as Error).stack);
      }
    })();
    expect(shown).not.toMatch(/BEGIN|bm90aGluZw|f1le/);
  });

  test('a key that is a file without a key is refused', () => {
    expect(() => read({ privateKey: file('empty.pem', '') })).toThrow(/privateKey: is no private key in PEM/);
    expect(() => read({ privateKey: folder })).toThrow(
      /privateKey: is no PEM, and no file that can be read \(EISDIR\)/,
    );
  });
});
