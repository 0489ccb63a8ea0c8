import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from './case.js';
import { runCutOffCases } from './cut-off.js';
import { RunningCase, PATIENCE_MS } from './running-case.js';
import { isLeftUnresolved, judge } from './judge.js';
import { startCounterparties, type Sources, type Counterparties } from './counterparties.js';
import { resolveCase } from './resolve.js';
import {
  waitForExpected,
  startPayment,
  followOutcome,
  inspect,
  inspectAndTerminate,
  recordErrors,
  addRules,
  type CaseRun,
} from './steps.js';

/** Payments under way at once, besides those whose worker is killed. */
const AT_ONCE = 150;
/** Payments at once on their way to pay: each has to get there well before its deadline, also on a slow machine. */
const BEFORE_PAY = 10;
/** A case whose deadline came before pay runs once more, with all its times multiplied by this. */
const SLOWER = 4;
/** Cases read and resolved at once when all others are where they should be. */
const RESOLVED_AT_ONCE = 30;

/**
 * Runs every case on one Temporal server. First come the cases whose worker is killed: when the calls of all of them are
 * in flight, their worker is killed, and a new worker continues with those and all the others. A case that comes under
 * review is resolved at once; one of each pair is watched until the last case is where it should be, and then resolved. Every case is judged before it is resolved, and at the end, when no payment moves any more.
 */
export async function runCases(cases: readonly Case[], sources: Sources): Promise<CaseRun[]> {
  const counterparties = await startCounterparties(sources);
  try {
    const all = cases.map((one, index) => prepare(counterparties, one, `case-${index}`));
    const killed = all.filter(({ one }) => one.killedAt);
    const cutOff = all.filter(({ one }) => one.cutOff);
    const others = all.filter(({ one }) => !one.killedAt && !one.cutOff);
    const slots = new Slots(BEFORE_PAY);
    if (killed.length > 0) await killWithAll(counterparties, killed);
    await counterparties.startWorker('short');
    const resolveNow = (each: CaseRun) =>
      recordErrors(each, async () => isWatched(each) || (await resolveCase(counterparties, each)));
    await Promise.all([
      ...killed.map(async (each) => {
        await recordErrors(each, () => waitForExpected(counterparties, each));
        await resolveNow(each);
      }),
      ...pool(others, AT_ONCE, async (each) => {
        await recordErrors(each, () => runCase(counterparties, each, slots));
        await resolveNow(each);
      }),
      runCutOffCases(counterparties, cutOff).then(() => Promise.all(cutOff.map(resolveNow))),
    ]);
    const resolveWatched = (each: CaseRun) =>
      recordErrors(each, async () => {
        await inspect(counterparties, each);
        await resolveCase(counterparties, each);
      });
    await Promise.all(pool(all.filter(isWatched), RESOLVED_AT_ONCE, resolveWatched));
    for (const each of all) await recordErrors(each, () => inspectAndTerminate(counterparties, each));
    for (const each of all) {
      each.broken.push(...judge(each.one, each.facts));
      if (isLeftUnresolved(each.one, each.facts)) each.broken.push('was not resolved');
    }
    return all;
  } finally {
    await counterparties.stop();
  }
}

/** Whether the case is watched to the end of the run before an operator resolves it. */
function isWatched({ one }: CaseRun): boolean {
  return one.isWatched === true;
}

function prepare({ main, side }: Counterparties, one: Case, ref: string, pace = 1): CaseRun {
  const about = { provider: one.biller ?? (one.cutOff ? 'digiflazz' : 'digiswitch'), ref, pace } as const;
  const run = new RunningCase(about, { main: () => main.sandbox, side: () => side.sandbox });
  return { one, facts: run, broken: [] };
}

async function runCase(counterparties: Counterparties, each: CaseRun, slots: Slots): Promise<void> {
  addRules(counterparties, each);
  await slots.through(async () => {
    await startPayment(counterparties, each);
    void followOutcome(counterparties, each);
    await sending(each);
  });
  await Promise.all([
    recordErrors(each, async () => each.one.during?.(each.facts)),
    waitForExpected(counterparties, each),
  ]);
  if (!isTooLate(each) || each.facts.about.pace > 1) return;
  each.facts = prepare(counterparties, each.one, `${each.facts.about.ref}-again`, SLOWER).facts;
  each.broken.length = 0;
  delete each.ended;
  await runCase(counterparties, each, slots);
}

/** The machine was too slow: the deadline came before pay, and what the case is about never happened. */
function isTooLate({ one, facts }: CaseRun): boolean {
  const { outcome } = facts;
  const meant = one.expected.ends === 'Gagal' && one.expected.reason === 'expired';
  if (one.contact === 'hold' && meant && !facts.isCalled('hold')) return outcome?.reason === 'expired';
  return outcome?.reason === 'expired' && !meant && facts.count('pay') === 0;
}

/** Waits until pay is sent, or is held up by what the case is about. */
async function sending({ one, facts }: CaseRun): Promise<void> {
  const heldUp = one.contact === 'inquiry' || one.contact === 'hold';
  const end = Date.now() + (heldUp ? 1_000 : PATIENCE_MS);
  while (facts.count('pay') === 0 && !facts.outcome && Date.now() < end) await sleep(50);
}

/** Lets only so many in at once. */
class Slots {
  #turns: Promise<unknown>[];

  constructor(size: number) {
    this.#turns = Array.from({ length: size }, () => Promise.resolve());
  }

  through(work: () => Promise<void>): Promise<void> {
    const [turn, ...others] = this.#turns;
    const done = (turn ?? Promise.resolve()).then(work);
    this.#turns = [...others, done.catch(() => undefined)];
    return done;
  }
}

async function killWithAll(counterparties: Counterparties, killed: CaseRun[]): Promise<void> {
  const worker = await counterparties.startWorker('long');
  await Promise.all(
    killed.map((each) =>
      recordErrors(each, async () => {
        addRules(counterparties, each);
        await startPayment(counterparties, each);
        const { command = 'pay', hold } = each.one.killedAt ?? {};
        await each.facts.until(() => each.facts.isCalled(command, hold));
      }),
    ),
  );
  await worker.kill();
}

function pool<T>(items: readonly T[], size: number, work: (item: T) => Promise<void>): Promise<void>[] {
  const waiting = [...items];
  return Array.from({ length: size }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
  });
}
