import { setTimeout as sleep } from 'node:timers/promises';
import { connectPayments } from '../../client/index.js';
import { Customer } from './customer.js';
import { Limiter } from './limiter.js';
import type { ClientTask, ClientReport } from './client-report.js';
import { makeSchedule } from './schedule.js';

// A client process: starts its share of the schedule's payments, each at its time, and reports what it sees.
const task = JSON.parse(process.argv[2] ?? '') as ClientTask;
const limiter = new Limiter(Math.ceil(task.options.inFlight / task.options.clients));
const send = (report: ClientReport) => process.send?.(report);
// Without the parent process nobody reads the reports.
process.on('disconnect', () => process.exit(0));

await using temporal = await connectPayments();
const customer = new Customer(temporal.payments, task, send);
const own = makeSchedule(task.options).payments.filter(({ starters }) => starters.includes(task.client));
await Promise.all(
  own.map(async (plan) => {
    await sleep(Math.max(0, task.epoch + plan.at - Date.now()));
    await limiter.pass(() => customer.carryOut(plan));
  }),
);
process.exit(0);
