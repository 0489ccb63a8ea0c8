import { randomBytes } from 'node:crypto';
import type { Config } from '../contract/config.js';
import { InvalidInput } from '../contract/errors.js';
import type { LiveProgress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import { type DemoBill, ENDINGS } from './demo-bills.js';
import { follow, progressNow } from './follow.js';
import { isSandbox } from '../worker/sandboxed.js';
import { News } from './news.js';
import type { Session } from './session.js';
import { masked, table } from './text.js';

/** One payment of the demo: what was documented and what came of it. */
export interface Shown {
  no: string;
  provider: string;
  refId: string;
  product: string;
  customerNo: string;
  expected: string;
  ended: string;
  asDocumented: boolean;
}

/** Test numbers are for the providers of the family that the sandbox plays, and for no one's real money. */
export function demoProviders(config: Config): string[] {
  const names = Object.entries(config.providers)
    .filter(([, { adapter, allowTesting, baseUrl }]) => {
      return adapter === 'digiflazz' && allowTesting && isSandbox(baseUrl, config);
    })
    .map(([name]) => name);
  if (names.length > 0) return names;
  const reason = 'the demo needs one with the adapter digiflazz and allowTesting whose baseUrl is the sandbox';
  throw new InvalidInput('InvalidConfig', [{ path: 'providers', reason }]);
}

/** One payment to be made: its number in this run, what is documented, what is asked for. */
export interface DemoPayment {
  no: string;
  bill: DemoBill;
  request: PaymentRequest;
}

/** The payments of one run, the providers taking turns. A reference is never used again, so each run has its own. */
export function demoPayments(bills: readonly DemoBill[], providers: readonly string[]): DemoPayment[] {
  const run = `${Date.now().toString(36)}${randomBytes(2).toString('hex')}`;
  return bills.map((bill, index) => {
    const { product, customerNo, kind, amount } = bill;
    const no = String(index + 1).padStart(2, '0');
    const provider = providers[index % providers.length] ?? '';
    const refId = `demo-${run}-${no}-${product}-${kind}`;
    const nominal = amount === undefined ? {} : { amount };
    return { no, bill, request: { provider, refId, product, customerNo, ...nominal, testing: true } };
  });
}

export interface DemoOptions {
  /** Milliseconds; a payment that takes longer is shown as Pending. */
  limitMs: number;
  log: (line: string) => void;
}

/** Pays every bill at once, tells each change, and compares each end with what is documented. */
export async function showPayments(
  session: Session,
  payments: readonly DemoPayment[],
  options: DemoOptions,
): Promise<Shown[]> {
  const outcomes = await Promise.all(payments.map((payment) => show(session, payment, options)));
  return Promise.all(payments.map((payment, index) => compare(session, payment, outcomes[index])));
}

async function show(session: Session, { no, request }: DemoPayment, { limitMs, log }: DemoOptions) {
  const news = new News();
  const tell = (line: string) => log(`${no}  ${request.provider.padEnd(10)}  ${line}`);
  const outcome = await follow(session, await session.payments.start(request), {
    limitMs,
    onProgress: (progress) => news.of(progress).forEach(tell),
    onNoWorker: () => undefined,
  });
  tell(outcome ? news.end(outcome) : 'still Pending');
  return outcome;
}

async function compare(
  session: Session,
  { no, bill, request }: DemoPayment,
  outcome: PaymentOutcome | undefined,
): Promise<Shown> {
  const { provider, refId, product, customerNo } = request;
  const expected = wording(ENDINGS[bill.kind]);
  const ended = wording(endOf(outcome, await progressNow(session, request)));
  return { no, provider, refId, product, customerNo, expected, ended, asDocumented: expected === ended };
}

interface End {
  status: string;
  reason?: string;
  pending: boolean;
}

function endOf(outcome: PaymentOutcome | undefined, progress: LiveProgress | undefined): End {
  if (!outcome) return { status: 'still Pending', pending: false };
  const { status, reason } = outcome;
  return { status, ...(reason ? { reason } : {}), pending: wasPending(progress) };
}

/** Whether the provider left pay undecided. */
function wasPending(progress: LiveProgress | undefined): boolean {
  return progress?.timeline.some(({ event, result }) => event === 'pay' && result === 'pending') ?? false;
}

function wording({ status, reason, pending }: End): string {
  return `${pending ? 'Pending → ' : ''}${status}${reason ? ` (${reason})` : ''}`;
}

export function summaryText(shown: readonly Shown[]): string {
  const head = ['', 'no', 'product', 'number', 'provider', 'documented', 'ended'];
  const body = shown.map(({ asDocumented, no, product, customerNo, provider, expected, ended }) => {
    return [asDocumented ? 'ok' : 'NOT', no, product, masked(customerNo), provider, expected, ended];
  });
  const good = shown.filter(({ asDocumented }) => asDocumented).length;
  return `${table([head, ...body])}\n\n${good} of ${shown.length} payments ended as documented.`;
}
