import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { projectFolder } from '../../worker/bundle.js';
import { audit, reachedPay, type Finding } from './audit.js';
import { Clients } from './clients.js';
import { layOut, MIN_GAP_MS } from './config.js';
import { gatherFacts } from './facts.js';
import type { ChaosOptions } from './options.js';
import { faultsOf, outcomesOf, tally, type Report } from './report.js';
import { makeSchedule, type Schedule } from './schedule.js';
import { runsSources, Machine } from './machine.js';

const PROGRESS_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 3_000;
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
  const reporting = setInterval(() => log(progressOf(machine, clients, options, epoch)), PROGRESS_EVERY_MS);
  try {
    await disturbAll(machine, schedule, epoch, signal);
    await sleep(Math.max(0, epoch + options.duration - Date.now()), undefined, { signal });
    await accepted(clients, options, signal);
    log('All starts and kills are over: faults off, waiting for what is Pending');
    await machine.ask('DELETE', '/rules');
    const connection = await Connection.connect({ address: `127.0.0.1:${machine.place.temporalPort}` });
    try {
      const client = new Client({ connection });
      await settled(client, clients, Date.now() + options.settle, signal);
      return await auditRun(machine, schedule, clients, client);
    } finally {
      await connection.close();
    }
  } finally {
    clearInterval(reporting);
    await clients.stop();
  }
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

/** Waits until the clients have finished and every payment has ended or is under review. */
async function settled(client: Client, clients: Clients, until: number, signal: AbortSignal): Promise<void> {
  const state = { clientsDone: false };
  void clients.done.then(() => (state.clientsDone = true));
  while (Date.now() < until) {
    if (state.clientsDone && (await undecided(client)) === 0) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function undecided(client: Client): Promise<number> {
  const query = `WorkflowType = 'payment' AND ExecutionStatus = 'Running'`;
  const all = await client.workflow.count(query);
  const reviewed = await client.workflow.count(`${query} AND PaymentReview = true`);
  return all.count - reviewed.count;
}

async function auditRun(machine: Machine, schedule: Schedule, clients: Clients, client: Client) {
  const facts = await gatherFacts(machine, client, schedule.payments, clients.seen);
  const runs = await client.workflow.count(`WorkflowType = 'payment'`);
  const extra =
    runs.count > facts.length ? [{ ref: '', detail: `${runs.count} runs of ${facts.length} payments` }] : [];
  const unstarted = facts
    .filter(({ seen }) => !seen?.accepted)
    .map(({ plan }) => ({ ref: plan.request.refId, detail: 'no client got it accepted in time' }));
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
  return { findings, outcomes: outcomesOf(facts), faults: faultsOf(facts), surprises };
}

function progressOf({ kills }: Machine, clients: Clients, options: ChaosOptions, epoch: number): string {
  const started = clients.count(({ accepted }) => accepted);
  const ended = clients.count(({ outcomes }) => outcomes.length > 0);
  return (
    `${String(Math.round((Date.now() - epoch) / 1_000)).padStart(5)} s  ` +
    `accepted ${started}/${options.payments}, ended ${ended}, open ${started - ended}; ` +
    `killed: workers ${kills.worker}/${options.workerKills}, server ${kills.server}/${options.serverKills}, ` +
    `sandbox ${kills.sandbox}/${options.sandboxKills}, webhooks ${kills.webhooks}/${options.webhooksKills}`
  );
}
