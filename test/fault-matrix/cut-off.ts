import { setTimeout as sleep } from 'node:timers/promises';
import type { Contact } from './case.js';
import type { Counterparties } from './counterparties.js';
import { waitForExpected, startPayment, keyOf, recordErrors, addRules, type CaseRun } from './steps.js';

type OfContact = (contact: Contact) => CaseRun[];

/** How long nothing listens: longer than the deadline of those who do not get to send. Milliseconds. */
const GONE_MS = 22_000;

/** Runs the cases in which the other biller refuses every connection, or resets it before it reads. */
export async function runCutOffCases(counterparties: Counterparties, all: readonly CaseRun[]): Promise<void> {
  for (const one of all) addRules(counterparties, one);
  const of = (cutOff: string, contact: Contact) =>
    all.filter(({ one }) => one.cutOff === cutOff && one.contact === contact);
  await refusePort(counterparties, all, (contact) => of('refused port', contact));
  await hangUp(counterparties, of('reset before read', 'inquiry'), (cases) =>
    each(cases, (one) => startPayment(counterparties, one)),
  );
  const followed = of('reset before read', 'status');
  await each(followed, (one) => toThePay(counterparties, one));
  await hangUp(counterparties, followed, async () => undefined);
  // Last: the status calls about these pays never end.
  const paying = of('reset before read', 'pay');
  await each(paying, (one) => toTheBill(counterparties, one));
  await hangUp(counterparties, paying, (cases) => each(cases, (one) => confirm(counterparties, one)));
}

async function refusePort(counterparties: Counterparties, all: readonly CaseRun[], of: OfContact): Promise<void> {
  const [asking, paying, followed] = [of('inquiry'), of('pay'), of('status')];
  await each(paying, (one) => toTheBill(counterparties, one));
  await each(followed, (one) => toThePay(counterparties, one));
  await counterparties.side.close();
  await each(asking, (one) => startPayment(counterparties, one));
  await each(paying, (one) => confirm(counterparties, one));
  await sleep(GONE_MS);
  await counterparties.side.open();
  // A restarted sandbox has no rules.
  for (const one of all) addRules(counterparties, one);
  await each([...asking, ...paying, ...followed], (one) => waitForExpected(counterparties, one));
}

/** The next contacts, one for each case, are cut before anything is read. */
async function hangUp(
  counterparties: Counterparties,
  cases: CaseRun[],
  act: (cases: CaseRun[]) => Promise<void>,
): Promise<void> {
  if (cases.length === 0) return;
  const { rules } = counterparties.side.sandbox;
  const [rule] = rules.add({ match: { provider: 'digiflazz' }, fault: 'reset-before-read', times: cases.length });
  await act(cases);
  await cases[0]?.facts.until(() => rule?.applied === cases.length);
  await each(cases, (one) => waitForExpected(counterparties, one));
}

async function toThePay(counterparties: Counterparties, one: CaseRun): Promise<void> {
  await startPayment(counterparties, one);
  await one.facts.until(() => one.facts.charges().pays.length > 0);
}

async function toTheBill(counterparties: Counterparties, one: CaseRun): Promise<void> {
  await startPayment(counterparties, one);
  await counterparties.payments.bill(keyOf(one.facts));
}

async function confirm({ payments }: Counterparties, { facts }: CaseRun): Promise<void> {
  const { amount } = await payments.bill(keyOf(facts));
  await payments.confirm(keyOf(facts), { amount: amount ?? 0 });
}

async function each(cases: readonly CaseRun[], act: (one: CaseRun) => Promise<unknown>): Promise<void> {
  await Promise.all(cases.map((one) => recordErrors(one, () => act(one))));
}
