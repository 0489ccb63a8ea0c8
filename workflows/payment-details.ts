import { cancelLine, confirmLine, resolveLine } from '../contract/commands.js';
import type { Review, Stage } from '../contract/messages.js';
import { reviewId } from '../contract/names.js';
import type { OutcomeFields, Reason } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import { rupiah } from '../contract/rupiah.js';
import { paymentSummary } from '../contract/summary.js';
import { effectOf, whereFundsAre } from './funds-words.js';
import { codeOf, page, quoted, timeOf, type CommandLine } from './markdown.js';
import { replied, secretsOf, type PaymentFacts } from './payment-facts.js';
import { adviceOf, reviewTimeOf, waitOf } from './payment-waits.js';
import { nextStep, type Verdict } from './settlement.js';
import { refusalOfVerdict, wasSent } from './verdicts.js';

/** The page of a payment that is not accepted: nothing of its request is shown, because nobody has checked it. */
export function requestDetails(invalid: string | undefined, review: Review | undefined): string {
  if (invalid !== undefined) {
    return page({
      heading: 'Refused: the request breaks the contract',
      first: [
        ['Why', quoted(invalid)],
        ['Sent', 'nothing: no provider and no ledger was contacted'],
      ],
    });
  }
  return page({
    heading: review ? UNDER_REVIEW : 'Pending: the request is being checked',
    first: [
      ['Waits for', review ? 'a configuration that accepts this payment; it is checked again every hour' : 'a worker'],
      ['Under review', review && underReview(review, [])],
    ],
  });
}

const UNDER_REVIEW = 'Pending, under review: a person is needed';

/** The page of an accepted payment in the Web UI, in Markdown: what it waits for, and what an operator can do. */
export function paymentDetails(facts: PaymentFacts): string {
  return facts.outcome ? endedDetails(facts, facts.outcome) : runningDetails(facts);
}

function runningDetails(facts: PaymentFacts): string {
  const { stage, review, resolution, ledger } = facts;
  const secrets = secretsOf(facts);
  return page({
    heading: review ? UNDER_REVIEW : `Pending: ${STAGES[stage]}`,
    first: [
      ['Payment', subjectLine(facts.request)],
      ['Under review', review && underReview(review, secrets)],
      ['What to do', review && adviceOf(facts)],
      ['Waits for', waitOf(facts)],
      ['A person is asked', reviewTimeOf(facts)],
      ['Resolved', resolution && `as ${resolution.status} by ${quoted(resolution.by, secrets)}`],
    ],
    commands: commandsOf(facts),
    rest: [
      ['Bill', billOf(facts)],
      ['Funds', whereFundsAre(ledger.position)],
      // A provider reports success of an inquiry in the words of success of a payment.
      [
        wasSent(facts) ? 'Last reply' : 'Reply to the inquiry',
        replied({ ...facts.lastReply, voucher: facts.success?.voucher }, secrets),
      ],
      ['Stage', stage],
    ],
  });
}

const STAGES: Record<Stage, string> = {
  inquiry: 'the provider is asked for the bill',
  'awaiting-confirmation': 'the customer has to confirm the bill',
  paying: 'the bill is being paid',
  polling: 'pay was sent, or may have been, and there is no verdict yet',
  settling: 'the verdict is known, and the ledger moves the funds',
  ended: 'ended',
};

/** Which payment a page is about. */
export function subjectLine(request: PaymentRequest): string {
  return `${paymentSummary(request)}, reference ${codeOf(request.refId)}`;
}

function billOf({ bill, agreedAmount, request }: PaymentFacts): string | undefined {
  if (!bill) return undefined;
  const { amount, admin, minAmount, maxAmount } = bill;
  const parts = [
    amount === undefined ? undefined : rupiah(amount),
    admin === undefined ? undefined : `admin ${rupiah(admin)}`,
    minAmount === undefined ? undefined : `at least ${rupiah(minAmount)}`,
    maxAmount === undefined ? undefined : `at most ${rupiah(maxAmount)}`,
    agreedAmount === undefined || agreedAmount === amount ? undefined : `${rupiah(agreedAmount)} is paid of it`,
    request.charge === undefined ? undefined : `the customer pays ${rupiah(request.charge)}`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : 'its amount is not known';
}

/** Why an operator is needed, and since when. */
export function underReview({ since, why }: Pick<Review, 'since' | 'why'>, secrets: readonly string[]): string {
  return `${quoted(why, secrets)}, since ${timeOf(Date.parse(since)) ?? ''}`;
}

/** The commands that the payment would take now. */
function commandsOf(facts: PaymentFacts): CommandLine[] {
  const { request, plan, stage, confirmed, cancelAsked, unpaid, bill } = facts;
  const step = nextStep(facts.situation).do;
  // While a step of the ledger is under way a verdict changes nothing.
  const isOpen = step === 'wait' || step === 'poll';
  const statuses = (['Sukses', 'Gagal'] as const).filter((status) => {
    return isOpen && wasSent(facts) && refusalOfVerdict(facts, status) === undefined;
  });
  const isCancellable = !wasSent(facts) && !cancelAsked && !unpaid;
  const isConfirmable = stage === 'awaiting-confirmation' && !confirmed && isCancellable;
  const amount = bill?.minAmount === undefined && bill?.maxAmount === undefined ? bill?.amount : undefined;
  return [
    ...(isConfirmable ? [{ does: 'When the customer agrees', command: confirmLine(request, amount) }] : []),
    ...(isCancellable ? [{ does: 'If it is not to be paid', command: cancelLine(request) }] : []),
    ...statuses.map((status) => ({
      does: `${SAYS[status]} (${effectOf(facts.situation, status)})`,
      command: resolveLine(request, status, plan.operators !== undefined),
    })),
  ];
}

const SAYS: Record<Verdict, string> = {
  Sukses: 'If the provider says that it was paid',
  Gagal: 'If the provider says that it was not paid and will not be',
};

const REASONS: Record<Reason, string> = {
  'inquiry-failed': 'the provider has no bill to pay',
  'over-limit': 'the bill is above maxAmount, or its amount is not known',
  'no-funds': 'the ledger refused to hold the funds',
  expired: 'the deadline or the expiry of the bill passed',
  cancelled: 'it was cancelled before pay',
  rejected: 'the provider refused it',
  failed: 'the provider tried it and failed',
  resolved: 'an operator has decided it',
};

function endedDetails(facts: PaymentFacts, outcome: OutcomeFields): string {
  const { status, reason, amount, charge, admin, funds, paidAt = '', finishedAt } = outcome;
  const { resolution } = facts;
  const secrets = secretsOf(facts);
  const paid = status === 'Sukses';
  const why = reason === undefined ? undefined : REASONS[reason];
  const isReviewed = funds === 'owed' || (!paid && funds === 'captured');
  return page({
    heading: `${status}: ${paid ? 'the bill is paid' : 'the bill is not paid'}`,
    first: [
      ['Payment', subjectLine(facts.request)],
      ['Why', why && `${why} (\`${reason}\`)`],
      ['Resolved', reason === 'resolved' && resolution ? `by ${quoted(resolution.by, secrets)}` : undefined],
      [
        'What to do',
        isReviewed ? `a person is needed: open the workflow ${codeOf(reviewId(facts.request))}` : undefined,
      ],
    ],
    rest: [
      [paid ? 'Amount' : 'Bill', amount === undefined ? undefined : rupiah(amount)],
      ['Admin', admin === undefined ? undefined : rupiah(admin)],
      ['Charge', charge === undefined ? undefined : rupiah(charge)],
      ['Funds', whereFundsAre(facts.ledger.position)],
      ["The provider's last reply", replied(outcome, secrets)],
      ['Paid', timeOf(Date.parse(paidAt))],
      ['Ended', timeOf(Date.parse(finishedAt))],
    ],
  });
}
