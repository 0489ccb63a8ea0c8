import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Payments } from '../../client/payments.js';
import { paymentId } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Hold } from '../../sandbox/index.js';
import { projectFolder } from '../../worker/bundle.js';
import { layOut } from '../chaos/config.js';
import { Machine } from '../chaos/machine.js';
import { Receiver } from '../chaos/receiver.js';
import { Random } from '../chaos/random.js';
import { ATTACKS, type Reach } from './attacks.js';
import { honestPayments, type HonestPayment } from './honest.js';
import { judge } from './judge.js';
import type { AttackOptions } from './options.js';
import { probe, type Probed } from './probe.js';

/** How a run went. */
export interface Report {
  ok: boolean;
  /** Where an attacker got somewhere, or a signed webhook was refused. */
  violations: string[];
  payments: Record<string, number>;
  /** Kind of attack → how often. */
  attacks: Record<string, number>;
  /** Signed webhooks, before and during the attack. */
  before: Probed;
  during: Probed;
  tookSeconds: number;
}

/** How long signed webhooks are timed before the attack; milliseconds. */
const QUIET_MS = 4_000;

/** Starts Temporal, sandbox, worker and webhook server, and attacks them while honest payments are under way. */
export async function run(options: AttackOptions, log: (line: string) => void): Promise<Report> {
  const begun = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-attack-'));
  const place = await layOut(projectFolder, folder);
  const machine = new Machine(place, { payments: [], disturbances: [], balances: {} }, 1, log);
  const receiver = new Receiver(place.receiverPort, options.seed);
  receiver.recover();
  await receiver.open();
  try {
    await machine.open();
    const connection = await Connection.connect({ address: `127.0.0.1:${place.temporalPort}` });
    try {
      const report = await attack({ options, machine, receiver, client: new Client({ connection }), log });
      return { ...report, tookSeconds: Math.round((performance.now() - begun) / 1_000) };
    } finally {
      await connection.close();
    }
  } finally {
    await machine.close();
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Run {
  options: AttackOptions;
  receiver: Receiver;
  machine: Machine;
  client: Client;
  log: (line: string) => void;
}

async function attack({ options, machine, receiver, client, log }: Run): Promise<Omit<Report, 'tookSeconds'>> {
  const { seed, limit } = options;
  const { webhooksUrl } = machine.place;
  const payments = honestPayments(options.payments, new Random(seed, 'honest'));
  for (const { rule } of payments) await machine.ask('POST', '/rules', rule);
  const probed = await paidBefore(client);
  const before = await timed(QUIET_MS, (stop) => probe(webhooksUrl, probed, stop));
  log(`Attacking: ${options.attacks} attacks beside ${payments.length} payments`);

  const end = Date.now() + limit * 1_000;
  const over = new AbortController();
  const during = probe(webhooksUrl, probed, over.signal);
  const outcomes = new Map<string, PaymentOutcome>();
  // A reference that is not started yet is anybody's who may start payments.
  await Promise.all(payments.map(({ request }) => new Payments(client).start(request)));
  const honest = Promise.all(payments.map((payment) => follow(client, payment, end, outcomes)));
  const got: string[] = [];
  const attacks = await attackAll({ options, machine, receiver, client, log }, payments, end, got);
  await honest;
  over.abort();
  const probes = await during;
  await settled(client, end);

  const charges = new Map<string, number>();
  for (const { request } of payments) {
    const query = new URLSearchParams({ provider: request.provider, ref: request.refId }).toString();
    charges.set(request.refId, ((await machine.ask('GET', `/charges?${query}`)) as { charges: number }).charges);
  }
  const { holds } = (await machine.ask('GET', '/ledger')) as { holds: Hold[] };
  const violations = [
    ...(await judge({ client, payments, outcomes, charges, holds })),
    ...Object.entries(probes.answers)
      .filter(([status]) => status !== '200')
      .map(([status, times]) => `${times} signed webhooks were answered ${status}`),
    ...toldWrongly(receiver, outcomes),
    ...got,
    ...Object.entries(machine.crashes).map(([name, times]) => `${name} ended by itself ${times} times`),
  ];
  const ends = [...outcomes.values()].map(({ status }) => status);
  return { ok: violations.length === 0, violations, payments: tally(ends), attacks, before, during: probes };
}

/** A receiver is told the outcomes of honest payments, and of nobody else's. */
function toldWrongly({ told }: Receiver, outcomes: ReadonlyMap<string, PaymentOutcome>): string[] {
  const faults = [...outcomes].flatMap(([refId, { provider, status }]) => {
    const ends = (told.get(paymentId({ provider, refId })) ?? []).filter(({ body }) => body.data.outcome);
    const isRight = ends.length > 0 && ends.every(({ body }) => body.data.status === status);
    return isRight ? [] : [`${refId} ended ${status}, and a receiver was told ${ends.length} ends of it`];
  });
  const text = JSON.stringify([...told.values()]);
  return text.includes('FORGED') ? [...faults, 'a receiver was told what was forged'] : faults;
}

/** A payment that has ended before the attack: signed webhooks about it change nothing. */
async function paidBefore(client: Client) {
  const request = { provider: 'digiswitch', refId: 'probe', product: 'pln', customerNo: '530000000777' };
  await new Payments(client).pay(request);
  return request;
}

async function timed<T>(ms: number, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const done = work(over.signal);
  await sleep(ms);
  over.abort();
  return done;
}

async function follow(
  client: Client,
  { request }: HonestPayment,
  end: number,
  outcomes: Map<string, PaymentOutcome>,
): Promise<void> {
  const outcome = await new Payments(client).outcome(request, Math.max(1, end - Date.now()));
  if (outcome) outcomes.set(request.refId, outcome);
}

/** Draws the attacks in one order, whatever the answers are, and counts them. */
async function attackAll(
  { options, machine, client, log }: Run,
  payments: readonly HonestPayment[],
  end: number,
  got: string[],
) {
  const random = new Random(options.seed, 'attacks');
  const choices = Object.entries(ATTACKS).map(([name, { weight, attack: act }]) => [weight, { name, act }] as const);
  const counts: Record<string, number> = {};
  let left = options.attacks;
  const lane = async () => {
    while (left > 0 && Date.now() < end) {
      left -= 1;
      const { name, act } = random.weighted(choices);
      const victim = random.pick(payments).request;
      const overheard = random.pick(payments.filter(({ request }) => request !== victim)).request;
      counts[name] = (counts[name] ?? 0) + 1;
      const { webhooksUrl, temporalPort } = machine.place;
      const reach: Reach = {
        ...{ client, webhooksUrl, random, victim, overheard, address: `127.0.0.1:${temporalPort}` },
        gotSomewhere: (how) => got.push(how),
      };
      // How an attack is answered does not matter: what came of it is judged at the end.
      await client.withDeadline(Date.now() + ANSWER_MS, () => act(reach)).catch(() => undefined);
      if (left > 0 && left % 1_000 === 0) log(`${left} attacks left`);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, lane));
  return counts;
}

const ANSWER_MS = 5_000;

/** Waits until no payment and no review that was made up runs any more. */
async function settled(client: Client, end: number): Promise<void> {
  const running = async () => (await client.workflow.count("ExecutionStatus = 'Running'")).count;
  while (Date.now() < end && (await running()) > 0) await sleep(500);
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
