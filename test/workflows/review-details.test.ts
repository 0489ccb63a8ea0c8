import type { EndedPayment } from '../../activities/payment-record.js';
import { reviewDetails, unreadDetails, type ReviewFacts } from '../../workflows/review-details.js';
import { outcomeOf } from './facts.js';

const record: EndedPayment = {
  kind: 'ended',
  request: { provider: 'digiflazz', refId: 'inv-1', product: 'pln', customerNo: '530000000001' },
  aliases: [],
  outcome: outcomeOf(),
  reviews: 0,
};

const REFUND = 'Refund 530000000001 BUDI SANTOSO';

function factsOf(more: Partial<ReviewFacts> = {}): ReviewFacts {
  return {
    record,
    evidence: [{ kind: 'failed', from: 'notice', at: '2026-01-02T00:00:00.000Z', code: '74', message: 'Refund' }],
    since: '2026-01-02T00:00:00.000Z',
    why: 'a notice says Gagal after the end in Sukses',
    isOpen: true,
    isDone: false,
    isWaiting: true,
    resolution: undefined,
    situation: { basis: 'reviewed', opposed: false, funds: 'captured' },
    ledger: { position: 'captured', asking: undefined, blocked: undefined, why: '' },
    ...more,
  };
}

test('an open review says what contradicts the outcome, and what each verdict does with the funds', () => {
  const text = reviewDetails(factsOf());
  expect(text).toMatch(/^### Review of Sukses: a person is needed\n/);
  expect(text).toContain('- **Why**: `a notice says Gagal after the end in Sukses`, since 2026-01-02T00:00:00Z\n');
  expect(text).toContain('- **Evidence**: Gagal by notice at 2026-01-02T00:00:00Z: `74 Refund`\n');
  expect(text).toContain('If the bill is paid (moves no funds):');
  expect(text).toContain('If the bill is not paid (gives the funds back):');
  expect(text).toContain('npx tuntas resolve --provider digiflazz --ref inv-1 \\\n  --status Gagal');
  expect(text).toContain('- **Outcome**: Sukses, which never changes; it ended at 2026-01-01T00:02:01Z\n');
});

test('a review in which the ledger has refused a step asks to mend the ledger first', () => {
  const ledger = {
    position: 'captured',
    asking: undefined,
    blocked: 'release',
    why: 'the ledger refused release (422)',
  } as const;
  const text = reviewDetails(factsOf({ ledger }));
  expect(text).toContain('- **Why**: `the ledger refused release (422)`');
  expect(text).toContain('Once the ledger is mended: If the bill is not paid');
});

test('a review that is being resolved, has ended or has nothing against the outcome shows no command', () => {
  const resolution = { status: 'Gagal', by: 'Sari', note: 'ticket 4711' } as const;
  const asking = { position: 'captured', asking: 'release', blocked: undefined, why: '' } as const;
  const resolving = reviewDetails(factsOf({ isWaiting: false, resolution, ledger: asking }));
  expect(resolving).toContain("the ledger's answer to release");
  const done = reviewDetails(factsOf({ isDone: true, resolution }));
  expect(done).toMatch(/^### Review of Sukses: resolved as Gagal\n/);
  expect(done).toContain('- **Resolved**: as Gagal by `Sari`');
  const agreed = reviewDetails(factsOf({ isOpen: false }));
  expect(agreed).toContain('nothing contradicts the outcome');
  for (const text of [resolving, done, agreed, unreadDetails()]) expect(text).not.toMatch(/npx|4711/);
});

test("no customer's number or name and no serial number is on the page", () => {
  const message = `${REFUND} 1234567890123456`;
  const evidence = [{ kind: 'failed', from: 'notice', at: '2026-01-02T00:00:00.000Z', code: '74', message }] as const;
  const text = reviewDetails(factsOf({ evidence, why: message }));
  expect(text).toContain('Gagal by notice at 2026-01-02T00:00:00Z: `•••`');
  expect(text).not.toMatch(/530000000001|BUDI|1234567890123456/);
});
