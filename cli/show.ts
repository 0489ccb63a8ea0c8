import type { PaymentSummary } from '../client/index.js';
import { BY_AND_NOTE, optionsOf } from '../contract/commands.js';
import type { Bill, OutcomeReview, ReviewedProgress, ReviewProgress, TimelineEntry } from '../contract/messages.js';
import type { PaymentKey } from '../contract/names.js';
import type { OutcomeFields, ReceiptLine } from '../contract/outcome.js';
import { withoutVoucher } from '../contract/redaction.js';
import { rupiah } from '../contract/rupiah.js';
import { eventText, wordsOf } from './progress-lines.js';
import { plain, table } from './text.js';

const SECRET = '(a secret: --json shows it)';

/** The outcome for people; the voucher is hidden. */
export function outcomeText(full: OutcomeFields): string {
  const outcome = withoutVoucher(full, SECRET);
  const { status, reason, product, customerNo, provider, refId, receipt } = outcome;
  return [
    plain(`${status}${reason ? ` (${reason})` : ''}  ${product} ${customerNo}  ${provider} ${refId}`),
    ...rows([
      ['customerName', outcome.customerName],
      ['amount', money(outcome.amount)],
      ['charge', money(outcome.charge)],
      ['cost', money(outcome.cost)],
      ['fee', money(outcome.fee)],
      ['admin', money(outcome.admin)],
      ['drift', money(outcome.drift)],
      ['serialNumber', outcome.serialNumber],
      ['voucher', outcome.voucher],
      ['providerRef', outcome.providerRef],
      ['message', wordsOf(outcome) || undefined],
      ['funds', outcome.funds],
      ['paidAt', outcome.paidAt],
      ['finishedAt', outcome.finishedAt],
    ]),
    ...receiptText(receipt),
  ].join('\n');
}

export function billText(bill: Bill): string {
  return [
    bill.amount === undefined ? 'Bill' : `Bill  ${rupiah(bill.amount)}`,
    ...rows([
      ['customerName', bill.customerName],
      ['admin', money(bill.admin)],
      ['minAmount', money(bill.minAmount)],
      ['maxAmount', money(bill.maxAmount)],
      ['expiresAt', bill.expiresAt],
      ['inquiry', bill.inquiry ? undefined : 'none for this product'],
    ]),
    ...receiptText(bill.receipt),
  ].join('\n');
}

/** The progress for people; of a payment that has ended, the outcome and its review. */
export function progressText(progress: ReviewedProgress): string {
  const { outcome, outcomeReview, request, status, stage, review, bill, lastReply, timeline } = progress;
  if (outcome)
    return [...overruled(outcome, outcomeReview), outcomeText(outcome), ...reviewed(outcomeReview)].join('\n');
  return [
    plain(`${status}  ${request.product} ${request.customerNo}  ${request.provider} ${request.refId}`),
    ...rows([
      ['stage', stage],
      ['review', review && `since ${review.since}: ${review.why}`],
      ['amount', money(bill?.amount)],
      ['funds', progress.funds],
      ['doing', progress.doing],
      ['attempts', progress.attempts === undefined ? undefined : String(progress.attempts)],
      ['nextCheck', progress.nextCheck],
      ['unproven', counts(progress.unproven)],
      ['lastReply', lastReply && eventText({ event: lastReply.at ?? 'reply', ...lastReply })],
      ['to resolve', review && resolveCommandOf(request)],
    ]),
    ...timeline.map(eventLine),
  ].join('\n');
}

/** The first thing to know of a payment whose outcome an operator has overruled since. */
function overruled({ status }: OutcomeFields, review: OutcomeReview | undefined): string[] {
  if (!review || review.status === status) return [];
  return [plain(`${review.status} by a review since, funds ${review.funds}. At its end:`)];
}

function reviewed(review: OutcomeReview | undefined): string[] {
  return review ? [reviewText(review)] : [];
}

/** The review of an ended payment for people. */
export function reviewText(review: ReviewProgress & Partial<OutcomeReview>): string {
  const { request, open, why, since, endedAt, resolution, funds, outcome, evidence, timeline } = review;
  const decided = resolution ? `resolved as ${resolution.status}` : 'ended from outside, nothing was decided';
  return [
    plain(`Review of the outcome ${outcome.status}: ${open ? 'open' : decided}  ${request.provider} ${request.refId}`),
    ...rows([
      ['why', why],
      ['since', since],
      ['resolution', resolution && `${resolution.status} by ${resolution.by}: ${resolution.note}`],
      ['endedAt', endedAt],
      ['funds', `${funds} now, ${outcome.funds} at the end of the payment`],
      ['to resolve', open ? resolveCommandOf(request) : undefined],
    ]),
    ...evidence.map(({ at, from, kind, code, message }) => {
      return eventLine({ at, event: `evidence from ${from}`, result: kind, code, message });
    }),
    ...timeline.map(eventLine),
  ].join('\n');
}

/** Where the Web UI shows a payment, and the review of it. */
export function pagesText({ page, reviewPage }: { page?: string; reviewPage?: string }): string {
  return rows([
    ['page', page],
    ['page of the review', reviewPage],
  ]).join('\n');
}

function eventLine(entry: TimelineEntry): string {
  return `  ${plain(entry.at)}  ${eventText(entry)}`;
}

function resolveCommandOf(key: PaymentKey): string {
  return `tuntas resolve ${optionsOf(key)} --status <Sukses|Gagal> ${BY_AND_NOTE}`;
}

/** `page`: where the Web UI shows it; the column is left out where none is known. */
export function listText(payments: readonly (PaymentSummary & { page?: string })[]): string {
  const head = ['provider', 'refId', 'product', 'status', 'stage', 'review', 'startedAt', 'endedAt'];
  const pages = payments.some(({ page }) => page !== undefined) ? ['page'] : [];
  const body = payments.map(({ provider, refId, product, status, stage, review, why, startedAt, endedAt, page }) =>
    [provider, refId, product, status, stage, review ? (why ?? 'yes') : '', startedAt, endedAt, page].map((cell) =>
      plain(cell ?? ''),
    ),
  );
  return table([[...head, ...pages], ...body]);
}

function money(amount: number | undefined): string | undefined {
  return amount === undefined ? undefined : rupiah(amount);
}

function counts(byReason: Record<string, number> | undefined): string | undefined {
  return (
    byReason &&
    Object.entries(byReason)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(', ')
  );
}

function rows(pairs: readonly (readonly [string, string | undefined])[]): string[] {
  const given = pairs.flatMap(([name, value]) => (value === undefined ? [] : [[`  ${name}`, plain(value)]]));
  return given.length === 0 ? [] : [table(given)];
}

function receiptText(receipt: readonly ReceiptLine[]): string[] {
  if (receipt.length === 0) return [];
  return ['  receipt', ...rows(receipt.map(({ name, value, group }) => [`  ${nameOf(name, group)}`, value]))];
}

function nameOf(name: string, group: string | undefined): string {
  return plain(group === undefined ? name : `${group} ${name}`);
}
