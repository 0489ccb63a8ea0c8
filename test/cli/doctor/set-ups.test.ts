import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis } from '../../../cli/doctor/index.js';
import type { Level } from '../../../cli/doctor/finding.js';
import { freePort } from '../../support/ports.js';
import { tuntas } from '../../support/run.js';
import { BROKEN } from './broken.js';
import { DOUBTFUL } from './doubtful.js';
import { type Change, SECRETS, SetUp } from './set-up.js';

let folder: string;
let setUp: SetUp;
let closedPort: number;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuntas-doctor-'));
  closedPort = await freePort();
  setUp = await SetUp.open(folder, closedPort);
  await setUp.makeNamespace('short', { days: 1 });
  await setUp.makeNamespace('bare', { without: 'PaymentStage' });
  await setUp.makeNamespace('mistyped', { otherType: 'PaymentReview' });
  await setUp.makeNamespace('idle');
  await setUp.makeNamespace('elsewhere', { data: { 'tuntas.provider.digiflazz': 'bbbbbbbbbbbb' } });
});
afterAll(async () => {
  await setUp.close();
  await rm(folder, { recursive: true, force: true });
});

/** What every diagnosis must be like, whatever is broken. */
function expectSound({ ok, findings }: Diagnosis, change: Change = {}): void {
  expect(ok).toBe(!findings.some(({ level }) => level === 'problem'));
  for (const { level, mend, seen } of findings) {
    expect(seen).not.toBe('');
    if (level === 'problem') expect(mend).toMatch(/\S/);
  }
  const text = JSON.stringify(findings);
  const values = Object.entries({ ...SECRETS, ...change.env }).filter(([name]) => name in SECRETS);
  const secret = values.filter(
    ([name, value]) => !/_(USERNAME|CLIENT_ID)$|^AYOCONNECT_KEY$/.test(name) && value && value.length > 4,
  );
  for (const [, value] of secret) expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
}

const of = ({ findings }: Diagnosis, wanted: Level) =>
  findings
    .filter(({ level }) => level === wanted)
    .map(({ check, subject = '', seen }) => `${check} ${subject}: ${seen}`);

test('a healthy set-up has neither a problem nor a warning', async () => {
  const diagnosis = await setUp.diagnose();
  expectSound(diagnosis);
  expect(of(diagnosis, 'problem')).toEqual([]);
  expect(of(diagnosis, 'warning')).toEqual([]);
  expect(diagnosis.ok).toBe(true);
  expect(of(diagnosis, 'not checked')).toEqual([
    'providers digiswitch: deposit: no call is documented that tells it',
    expect.stringMatching(/^webhooks : no webhook server answers at/),
  ]);
  expect(of(diagnosis, 'ok')).toEqual(
    expect.arrayContaining([
      'secrets : 14 variables are set',
      expect.stringMatching(/^temporal 127\.0\.0\.1:\d+: answers/),
      'namespace default: keeps ended payments for 90 d',
      "counterparties digiflazz: the namespace's payments are with this address and account",
      expect.stringMatching(/^workers payments: polled by \d+@\S+$/),
      expect.stringMatching(
        /^workers digiflazz: polled: payments-digiflazz-[0-9a-f]{12}, payments-digiflazz-\S+-checks$/,
      ),
      expect.stringMatching(/^workers receiver shop: polled/),
      expect.stringMatching(/^clock Temporal: at most/),
      expect.stringMatching(/^clock tokopedia: at most/),
      'providers digiflazz: accepts our credentials (the balance was asked for)',
      'providers digiswitch: accepts our credentials (the price list was asked for)',
      'providers tokopedia: accepts our credentials (the balance was asked for)',
      'providers ayoconnect: accepts our credentials (the balance was asked for)',
      'ledger : answers, and accepts our token',
      'operators : Sari',
    ]),
  );
});

test.each(BROKEN)('$name: that is what is found, and nothing else', async ({ problems, ...change }) => {
  const diagnosis = await setUp.diagnose(change);
  expectSound(diagnosis, change);
  expect(of(diagnosis, 'problem')).toEqual(problems.map((problem) => expect.stringMatching(problem) as string));
});

test.each(DOUBTFUL)('$name: a warning, and no problem', async ({ warnings, ...change }) => {
  const diagnosis = await setUp.diagnose(change);
  expectSound(diagnosis, change);
  expect(of(diagnosis, 'problem')).toEqual([]);
  expect(of(diagnosis, 'warning')).toEqual(warnings.map((warning) => expect.stringMatching(warning) as string));
});

test('without Temporal and with a bad configuration the other checks still say what they can', async () => {
  const diagnosis = await setUp.diagnose({ text: '[]', env: { TEMPORAL_ADDRESS: '127.0.0.1:9' } });
  expect(diagnosis).toMatchObject({ ok: false, temporalIsSilent: true });
  expect(of(diagnosis, 'problem')).toHaveLength(2);
  const unchecked = diagnosis.findings.filter(({ level }) => level === 'not checked').map(({ check }) => check);
  expect(new Set(unchecked)).toEqual(
    new Set([
      'secrets',
      'namespace',
      'counterparties',
      'workers',
      'clock',
      'providers',
      'ledger',
      'webhooks',
      'notify',
      'operators',
    ]),
  );
});

test("a TOML file of Temporal's that cannot be read is named, and none of its text", async () => {
  const file = join(folder, 'temporal.toml');
  await writeFile(file, '[profile.default]\napi_key = s3cret-api-key\n');
  const diagnosis = await setUp.diagnose({ env: { TEMPORAL_CONFIG_FILE: file } });
  expect(of(diagnosis, 'problem')).toEqual([
    expect.stringMatching(/^temporal : Temporal's environment variables or its/),
  ]);
  expect(JSON.stringify(diagnosis)).not.toContain('s3cret');
});

test('nothing that was diagnosed here has asked for a bill, paid, checked a payment, or held funds', () => {
  const { journal, ledger } = setUp.machine.sandbox;
  const commands = journal.entries({}).flatMap((entry) => ('command' in entry ? [entry.command] : []));
  expect(new Set(commands)).toEqual(new Set(['cek-saldo', 'price-list', 'token', 'account', 'balance']));
  expect(ledger.holds('')).toEqual([]);
});

describe('the command', () => {
  const run = async (change: Change, ...args: string[]) => {
    const { code, stdout, stderr } = await tuntas(['doctor', ...args], { env: await setUp.changed(change) });
    return { code, stdout, stderr };
  };

  test('the command ends with 0 for a healthy set-up, a line for each finding', async () => {
    const { code, stdout } = await run({});
    expect(stdout).toMatch(/^ok +configuration /);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(0, -2)
        .every((line) => /^(ok|not checked) /.test(line)),
    ).toBe(true);
    expect(stdout).toContain('problems: 0, warnings: 0');
    expect(code).toBe(0);
  });

  test('the command ends with 2 for a problem, with --json as one document', async () => {
    const { code, stdout } = await run({ env: { LEDGER_TOKEN: 'a-wrong-ledger-token' } }, '--json');
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: unknown[] };
    expect(ok).toBe(false);
    expect(findings).toContainEqual({
      check: 'ledger',
      level: 'problem',
      seen: 'does not accept our token: HTTP 401',
      mend: 'correct the variable that `ledger.token` names',
    });
    expect(code).toBe(2);
  });

  test('the command ends with 4 when Temporal does not answer, with the other checks', async () => {
    const { code, stdout } = await run({ env: { TEMPORAL_ADDRESS: '127.0.0.1:9' } });
    expect(stdout).toMatch(/^problem +temporal +127\.0\.0\.1:9: .*To mend: /m);
    expect(stdout).toMatch(/^ok +ledger +answers/m);
    expect(code).toBe(4);
  });
});
