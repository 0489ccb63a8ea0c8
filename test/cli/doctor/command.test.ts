import { Command } from 'commander';
import { doctorCommand } from '../../../cli/commands/doctor.js';
import type { Diagnosis, DoctorOptions } from '../../../cli/doctor/index.js';
import type { Finding } from '../../../cli/doctor/finding.js';

const FINDINGS: Finding[] = [
  { check: 'ledger', seen: 'answers', level: 'ok' },
  { check: 'providers', level: 'problem', mend: 'wait', subject: 'shop', seen: 'no\u001b[31m answer\nok  fake  line' },
];

async function doctor(args: string[], diagnosis: Partial<Diagnosis> = {}) {
  const done = { text: '', document: undefined as unknown, code: -1, options: undefined as DoctorOptions | undefined };
  const tools = {
    print: (text: string) => void (done.text = text),
    printJson: (document: unknown) => void (done.document = document),
    exit: (code: number) => void (done.code = code),
  };
  const program = new Command('tuntas').option('--json').exitOverride();
  doctorCommand(program, tools, async (options) => {
    done.options = options;
    return { ok: true, findings: FINDINGS, temporalIsSilent: false, ...diagnosis };
  });
  await program.parseAsync(['doctor', ...args], { from: 'user' });
  return done;
}

test.each([
  [{ ok: true }, 0],
  [{ ok: false }, 2],
  [{ ok: false, temporalIsSilent: true }, 4],
])('a diagnosis %j ends with %i', async (diagnosis, code) => {
  expect(await doctor([], diagnosis)).toMatchObject({ code });
});

test('a finding is one line, whatever stands in it', async () => {
  const { text } = await doctor([]);
  expect(text.split('\n')).toEqual([
    'ok       ledger     answers',
    'problem  providers  shop: no [31m answer ok  fake  line. To mend: wait',
    '',
    'problems: 1, warnings: 0, not checked: 0',
  ]);
});

test('--json is one document', async () => {
  const { document } = await doctor(['--json'], { ok: false });
  expect(document).toEqual({ ok: false, findings: FINDINGS });
  expect(Object.keys((document as { findings: object[] }).findings[1]!)).toEqual([
    'check',
    'level',
    'subject',
    'seen',
    'mend',
  ]);
});

test('--skip leaves checks out', async () => {
  expect((await doctor(['--skip', 'workers, webhooks'])).options).toEqual({ skip: ['workers', 'webhooks'] });
  expect((await doctor([])).options).toEqual({ skip: [] });
});

test.each(['everything', 'temporal', 'configuration'])(
  '--skip %s is refused, with what can be left out',
  async (name) => {
    await expect(doctor(['--skip', name])).rejects.toMatchObject({
      code: 'InvalidRequest',
      faults: [{ path: 'skip', reason: expect.stringContaining('workers') as string }],
    });
  },
);
