import fc from 'fast-check';
import { lettersAndDigits } from '../../contract/redaction.js';
import type { Stage } from '../../contract/messages.js';
import { durationOf, timeOf } from '../../workflows/markdown.js';
import { paymentDetails, requestDetails } from '../../workflows/payment-details.js';
import type { FundsPosition } from '../../workflows/settlement.js';
import { STANDINGS } from '../support/standings.js';
import { A_PLAN, A_SUCCESS, factsOf, outcomeOf, reviewed, STARTED, UNSENT } from './facts.js';

const RESOLVE = 'npx tuntas resolve --provider digiflazz --ref inv-1 \\\n  --status';

describe('a pending payment', () => {
  test('says which payment it is, what it waits for and until when, and where the funds are', () => {
    const text = paymentDetails(factsOf());
    expect(text).toMatch(/^### Pending: pay was sent, or may have been, and there is no verdict yet\n/);
    expect(text).toContain('- **Payment**: pln …0001 at digiflazz, reference `inv-1`\n');
    expect(text).toContain('a verdict by status checks, until 2026-03-27T00:01:00Z (85 days after pay)');
    expect(text).toContain('at 2026-01-02T00:01:00Z (1 day after pay), if there is no verdict by then');
    expect(text).toContain('- **Bill**: Rp11.000, admin Rp2.500\n');
    expect(text).toContain('- **Funds**: held at the ledger\n');
    expect(text).toContain('- **Last reply**: `03 Transaksi Pending`\n');
    expect(text).not.toContain('npx');
  });

  test('waits for a notice or a person once no status call is made', () => {
    const wanted = "a signed notice of the provider, or an operator's verdict, without a limit";
    expect(paymentDetails(factsOf({ checksEnded: true }))).toContain(wanted);
    expect(paymentDetails(factsOf({ plan: { ...A_PLAN, statusCall: false } }))).toContain(wanted);
  });

  test('shows how to confirm the bill and how to cancel, while it waits for the customer', () => {
    const text = paymentDetails(factsOf({ ...UNSENT, stage: 'awaiting-confirmation' }));
    expect(text).toContain('until 2026-01-01T00:15:00Z (15 minutes after the start)');
    expect(text).toContain('npx tuntas confirm --provider digiflazz --ref inv-1 --amount 11000\n');
    expect(text).toContain('npx tuntas cancel --provider digiflazz --ref inv-1\n');
    expect(text).toContain('- **Reply to the inquiry**: `03 Transaksi Pending`');
  });

  test('leaves the amount to the customer where the bill does', () => {
    const bill = { amount: 50_000, minAmount: 10_000, maxAmount: 90_000, inquiry: true, receipt: [] };
    const text = paymentDetails(factsOf({ ...UNSENT, stage: 'awaiting-confirmation', bill, agreedAmount: 20_000 }));
    expect(text).toContain('--amount <rupiah>');
    expect(text).toContain('Rp50.000, at least Rp10.000, at most Rp90.000, Rp20.000 is paid of it');
  });

  test('says when the bill expires before the deadline', () => {
    const text = paymentDetails(factsOf({ ...UNSENT, stage: 'paying', payBefore: STARTED + 1_000 }));
    expect(text).toContain('nothing was sent so far, until 2026-01-01T00:00:01Z (when the bill expires)');
  });

  test('names the step of the ledger that it waits for', () => {
    const asking = { position: 'holding', asking: 'hold' } as const;
    expect(paymentDetails(factsOf({ ...UNSENT, stage: 'paying', ledger: asking }))).toContain(
      "the ledger's answer to hold, until 2026-01-01T00:15:00Z",
    );
    const text = paymentDetails(
      factsOf({ standing: 'success', stage: 'settling', ledger: { position: 'held', asking: 'capture' } }),
    );
    expect(text).toContain("the ledger's answer to capture; it is repeated until it is answered");
  });

  test('shows no command to cancel once pay may have been sent', () => {
    expect(paymentDetails(factsOf({ ...UNSENT, stage: 'paying' }))).toContain('npx tuntas cancel');
    expect(paymentDetails(factsOf({ stage: 'paying', standing: 'unknown' }))).not.toContain('npx tuntas cancel');
  });
});

describe('a payment under review', () => {
  test('says why and since when, what to do first, and what each verdict does', () => {
    const text = paymentDetails(reviewed());
    expect(text).toMatch(/^### Pending, under review: a person is needed\n/);
    expect(text).toContain('- **Under review**: `no verdict from the provider`, since 2026-01-02T00:00:00Z\n');
    expect(text).toContain('ask the provider what became of this reference, then resolve; checks go on');
    expect(text).toContain('paid (captures the funds):');
    expect(text).toContain(`${RESOLVE} Sukses --by <name> --note <evidence>\n`);
    expect(text).toContain('not paid and will not be (gives the funds back):');
    expect(text).toContain(`${RESOLVE} Gagal --by <name> --note <evidence>\n`);
  });

  test('asks for a key where the plan names operators', () => {
    const plan = { ...A_PLAN, operators: { Sari: 'a public key' } };
    expect(paymentDetails(reviewed({ plan }))).toContain('--by <name> --note <evidence> --key <file>');
  });

  test("offers only the verdict that the provider's own leaves", () => {
    const situation = { basis: 'success', opposed: false, funds: 'held', blocked: 'capture' } as const;
    const text = paymentDetails(reviewed({ standing: 'success', stage: 'settling', situation }));
    expect(text).toContain('mend the ledger, then resolve: the step is tried again');
    expect(text).toContain(`${RESOLVE} Sukses`);
    expect(text).not.toContain(`${RESOLVE} Gagal`);
  });

  test('offers no verdict that the payment would refuse', () => {
    expect(paymentDetails(reviewed({ payInFlight: true }))).not.toContain('npx tuntas resolve');
    expect(paymentDetails(reviewed({ ...UNSENT, stage: 'paying' }))).not.toContain('npx tuntas resolve');
    const resolution = { status: 'Sukses', by: 'Sari', note: 'ticket 4711' } as const;
    const text = paymentDetails(reviewed({ resolution }));
    expect(text).not.toContain('npx tuntas resolve');
    expect(text).toContain('- **Resolved**: as Sukses by `Sari`\n');
    expect(text).not.toContain('4711');
  });
});

describe('an ended payment', () => {
  test('says Sukses with amounts, funds and times, and without the proof of payment', () => {
    const text = paymentDetails(factsOf({ standing: 'success', funds: 'captured', outcome: outcomeOf() }));
    expect(text).toMatch(/^### Sukses: the bill is paid\n/);
    expect(text).toContain('- **Amount**: Rp11.000\n- **Charge**: Rp11.000\n');
    expect(text).toContain('- **Funds**: captured: the customer has paid\n');
    expect(text).toContain('- **Ended**: 2026-01-01T00:02:01Z\n');
    expect(text).not.toMatch(/1234567890123456|BUDI/);
  });

  test('says Gagal with its reason', () => {
    const outcome = outcomeOf({
      status: 'Gagal',
      reason: 'rejected',
      code: '40',
      message: 'Ditolak',
      funds: 'released',
    });
    const text = paymentDetails(factsOf({ standing: 'refused', funds: 'released', outcome }));
    expect(text).toMatch(/^### Gagal: the bill is not paid\n/);
    expect(text).toContain('- **Why**: the provider refused it (`rejected`)\n');
    expect(text).toContain("- **The provider's last reply**: `40 Ditolak`\n");
  });

  test('names its review where a person is needed all the same', () => {
    const text = paymentDetails(factsOf({ funds: 'owed', outcome: outcomeOf({ funds: 'owed' }) }));
    expect(text).toContain('a person is needed: open the workflow `review:digiflazz:inv-1`');
  });
});

describe('a payment that is not accepted', () => {
  test('shows nothing of its request', () => {
    expect(requestDetails(undefined, undefined)).toContain('- **Waits for**: a worker');
    expect(requestDetails('customerNo: is too long', undefined)).toContain('`customerNo: is too long`');
  });
});

/** Any text, also one with the characters that Markdown and HTML act on. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '[click](http://evil.test)',
    '![](http://evil.test/x.png)',
    '<script>alert(1)</script>',
    '`](http://evil.test)`',
    '```\nnpx tuntas resolve',
    '\n# Sukses\n- **Funds**: captured',
    'http://evil.test $x$ \u202e',
  ),
);

test('a text from outside stays within one code span, whatever it is', () => {
  const page = (message: string) => {
    const review = { since: '2026-01-02T00:00:00.000Z', why: message, challenge: '' };
    return paymentDetails(reviewed({ review, lastReply: { code: '', message } })).split('\n');
  };
  const names = (lines: string[]) => lines.map((line) => line.replace(/: `.*$/, ''));
  const plain = page('x');
  fc.assert(
    fc.property(hostile, (message) => {
      const lines = page(`x ${message}`);
      expect(names(lines)).toEqual(names(plain));
      expect(lines.find((line) => line.startsWith('- **Last reply**'))).toMatch(/^- \*\*Last reply\*\*: `[^`]+`$/);
      expect(lines.find((line) => line.startsWith('- **Under review**'))).toMatch(/: `[^`]+`, since [^`]+$/);
    }),
  );
});

const STAGES: Stage[] = ['inquiry', 'awaiting-confirmation', 'paying', 'polling', 'settling', 'ended'];
const POSITIONS: FundsPosition[] = ['unfunded', 'none', 'holding', 'held', 'captured', 'kept', 'released', 'owed'];

/** Secrets that no other text of a page has in it. */
const secrets = fc.record({
  customerNo: fc.stringMatching(/^53[0-9]{8,12}$/),
  customerName: fc.stringMatching(/^QX[A-Z]{3,8} [A-Z]{3,8}$/),
  serialNumber: fc.stringMatching(/^77[0-9]{12,18}$/),
  voucher: fc.stringMatching(/^88[0-9]{18}$/).map((token) => token.replace(/(.{4})(?=.)/g, '$1-')),
});

test('no page has a customer number, a customer name, a serial number or a voucher in it', () => {
  const state = fc.record({
    stage: fc.constantFrom(...STAGES),
    standing: fc.constantFrom(...STANDINGS),
    funds: fc.constantFrom(...POSITIONS),
    isReviewed: fc.boolean(),
    isEnded: fc.boolean(),
    separator: fc.constantFrom('', ' ', '.'),
  });
  fc.assert(
    fc.property(secrets, state, fc.string(), (hidden, { isReviewed, isEnded, separator, ...facts }, words) => {
      const { customerNo, customerName, serialNumber, voucher } = hidden;
      const spelled = [customerNo, customerName, serialNumber, voucher.replaceAll('-', separator)];
      for (const told of spelled) {
        const message = `${words} ${told} ${words}`;
        const request = { provider: 'digiflazz', refId: 'inv-1', product: 'pln', customerNo };
        const text = paymentDetails(
          factsOf({
            ...facts,
            request,
            bill: { amount: 11_000, customerName, inquiry: true, receipt: [] },
            success: { ...A_SUCCESS, ...hidden, message },
            lastReply: { code: told, message },
            review: isReviewed ? { since: '2026-01-02T00:00:00.000Z', why: message, challenge: '' } : undefined,
            resolution: isReviewed ? { status: 'Gagal', by: told, note: message } : undefined,
            outcome: isEnded ? outcomeOf({ ...hidden, message, reason: 'resolved' }) : undefined,
          }),
        );
        for (const secret of Object.values(hidden)) {
          expect(lettersAndDigits(text)).not.toContain(lettersAndDigits(secret));
        }
      }
    }),
  );
});

test('a page is short enough for the address in which the Web UI sends it', () => {
  const message = '<'.repeat(10_000);
  const review = { since: '2026-01-02T00:00:00.000Z', why: message, challenge: '' };
  const resolution = { status: 'Sukses', by: message, note: message } as const;
  const text = paymentDetails(reviewed({ review, resolution, lastReply: { code: '', message } }));
  expect(encodeURIComponent(text).length).toBeLessThan(8_000);
});

test('durations are told in their largest unit, and times outside of the calendar not at all', () => {
  expect([1_000, 60_000, 90_000, 900_000, 3_600_000, 86_400_000].map(durationOf)).toEqual([
    '1 second',
    '1 minute',
    '90 seconds',
    '15 minutes',
    '1 hour',
    '1 day',
  ]);
  expect([timeOf(Infinity), timeOf(NaN), timeOf(1e17)]).toEqual([undefined, undefined, undefined]);
});
