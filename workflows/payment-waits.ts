import { durationOf, timeOf } from './markdown.js';
import type { PaymentFacts } from './payment-facts.js';
import { nextStep } from './settlement.js';
import { wasSent } from './verdicts.js';

/** What the payment waits for and, as far as it knows, until when. */
export function waitOf(facts: PaymentFacts): string {
  const { stage, plan, ledger, payInFlight, cancelAsked, resolution, payBefore, deadlineAt } = facts;
  const last = payBefore < deadlineAt ? 'when the bill expires' : `${durationOf(plan.deadlineMs)} after the start`;
  const beforePay = (what: string) => until(what, payBefore, last);
  const next = nextStep(facts.situation);
  if (ledger.asking && !isPolled(facts)) {
    const answer = `the ledger's answer to ${ledger.asking}`;
    return stage === 'paying' ? beforePay(answer) : `${answer}; it is repeated until it is answered`;
  }
  if (payInFlight) return "the provider's answer to pay";
  if (next.do === 'wait') return 'an operator';
  if (next.do !== 'poll') return stage === 'settling' ? 'the ledger' : 'the end of what is under way';
  if (cancelAsked && !wasSent(facts)) return 'the end of what is under way: it was cancelled';
  if (resolution && !wasSent(facts)) return 'the end of what is under way: it was resolved';
  switch (stage) {
    case 'inquiry':
      return plan.inquiry ? until("the provider's answer to the inquiry", deadlineAt, last) : 'its next step';
    case 'awaiting-confirmation':
      return beforePay("the customer's answer to the bill (`confirm` or `cancel`)");
    case 'paying':
      return wasSent(facts) ? 'the first status check' : beforePay('pay: it is proven that nothing was sent so far');
    default:
      return verdictWaitOf(facts);
  }
}

function verdictWaitOf({ plan, sentAt, checksEnded }: PaymentFacts): string {
  if (!plan.statusCall || checksEnded)
    return "a signed notice of the provider, or an operator's verdict, without a limit";
  return until('a verdict by status checks', sentAt + plan.pollLimitMs, `${durationOf(plan.pollLimitMs)} after pay`);
}

function until(what: string, ms: number, words: string): string {
  const time = timeOf(ms);
  return time === undefined ? what : `${what}, until ${time} (${words})`;
}

/** When a payment that is polled comes before a person. */
export function reviewTimeOf({ stage, review, plan, sentAt }: PaymentFacts): string | undefined {
  if (review || stage !== 'polling' || sentAt === 0) return undefined;
  const time = timeOf(sentAt + plan.reviewAfterMs);
  return time && `at ${time} (${durationOf(plan.reviewAfterMs)} after pay), if there is no verdict by then`;
}

/** Whether a verdict is waited for. Funds that are released at the deadline do not change that. */
function isPolled({ stage, situation }: PaymentFacts): boolean {
  return stage === 'polling' && nextStep(situation).do === 'poll';
}

/** What a person has to find out or mend before a command helps. */
export function adviceOf(facts: PaymentFacts): string {
  const { ledger, payInFlight, checksEnded } = facts;
  if (ledger.asking && !isPolled(facts))
    return 'mend the ledger; the step is repeated, and the payment goes on once it is answered';
  if (payInFlight) return 'wait for the answer to pay';
  const next = nextStep(facts.situation);
  if (next.do === 'wait' && next.why === 'ledger') return 'mend the ledger, then resolve: the step is tried again';
  if (next.do === 'wait' && next.why === 'disagreement')
    return "the provider's verdict stands: ask the provider, then resolve as it says";
  if (next.do === 'wait') return 'ask the provider which of its verdicts holds, then resolve';
  if (!wasSent(facts)) return 'nothing was sent; end the payment, or let it go on';
  if (next.do !== 'poll') return 'nothing: the payment is on its way to its end';
  const checks = checksEnded ? 'no more status checks are made' : 'checks go on and may still settle it';
  return `ask the provider what became of this reference, then resolve; ${checks}. Never resolve on silence`;
}
