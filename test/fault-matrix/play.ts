import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from './case.js';
import { playCutOff } from './cut-off.js';
import { Facts, PATIENCE_MS } from './facts.js';
import { judge } from './judge.js';
import { setStage, type Sources, type Stage } from './stage.js';
import { arrive, begin, follow, lookAndEnd, noted, order, type Played } from './steps.js';

/** Payments under way at once, besides those whose worker is killed. */
const AT_ONCE = 150;
/** Payments at once on their way to pay: each has to get there well before its deadline, also on a slow machine. */
const BEFORE_PAY = 10;
/** A case whose deadline came before pay is played once more, with all its times this many times as long. */
const SLOWER = 4;

/**
 * Plays every case on one stage: first the ones whose worker is killed get in flight, it is killed with all of them,
 * and a new worker carries those and all the others on. Judged at the very end, when everything has come to rest.
 */
export async function playAll(cases: readonly Case[], sources: Sources): Promise<Played[]> {
  const stage = await setStage(sources);
  try {
    const all = cases.map((one, index) => prepare(stage, one, `case-${index}`));
    const killed = all.filter(({ one }) => one.killedAt);
    const cutOff = all.filter(({ one }) => one.cutOff);
    const others = all.filter(({ one }) => !one.killedAt && !one.cutOff);
    const gate = new Gate(BEFORE_PAY);
    if (killed.length > 0) await killWithAll(stage, killed);
    await stage.startWorker('brisk');
    await Promise.all([
      ...killed.map((each) => noted(each, () => arrive(stage, each))),
      ...pool(others, AT_ONCE, (each) => noted(each, () => play(stage, each, gate))),
      playCutOff(stage, cutOff),
    ]);
    for (const each of all) await noted(each, () => lookAndEnd(stage, each));
    for (const each of all) each.trouble.push(...judge(each.one, each.facts));
    return all;
  } finally {
    await stage.strike();
  }
}

function prepare({ main, side }: Stage, one: Case, ref: string, pace = 1): Played {
  const about = { provider: one.biller ?? (one.cutOff ? 'digiflazz' : 'digiswitch'), ref, pace } as const;
  const facts = new Facts(about, { main: () => main.sandbox, side: () => side.sandbox });
  return { one, facts, trouble: [] };
}

async function play(stage: Stage, each: Played, gate: Gate): Promise<void> {
  order(stage, each);
  await gate.through(async () => {
    await begin(stage, each);
    void follow(stage, each);
    await sending(each);
  });
  await Promise.all([noted(each, async () => each.one.during?.(each.facts)), arrive(stage, each)]);
  if (!isTooLate(each) || each.facts.about.pace > 1) return;
  each.facts = prepare(stage, each.one, `${each.facts.about.ref}-again`, SLOWER).facts;
  each.trouble.length = 0;
  delete each.ended;
  await play(stage, each, gate);
}

/** The machine was too slow: the deadline came before pay, and what the case is about never happened. */
function isTooLate({ one, facts }: Played): boolean {
  const { outcome } = facts;
  const meant = one.expected.ends === 'Gagal' && one.expected.reason === 'expired';
  return outcome?.reason === 'expired' && !meant && facts.count('pay') === 0;
}

/** Waits until pay is sent, or is held up by what the case is about. */
async function sending({ one, facts }: Played): Promise<void> {
  const heldUp = one.contact === 'inquiry' || one.contact === 'hold';
  const end = Date.now() + (heldUp ? 1_000 : PATIENCE_MS);
  while (facts.count('pay') === 0 && !facts.outcome && Date.now() < end) await sleep(50);
}

/** Lets only so many in at once. */
class Gate {
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

async function killWithAll(stage: Stage, killed: Played[]): Promise<void> {
  const worker = await stage.startWorker('patient');
  await Promise.all(
    killed.map((each) =>
      noted(each, async () => {
        order(stage, each);
        await begin(stage, each);
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
