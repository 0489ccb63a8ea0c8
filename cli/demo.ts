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

/** One payment of the demo: the documented end and the real one. */
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

/** How a payment of each kind must end, and whether the provider must answer Pending before. */
export const ENDINGS = {
  sukses: { status: 'Sukses', pending: false },
  'inquiry-fails': { status: 'Gagal', reason: 'inquiry-failed', pending: false },
  'pay-fails': { status: 'Gagal', reason: 'failed', pending: false },
  'pending-sukses': { status: 'Sukses', pending: true },
  'pending-gagal': { status: 'Gagal', reason: 'failed', pending: true },
} as const satisfies Record<ExampleKind, { status: string; reason?: string; pending: boolean }>;

/** The providers at the sandbox whose protocol has examples, so that no real money moves. Throws `InvalidInput`. */
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
  /** Whether requests set the provider's test switch. */
  testing: boolean;
}

/** One payment of a run: its number in the run, the documented example, and the request. */
export interface DemoPayment {
  no: string;
  bill: ExampleBill;
  request: PaymentRequest;
}

const LONGEST_REFERENCE = 64;

/** The payments of one run. A reference is never reused, so each run has new ones. */
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
      // The sandbox reads the wanted end from the end of the reference where a number does not decide it.
      const room = LONGEST_REFERENCE - start.length - kind.length - 1;
      const refId = `${start}${bill.product.replace(/[^A-Za-z0-9]/g, '-').slice(0, room)}-${kind}`;
      const request = { provider: provider.name, refId, ...asked, ...(provider.testing ? { testing: true } : {}) };
      return { no, bill, request };
    });
}

/** Assigns the examples of one protocol to its providers in turn. */
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

/** How many payments a small machine can follow at once without delay. */
const CONCURRENT_PAYMENTS = 64;

/** Results in the order of the items. An error is thrown only after all items, so that no session in use is closed. */
async function inLanes<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: PromiseSettledResult<R>[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) [results[index]] = await Promise.allSettled([work(item, index)]);
  };
  await Promise.all(Array.from({ length: CONCURRENT_PAYMENTS }, lane));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** Pays every bill, logs each change, and compares each end with the documented one. */
export async function showPayments(
  session: Session,
  payments: readonly DemoPayment[],
  options: DemoOptions,
): Promise<Shown[]> {
  const outcomes = await inLanes(payments, (payment) => show(session, payment, options));
  return inLanes(payments, (payment, index) => compare(session, payment, outcomes[index]));
}

async function show(session: Session, { no, request }: DemoPayment, { limitMs, log }: DemoOptions) {
  const lines = new ProgressLines();
  const tell = (line: string) => log(`${no}  ${request.provider.padEnd(10)}  ${line}`);
  const outcome = await follow(session, await session.payments.start(request), {
    limitMs,
    onProgress: (progress) => lines.of(progress).forEach(tell),
    onNoWorker: () => undefined,
  });
  tell(outcome ? lines.end(outcome) : 'still Pending');
  return outcome;
}

async function compare(
  session: Session,
  { no, bill, request }: DemoPayment,
  outcome: PaymentOutcome | undefined,
): Promise<Shown> {
  const { provider, refId, product, customerNo } = request;
  const expected = wording(ENDINGS[bill.kind]);
  const ended = wording(endOf(outcome, await lookBack(session, request)));
  return { no, provider, refId, product, customerNo, expected, ended, asDocumented: expected === ended };
}

/** A busy machine may not answer in time, and without an answer a payment would look as if it had not been Pending. */
const LOOKS = 5;

async function lookBack(session: Session, request: PaymentRequest): Promise<LiveProgress | undefined> {
  for (let looks = 1; looks < LOOKS; looks += 1) {
    const progress = await progressNow(session, request);
    if (progress) return progress;
  }
  return progressNow(session, request);
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

/** Whether the provider's reply to pay was Pending. */
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
