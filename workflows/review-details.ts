import type { EndedPayment } from '../activities/payment-record.js';
import { resolveLine } from '../contract/commands.js';
import { verdictOf, type Evidence } from '../contract/evidence.js';
import type { Resolution } from '../contract/resolution.js';
import { effectOf, whereFundsAre } from './funds-words.js';
import { page, quoted, timeOf } from './markdown.js';
import { subjectLine, underReview } from './payment-details.js';
import { replied, secretsOf } from './payment-facts.js';
import type { FundsPosition, LedgerStep, Situation } from './settlement.js';

/** What the page of a review is made of. */
export interface ReviewFacts {
  readonly record: EndedPayment;
  readonly evidence: readonly Evidence[];
  readonly since: string;
  readonly why: string;
  readonly isOpen: boolean;
  readonly isDone: boolean;
  readonly isWaiting: boolean;
  readonly resolution: Resolution | undefined;
  readonly situation: Situation;
  readonly ledger: {
    readonly position: FundsPosition;
    readonly asking: LedgerStep | undefined;
    readonly blocked: LedgerStep | undefined;
    readonly why: string;
  };
}

/** The page of a review that has not read the record of its payment. */
export function unreadDetails(): string {
  return page({
    heading: 'Review: the record of the payment is being read',
    first: [['Waits for', 'the end of the payment, and a worker']],
  });
}

/** The page of a review in the Web UI, in Markdown: what contradicts the outcome, and what an operator can do. */
export function reviewDetails(facts: ReviewFacts): string {
  const { record, evidence, since, why, isOpen, resolution, ledger } = facts;
  const { request, outcome } = record;
  const secrets = [
    ...secretsOf({ request, outcome }),
    ...evidence.flatMap(({ customerName = '', serialNumber = '' }) => [customerName, serialNumber]),
  ];
  return page({
    heading: headingOf(facts),
    first: [
      ['Payment', subjectLine(request)],
      ['Why', isOpen ? underReview({ since, why: ledger.blocked ? ledger.why : why }, secrets) : undefined],
      ['Waits for', waitOf(facts)],
      ['Resolved', resolution && `as ${resolution.status} by ${quoted(resolution.by, secrets)}`],
    ],
    commands: commandsOf(facts),
    rest: [
      [
        'Outcome',
        `${outcome.status}, which never changes; it ended at ${timeOf(Date.parse(outcome.finishedAt)) ?? ''}`,
      ],
      ['Funds', `${whereFundsAre(ledger.position)} (at the end of the payment: ${outcome.funds})`],
      ...evidence.map((one) => ['Evidence', evidenceOf(one, secrets)] as const),
    ],
  });
}

function headingOf({ record, isOpen, isDone, isWaiting, resolution }: ReviewFacts): string {
  const of = `Review of ${record.outcome.status}`;
  if (isDone) return `${of}: resolved${resolution ? ` as ${resolution.status}` : ''}`;
  if (!isOpen) return `${of}: nothing contradicts the outcome`;
  return isWaiting ? `${of}: a person is needed` : `${of}: being resolved`;
}

function evidenceOf({ from, kind, at, ...reply }: Evidence, secrets: string[]): string {
  const verdict = kind === 'not-sent' ? undefined : verdictOf(kind);
  const said = replied(reply, secrets);
  return `${verdict ?? kind} by ${from} at ${timeOf(Date.parse(at)) ?? ''}${said && `: ${said}`}`;
}

function waitOf({ isOpen, isDone, isWaiting, ledger }: ReviewFacts): string | undefined {
  if (isDone) return undefined;
  if (!isOpen) return 'the notices that have arrived to be read';
  if (ledger.asking) return `the ledger's answer to ${ledger.asking}; it is repeated until it is answered`;
  return isWaiting ? "an operator's verdict, without a limit" : 'the next step of the ledger';
}

function commandsOf({ record, isOpen, isDone, isWaiting, situation, ledger }: ReviewFacts) {
  if (!isOpen || isDone || !isWaiting) return [];
  const first = ledger.blocked ? 'Once the ledger is mended: ' : '';
  return (['Sukses', 'Gagal'] as const).map((status) => ({
    does: `${first}${SAYS[status]} (${effectOf(situation, status)})`,
    command: resolveLine(record.request, status, record.operators !== undefined),
  }));
}

const SAYS = { Sukses: 'If the bill is paid', Gagal: 'If the bill is not paid' } as const;
