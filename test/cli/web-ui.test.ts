import { listCommand } from '../../cli/commands/list.js';
import { statusCommand } from '../../cli/commands/status.js';
import { listPage, operatorLines, operatorQueries, webUiOf, workflowPage } from '../../cli/web-ui.js';
import { A_PROGRESS, AN_OPEN_REVIEW, AN_OUTCOME, runCommand } from './fake-tools.js';

const at = (address: string) => ({ connectionOptions: { address }, namespace: 'default' });
const config = { temporal: { state: '', port: 7_300, uiPort: 8_300 } };
const webUi = 'http://127.0.0.1:8233';

describe('the address of the Web UI', () => {
  test('is what TEMPORAL_UI says, without the slash at its end', () => {
    const env = { TEMPORAL_UI: 'https://ui.example.com/temporal/' };
    expect(webUiOf(at('temporal.example.com:7233'), undefined, env)).toBe('https://ui.example.com/temporal');
  });

  test.each(['ui.example.com', 'javascript:alert(1)'])('is refused as %s', (address) => {
    expect(() => webUiOf(at('127.0.0.1:7233'), undefined, { TEMPORAL_UI: address })).toThrow(/TEMPORAL_UI/);
  });

  test("is the development server's where that is what a command connects to", () => {
    expect(webUiOf(at('127.0.0.1:7233'), undefined, {})).toBe(webUi);
    expect(webUiOf(at('localhost:7300'), config, {})).toBe('http://127.0.0.1:8300');
  });

  test('is unknown for any other server', () => {
    expect(webUiOf(at('127.0.0.1:7233'), config, {})).toBeUndefined();
    expect(webUiOf(at('temporal.example.com:7233'), undefined, {})).toBeUndefined();
  });
});

test('namespace, workflow id and query are percent-encoded in the address of a page', () => {
  expect(workflowPage(webUi, 'a b', 'payment:digiswitch:r-1')).toBe(
    `${webUi}/namespaces/a%20b/workflows/payment%3Adigiswitch%3Ar-1`,
  );
  expect(listPage(webUi, 'default', '`PaymentReview`=true')).toBe(
    `${webUi}/namespaces/default/workflows?query=%60PaymentReview%60%3Dtrue`,
  );
});

test('the lists are of what waits for a person, of what is pending for more than an hour and of Gagal today', () => {
  const now = new Date('2026-01-02T12:00:00Z');
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
  expect(operatorQueries(now).map(({ query }) => query)).toEqual([
    '`PaymentReview`=true AND `ExecutionStatus`="Running"',
    '`WorkflowType`="payment" AND `ExecutionStatus`="Running" AND `StartTime`<"2026-01-02T11:00:00.000Z"',
    `\`WorkflowType\`="payment" AND \`PaymentStatus\`="Gagal" AND \`CloseTime\`>="${midnight}"`,
  ]);
  expect(operatorLines(webUi, 'default', now)[0]).toMatch(/^ {2}waits for a person: http:\/\/127\.0\.0\.1:8233\/name/);
});

const PAGE = `${webUi}/namespaces/default/workflows/payment%3Adigiswitch%3Ar-1`;
const STATUS = ['status', '--provider', 'digiswitch', '--ref', 'r-1'];
const pending = { payments: { progress: () => A_PROGRESS } };

describe('`status`', () => {
  test('prints the page of the payment, where the Web UI is known', async () => {
    const text = await runCommand(statusCommand, STATUS, { ...pending, webUi });
    expect(text.stdout.join('\n')).toMatch(new RegExp(`\n {2}page {2}${PAGE}$`));
    const json = await runCommand(statusCommand, [...STATUS, '--json'], { ...pending, webUi });
    expect(JSON.parse(json.stdout[0]!)).toMatchObject({ status: 'Pending', page: PAGE });
  });

  test('prints no page where the Web UI is not known', async () => {
    const { stdout } = await runCommand(statusCommand, STATUS, pending);
    expect(stdout.join('\n')).not.toContain('page');
  });

  test('prints the page of the review of an ended payment too', async () => {
    const progress = () => ({ ...A_PROGRESS, stage: 'ended', outcome: AN_OUTCOME, outcomeReview: AN_OPEN_REVIEW });
    const payments = { outcome: () => AN_OUTCOME, progress };
    const { stdout } = await runCommand(statusCommand, STATUS, { payments, running: false, webUi });
    expect(stdout.join('\n')).toMatch(/page of the review {2}http.*\/review%3Adigiswitch%3Ar-1$/);
  });
});

test('`list` prints the page of each payment, and of the review of an ended one', async () => {
  const one = { provider: 'digiswitch', refId: 'r-1', startedAt: '2026-01-01T00:00:00.000Z' };
  const list = () => [
    { ...one, status: 'Pending', stage: 'polling', review: true },
    { ...one, status: 'Sukses', review: true },
  ];
  const { stdout } = await runCommand(listCommand, ['list', '--review'], { payments: { list }, webUi });
  const [head, payment, review] = stdout.join('\n').split('\n');
  expect(head).toMatch(/page$/);
  expect(payment).toMatch(/\/payment%3Adigiswitch%3Ar-1$/);
  expect(review).toMatch(/\/review%3Adigiswitch%3Ar-1$/);
  const without = await runCommand(listCommand, ['list'], { payments: { list } });
  expect(without.stdout.join('\n')).not.toContain('page');
});
