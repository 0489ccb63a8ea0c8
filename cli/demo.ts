import { randomBytes } from 'node:crypto';
import type { Config } from '../contract/config.js';
import { InvalidInput } from '../contract/errors.js';
import type { LiveProgress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import { follow, progressNow } from './follow.js';
import { EXAMPLES, type ExampleBill, type ExampleKind } from '../sandbox/examples.js';
import { isSandbox } from '../worker/sandboxed.js';
import { ProgressLines } from './progress-lines.js';
import type { Session } from './session.js';
import { table } from './text.js';
import { masked } from '../contract/redaction.js';

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

/** How a payment of each kind is to end, and whether the provider is to answer Pending on the way. */
export const ENDINGS = {
  sukses: { status: 'Sukses', pending: false },
  'inquiry-fails': { status: 'Gagal', reason: 'inquiry-failed', pending: false },
  'pay-fails': { status: 'Gagal', reason: 'failed', pending: false },
  'pending-sukses': { status: 'Sukses', pending: true },
  'pending-gagal': { status: 'Gagal', reason: 'failed', pending: true },
} as const satisfies Record<ExampleKind, { status: string; reason?: string; pending: boolean }>;

/** The providers that the sandbox plays, each with what its protocol has examples for. Never anyone's real money. */
export function demoProviders(config: Config): DemoProvider[] {
  const found = Object.entries(config.providers)
    .filter(([, { adapter, baseUrl }]) => Object.hasOwn(EXAMPLES, adapter) && isSandbox(baseUrl, config))
    .map(([name, { adapter, allowTesting }]) => ({ name, adapter, testing: allowTesting }));
  if (found.length > 0) return found;
  const adapters = Object.keys(EXAMPLES).join(', ');
  const reason = `the demo needs one whose baseUrl is the sandbox, with one of the adapters ${adapters}`;
  throw new InvalidInput('InvalidConfig', [{ path: 'providers', reason }]);
}

export interface DemoProvider {
  name: string;
  adapter: string;
  /** Whether the provider's test switch is passed. */
  testing: boolean;
}

/** One payment to be made: its number in this run, what is documented, what is asked for. */
export interface DemoPayment {
  no: string;
  bill: ExampleBill;
  request: PaymentRequest;
}

const LONGEST_REFERENCE = 64;

/** The payments of one run. A reference is never used again, so each run has its own. */
export function demoPayments(
  providers: readonly DemoProvider[],
  examples: Readonly<Record<string, readonly ExampleBill[]>> = EXAMPLES,
): DemoPayment[] {
  const run = `${Date.now().toString(36)}${randomBytes(2).toString('hex')}`;
  return Object.entries(examples)
    .flatMap(([adapter, bills]) =>
      shared(
        bills,
        providers.filter((provider) => provider.adapter === adapter),
      ),
    )
    .map(({ bill, provider }, index) => {
      const { kind, ...asked } = bill;
      const no = String(index + 1).padStart(2, '0');
      const start = `demo-${run}-${no}-`;
      // The end of a reference says how it ends, also to a sandbox that has no number to go by.
      const room = LONGEST_REFERENCE - start.length - kind.length - 1;
      const refId = `${start}${bill.product.replace(/[^A-Za-z0-9]/g, '-').slice(0, room)}-${kind}`;
      const request = { provider: provider.name, refId, ...asked, ...(provider.testing ? { testing: true } : {}) };
      return { no, bill, request };
    });
}

/** Providers of one protocol take turns. */
function shared(bills: readonly ExampleBill[], providers: readonly DemoProvider[]) {
  return bills.flatMap((bill, index) => {
    const provider = providers[index % providers.length];
    return provider ? [{ bill, provider }] : [];
  });
}

export interface DemoOptions {
  /** Milliseconds; a payment that takes longer is shown as Pending. */
  limitMs: number;
  log: (line: string) => void;
}

/** What a small machine follows at once and still shows as it happens. */
const AT_ONCE = 64;

/** Results in the order of the items. What fails, fails when all the rest is done: nobody closes a session in use. */
async function inLanes<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: PromiseSettledResult<R>[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) [results[index]] = await Promise.allSettled([work(item, index)]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** Pays every bill, tells each change, and compares each end with what is documented. */
export async function showPayments(
  session: Session,
  payments: readonly DemoPayment[],
  options: DemoOptions,
): Promise<Shown[]> {
  const outcomes = await inLanes(payments, (payment) => show(session, payment, options));
  return inLanes(payments, (payment, index) => compare(session, payment, outcomes[index]));
}

async function show(session: Session, { no, request }: DemoPayment, { limitMs, log }: DemoOptions) {
  const news = new ProgressLines();
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
