import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { WORKFLOWS } from '../../contract/names.js';
import { projectFolder } from '../../worker/bundle.js';
import { audit, reachedPay, type Finding } from '../invariants/audit.js';
import { Clients } from './clients.js';
import { layOut, MIN_GAP_MS } from './config.js';
import { gatherFacts } from './facts.js';
import { Operator } from './operator.js';
import { Receiver } from './receiver.js';
import type { ChaosOptions } from './options.js';
import { faultsOf, outcomesOf, tally, type Report } from './report.js';
import { makeSchedule, type Schedule } from './schedule.js';
import { runsSources, Machine } from './machine.js';

const PROGRESS_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 3_000;
/** From a pay to the biller's last webhook about it, by itself: until it is decided, the delay, and the repeats. */
const NOTICES_FOR_MS = 32_000;
const paysSchema = z.array(z.object({ pays: z.array(z.object({ at: z.string() })) }));
/** Until workers have come up and the clients are connected. */
const HEAD_START_MS = 6_000;

/**
 * One run: pays, disturbs, waits, audits. Whatever was started is stopped when it returns or throws. The folder of the
 * run stays unless every invariant was kept.
 */
export async function run(options: ChaosOptions, signal: AbortSignal, log: (line: string) => void): Promise<Report> {
  const began = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-chaos-'));
  log(`Seed ${options.seed}; everything of this run is in ${folder}`);
  const schedule = makeSchedule(options);
  const machine = new Machine(await layOut(projectFolder, folder), schedule, options.workers, log);
  let ok = false;
  try {
    await machine.open();
    const { findings, ...rest } = await payAndAudit(machine, schedule, options, signal, log);
    ok = findings.every(({ violations }) => violations.length === 0);
    const { seed, payments } = options;
    const tookSeconds = Math.round((Date.now() - began) / 1_000);
    const { kills, crashes } = machine;
    return { seed, payments, ok, tookSeconds, kills: { ...kills }, crashes, findings, ...rest };
  } finally {
    await machine.close();
    if (ok && !options.keep) await rm(folder, { recursive: true, force: true });
    else log(`Kept for inspection: ${folder}`);
  }
}

async function payAndAudit(
  machine: Machine,
  schedule: Schedule,
  options: ChaosOptions,
  signal: AbortSignal,
  log: (line: string) => void,
) {
  const epoch = Date.now() + HEAD_START_MS;
  const { sandboxUrl } = machine.place;
  const tasks = Array.from({ length: options.clients }, (_, client) => ({ client, options, epoch, sandboxUrl }));
  const clients = new Clients(machine.place, tasks, runsSources);
  const connection = await Connection.connect({ address: `127.0.0.1:${machine.place.temporalPort}` });
  const client = new Client({ connection });
  const operator = new Operator(machine, client, schedule);
  const receiver = new Receiver(machine.place.receiverPort, options.seed);
  await receiver.open();
  const working = keepLooking(operator);
  const reporting = setInterval(() => log(progressOf(machine, clients, operator, options, epoch)), PROGRESS_EVERY_MS);
  try {
    await disturbAll(machine, schedule, epoch, signal);
    await sleep(Math.max(0, epoch + options.duration - Date.now()), undefined, { signal });
    await accepted(clients, options, signal);
    log('All starts and kills are over: faults off, waiting until nothing can change any more');
    await machine.ask('DELETE', '/rules');
    receiver.recover();
    await untilNothingChanges(machine, client, clients, Date.now() + options.settle, signal);
    await working.stop();
    return await auditRun(machine, schedule, clients, client, operator, receiver);
  } finally {
    clearInterval(reporting);
    await Promise.all([clients.stop(), working.stop(), receiver.close()]);
    await connection.close();
  }
}

/** Has the operator look again and again, also while processes are killed, until it is stopped. */
function keepLooking(operator: Operator): { stop: () => Promise<void> } {
  const over = new AbortController();
  const looking = (async () => {
    while (!over.signal.aborted) {
      // Neither Temporal nor the sandbox may be there now: the next look finds what this one missed.
      await operator.look().catch(() => undefined);
      await sleep(LOOK_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: () => {
      over.abort();
      return looking;
    },
  };
}

/** Each disturbance at its time; one that takes long does not hold up the others. */
async function disturbAll(machine: Machine, { disturbances }: Schedule, epoch: number, signal: AbortSignal) {
  const under = new Map<string, Promise<void>>();
  for (const disturbance of disturbances) {
    await sleep(Math.max(0, epoch + disturbance.at - Date.now()), undefined, { signal });
    const whose = disturbance.kind === 'worker' ? `worker ${disturbance.which}` : disturbance.kind;
    // A process that is being restarted is not killed before it runs again.
    under.set(
      whose,
      (under.get(whose) ?? Promise.resolve()).then(() => machine.disturb(disturbance)),
    );
  }
  await Promise.all(under.values());
}

/** On a slow machine starts take longer than planned: they still happen under faults, for as long again. */
async function accepted(clients: Clients, { payments, duration }: ChaosOptions, signal: AbortSignal): Promise<void> {
  const until = Date.now() + duration;
  while (clients.count((seen) => seen.accepted) < payments && Date.now() < until) {
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/**
 * Waits until the clients have finished, every payment has ended, every review is closed, and the biller has no webhook
 * left to send: seen twice, because Temporal's list is a little behind.
 */
async function untilNothingChanges(
  machine: Machine,
  client: Client,
  clients: Clients,
  until: number,
  signal: AbortSignal,
): Promise<void> {
  const state = { clientsDone: false };
  void clients.done.then(() => (state.clientsDone = true));
  while (Date.now() < until) {
    if (
      state.clientsDone &&
      (await running(client)) === 0 &&
      (await lastPayAt(machine)) + NOTICES_FOR_MS < Date.now()
    ) {
      return;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Payments, reviews of ended ones, and messages to the receiver that have not ended. */
async function running(client: Client): Promise<number> {
  // The record of a used reference runs for a day where its worker died before it could end it.
  const { count } = await client.workflow.count(
    `ExecutionStatus = 'Running' AND WorkflowType IN ('${[WORKFLOWS.payment, WORKFLOWS.review, WORKFLOWS.notification].join("', '")}')`,
  );
  return count;
}

/** When the biller executed its last pay; milliseconds since 1970. */
async function lastPayAt(machine: Machine): Promise<number> {
  const charges = paysSchema.parse(await machine.ask('GET', '/charges'));
  return Math.max(0, ...charges.flatMap(({ pays }) => pays.map(({ at }) => Date.parse(at))));
}

async function auditRun(
  machine: Machine,
  schedule: Schedule,
  clients: Clients,
  client: Client,
  { counts }: Operator,
  receiver: Receiver,
) {
  const facts = await gatherFacts(machine, client, schedule.payments, clients.seen, receiver.told);
  const runs = await client.workflow.count(`WorkflowType = 'payment'`);
  const extra =
    runs.count > facts.length ? [{ ref: '', detail: `${runs.count} runs of ${facts.length} payments` }] : [];
  const unstarted = facts
    .filter(({ seen }) => !seen?.accepted)
    .map(({ request }) => ({ ref: request.refId, detail: 'no client got it accepted in time' }));
  const findings: Finding[] = [
    ...audit(facts, MIN_GAP_MS),
    ...reachedPay(facts),
    { invariant: 'one workflow for one reference', checked: facts.length, violations: extra },
    { invariant: 'every start accepted in the end', checked: facts.length, violations: unstarted },
    {
      invariant: 'other content under a taken reference refused',
      checked: schedule.payments.filter(({ mismatched }) => mismatched).length,
      violations: clients.mismatches.map((ref) => ({ ref, detail: 'was accepted' })),
    },
  ];
  const surprises = tally(clients.surprises, ({ what }) => what);
  const messages = { ...receiver.counts };
  return {
    findings,
    outcomes: outcomesOf(facts),
    faults: faultsOf(facts),
    resolutions: { ...counts },
    messages,
    surprises,
  };
}

function progressOf(
  { kills }: Machine,
  clients: Clients,
  { counts }: Operator,
  options: ChaosOptions,
  epoch: number,
): string {
  const started = clients.count(({ accepted }) => accepted);
  const ended = clients.count(({ outcomes }) => outcomes.length > 0);
  return (
    `${String(Math.round((Date.now() - epoch) / 1_000)).padStart(5)} s  ` +
    `accepted ${started}/${options.payments}, ended ${ended}, open ${started - ended}, resolved ${counts.Sukses + counts.Gagal}; ` +
    `killed: workers ${kills.worker}/${options.workerKills}, server ${kills.server}/${options.serverKills}, ` +
    `sandbox ${kills.sandbox}/${options.sandboxKills}, webhooks ${kills.webhooks}/${options.webhooksKills}`
  );
}
