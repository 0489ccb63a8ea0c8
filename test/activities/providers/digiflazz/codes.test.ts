import { readEvidence, readInquiry, readVerdict } from '../../../../activities/providers/digiflazz/read.js';
import { DIALECTS, parseBody, type Data } from '../../../../activities/providers/digiflazz/wire.js';
import { AT } from './support.js';

const reading = { at: AT, redact: (text: string) => text, redactValue: (text: string) => text };
const asked = { refId: 'r1', product: 'pln', customerNo: '5300', aliases: [] };
const ALL = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/** Written out from the documentation, apart from the table under test: "41-43 47" are the codes 41, 42, 43 and 47. */
function codes(text: string): Set<string> {
  return new Set(
    text.split(' ').flatMap((part) => {
      const [first, last = first] = part.split('-').map(Number);
      return ALL.slice(first, last! + 1);
    }),
  );
}

const PENDING = codes('03 99');
const MADE = codes('01 02 50-55 57-60 70-74 84-86');
const NOT_MADE = codes('40-45 47 49 56 61-69 80-83 87-88');
const ABOUT_CALL = codes('40-50 56 61-69 80-88');
const ASK_AGAIN = codes('01 41 42 44 45 55 56 61 62 70 71 82 83 85 86');

function statusOf(rc: string): string | undefined {
  if (rc === '00') return 'Sukses';
  if (PENDING.has(rc)) return 'Pending';
  return MADE.has(rc) || NOT_MADE.has(rc) ? 'Gagal' : undefined;
}

function expected(rc: string, status: string, from: string): string {
  if (statusOf(rc) !== status) return 'unknown';
  if (status === 'Sukses') return 'success';
  if (status === 'Pending') return 'pending';
  if (from === 'status') return ABOUT_CALL.has(rc) ? 'unknown' : 'failed';
  if (rc === '49') return 'unknown';
  return MADE.has(rc) || from === 'notice' ? 'failed' : 'refused';
}

function reply(rc: string, status: string): Data {
  const data = { ref_id: 'r1', customer_no: '5300', code: 'pln', message: 'pesan', status, rc, selling_price: 1 };
  return parseBody(DIALECTS.digiswitch, JSON.stringify({ data })) as Data;
}

describe.each(['Sukses', 'Gagal', 'Pending'])('with status %s every code', (status) => {
  test.each(['pay', 'status', 'notice'] as const)('every code in a reply to %s is read by the table', (from) => {
    const read = (rc: string) =>
      from === 'notice'
        ? readVerdict(reply(rc, status), from, reading)
        : readEvidence(reply(rc, status), asked, from, reading);
    const got = Object.fromEntries(ALL.map((rc) => [rc, read(rc).kind]));
    expect(got).toEqual(Object.fromEntries(ALL.map((rc) => [rc, expected(rc, status, from)])));
  });

  test('every code in a reply to an inquiry is a bill, a no, or worth asking again', () => {
    const got = Object.fromEntries(ALL.map((rc) => [rc, readInquiry(reply(rc, status), asked, reading).kind]));
    const wanted = (rc: string) => {
      if (statusOf(rc) !== status || status === 'Pending') return 'unclear';
      if (status === 'Sukses') return 'bill';
      return ASK_AGAIN.has(rc) ? 'unclear' : 'refused';
    };
    expect(got).toEqual(Object.fromEntries(ALL.map((rc) => [rc, wanted(rc)])));
  });
});

test('what is no code of two digits is unknown', () => {
  for (const rc of ['0', '000', ' 00x', 'OK', '100', '-1', '0O']) {
    for (const status of ['Sukses', 'Gagal', 'Pending']) {
      expect(readEvidence(reply(rc, status), asked, 'pay', reading).kind).toBe('unknown');
    }
  }
});

test('what a reply says is kept for the record, whatever it amounts to', () => {
  expect(readEvidence(reply('49', 'Gagal'), asked, 'pay', reading)).toEqual({
    ...{ kind: 'unknown', from: 'pay', at: AT, code: '49', message: 'pesan', why: 'duplicate-reference' },
  });
  expect(readEvidence(reply('41', 'Gagal'), asked, 'status', reading)).toMatchObject({
    why: 'status-call',
    code: '41',
  });
  expect(readEvidence(reply('74', 'Gagal'), asked, 'status', reading)).toMatchObject({ kind: 'failed', code: '74' });
});
