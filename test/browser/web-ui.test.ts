import type { Browser } from 'playwright-core';
import { listPage, operatorQueries, workflowPage } from '../../cli/web-ui.js';
import { paymentId, reviewId } from '../../contract/names.js';
import { eventually, startMachine, type Machine } from '../end-to-end/machine.js';
import { eachTestsFolder } from '../support/folder.js';
import { startChromium } from './chromium.js';
import { COLUMNS, Operator } from './operator.js';

const CUSTOMER = '530000000001';
/** A provider's words, with all that a page must not act on. */
const HOSTILE = 'Tunggu [klik](http://evil.test/a) ![x](http://evil.test/b.png) <b>tebal</b> http://evil.test/c';

const bill = (provider: string, refId: string) => ({
  provider,
  refId,
  product: 'pln',
  customerNo: CUSTOMER,
  testing: true,
  account: 'acc-1',
});
const waiting = bill('digiswitch', 'inv-1001');
const stuck = bill('digiflazz', 'inv-1002');
const paid = bill('digiswitch', 'inv-1003');
const refused = bill('digiswitch', 'inv-1004');
const owed = bill('digiswitch', 'inv-1005');

const folder = eachTestsFolder();
let machine: Machine;
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  await machine.stop();
});

/** Payments in every state, and what an operator's browser needs. */
async function everyState(): Promise<void> {
  // The provider of the payment that comes under review asks for a person soon.
  const provider = (name: string) => (name === 'digiflazz' ? { reviewAfter: '1s' } : {});
  machine = await startMachine({ folder: folder(), ledger: true, webUi: true, provider });
  await machine.rules([
    { match: { ref: waiting.refId, asks: 'pay' }, answer: { outcome: 'pending', message: HOSTILE } },
    { match: { ref: stuck.refId, asks: 'pay' }, answer: { outcome: 'pending' } },
    { match: { ref: refused.refId, asks: 'pay' }, answer: { outcome: 'gagal' } },
    { match: { provider: 'ledger', command: 'capture', ref: `${paymentId(owed)}:1` }, status: 422 },
  ]);
  const [chromium] = await Promise.all([startChromium(), machine.startWorker()]);
  browser = chromium;
  const { payments } = machine;
  for (const request of [waiting, stuck, paid, refused, owed]) await payments.start(request);
  const isReviewed = (request: typeof stuck) => async () => (await payments.progress(request)).review !== undefined;
  await eventually(isReviewed(owed));
  await payments.resolve(owed, { status: 'Sukses', by: 'Sari', note: 'a second try of the capture' });
  await Promise.all([paid, refused, owed].map((request) => payments.outcome(request)));
  await eventually(isReviewed(stuck));
  // The list is written a moment after the payments.
  await eventually(async () => (await payments.list({ review: true })).length === 2);
}

/** The events that a summary belongs to, of a workflow's history: type and summary. */
async function summariesOf(workflowId: string): Promise<[string, string][]> {
  const { events } = await machine.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap((event): [string, string][] => {
    const { workflowExecutionStartedEventAttributes: started, activityTaskScheduledEventAttributes: activity } = event;
    const type = started?.workflowType?.name ?? activity?.activityType?.name;
    const name = type ?? (event.timerStartedEventAttributes ? 'timer' : undefined);
    return name === undefined ? [] : [[name, Buffer.from(event.userMetadata?.summary?.data ?? []).toString()]];
  });
}

test('an operator sees in the Web UI how payments stand, and finds a stuck one, its cause and the command that helps in three clicks', async () => {
  await everyState();
  // Every workflow, activity and timer says in words what it is for.
  const workflows = [...[waiting, stuck, paid, refused, owed].map(paymentId), reviewId(owed)];
  const summaries = (await Promise.all(workflows.map(summariesOf))).flat();
  expect(summaries.length).toBeGreaterThan(30);
  expect(summaries.filter(([, summary]) => summary === '')).toEqual([]);
  expect(JSON.stringify(summaries)).not.toContain(CUSTOMER);

  const webUi = machine.server.server.webUi ?? '';
  const operator = await Operator.at(browser!);
  const { page } = operator;
  const pageOf = (workflowId: string) => workflowPage(webUi, 'default', workflowId);

  // Once: the columns and the view of docs/operating.md.
  const [forAPerson, , gagalToday] = operatorQueries();
  await page.goto(listPage(webUi, 'default', forAPerson!.query));
  await operator.configureColumns();
  await operator.saveView('Waits for a person');

  // The list tells Sukses from Gagal, and what waits for a person.
  await page.goto(listPage(webUi, 'default', '`WorkflowType`="payment"'));
  await operator.linkTo(paymentId(paid)).waitFor();
  expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(expect.arrayContaining(COLUMNS));
  const rows = [waiting, stuck, paid, refused].map(async (request) =>
    (await operator.rowOf(paymentId(request))).slice(-4),
  );
  expect(await Promise.all(rows)).toEqual([
    ['Pending', 'polling', 'false', 'digiswitch'],
    ['Pending', 'polling', 'true', 'digiflazz'],
    ['Sukses', 'ended', 'false', 'digiswitch'],
    ['Gagal', 'ended', 'false', 'digiswitch'],
  ]);
  await operator.photograph('web-ui-list');

  // From the list to the command that helps: the view, the payment, its details.
  operator.clicks = 0;
  await operator.click(page.getByRole('button', { name: 'Waits for a person' }));
  await operator.linkTo(reviewId(owed)).waitFor();
  expect(await page.getByRole('link', { name: paymentId(paid) }).count()).toBe(0);
  await operator.click(operator.linkTo(paymentId(stuck)));
  const details = await operator.openDetails('a person is needed');
  expect(operator.clicks).toBe(3);
  const text = await details.innerText('main');
  expect(text).toContain('Under review: no verdict from the provider');
  expect(text).toContain('Funds: held at the ledger');
  const command =
    'npx tuntas resolve --provider digiflazz --ref inv-1002 \\\n  --status Sukses --by <name> --note <evidence>';
  expect(text).toContain(command);
  await operator.photograph('web-ui-review');

  // A pending payment says what it waits for; a provider's words are text and nothing else.
  await page.goto(pageOf(paymentId(waiting)));
  const pending = await operator.openDetails('there is no verdict yet');
  expect(await pending.innerText('main')).toMatch(/Waits for: a verdict by status checks, until \d{4}-/);
  expect(await pending.innerText('main')).toContain(HOSTILE);
  expect(await pending.locator('a, img, b').count()).toBe(0);

  // The ended ones say how, without a customer's number; so does the summary.
  await page.goto(pageOf(paymentId(paid)));
  const sukses = await (await operator.openDetails('Sukses: the bill is paid')).innerText('main');
  expect(sukses).toContain('Funds: captured: the customer has paid');
  await page.goto(pageOf(paymentId(refused)));
  const gagal = await (await operator.openDetails('Gagal: the bill is not paid')).innerText('main');
  expect(gagal).toContain('Why: the provider tried it and failed (failed)');
  expect(gagal).toContain('Funds: released: the customer has them back');
  await operator.photograph('web-ui-gagal');
  expect(await page.locator('iframe').first().contentFrame().locator('main').innerText()).toBe(
    'pln …0001 at digiswitch',
  );

  // The review of an ended payment has a command that helps too.
  await page.goto(pageOf(reviewId(owed)));
  const review = await (await operator.openDetails('Review of Sukses: a person is needed')).innerText('main');
  expect(review).toContain('npx tuntas resolve --provider digiswitch --ref inv-1005');
  for (const shown of [text, sukses, gagal, review]) expect(shown).not.toContain(CUSTOMER);

  // The other lists that `tuntas dev` prints: the Web UI reads their queries.
  await page.goto(listPage(webUi, 'default', gagalToday!.query));
  await operator.linkTo(paymentId(refused)).waitFor();
  expect(await page.getByRole('link', { name: /^payment:/ }).count()).toBe(1);
  const [, pendingInTwoHours] = operatorQueries(new Date(Date.now() + 2 * 3_600_000));
  await page.goto(listPage(webUi, 'default', pendingInTwoHours!.query));
  await operator.linkTo(paymentId(waiting)).waitFor();
  expect(await page.getByRole('link', { name: /^payment:/ }).count()).toBe(2);
}, 180_000);
