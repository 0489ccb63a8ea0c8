import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireTemporal } from '../../cli/dev/binary.js';
import { buildBundle, projectFolder } from '../../worker/bundle.js';
import { CASES } from './cases/index.js';
import type { Case } from './case.js';
import { runCases as playAll } from './run-cases.js';

/** One guard of the money, and the change of the sources that takes it away. */
interface Guard {
  name: string;
  cuts: { file: string; from: string; to: string }[];
  /** The cases that are played without it. */
  plays: (one: Case) => boolean;
}

const held = ({ request }: Case) => request?.onDeadline !== 'release';
const at =
  (...contacts: Case['contact'][]) =>
  (one: Case) =>
    contacts.includes(one.contact) && held(one) && !one.cutOff;

/** Cuts in one protocol's adapter are noticed by its own cases. */
const family =
  (...contacts: Case['contact'][]) =>
  (one: Case) =>
    one.biller === undefined && at(...contacts)(one);

const GUARDS: readonly Guard[] = [
  {
    name: 'pay has a single attempt',
    cuts: [
      {
        file: 'workflows/activity-calls.ts',
        from: 'retry: { maximumAttempts: 1 },',
        to: 'retry: { maximumAttempts: 3 },',
      },
      {
        file: 'activities/pay.ts',
        from: "if (info.attempt > 1 || isPayMark(info.heartbeatDetails)) return says('unknown', 'second-attempt');",
        to: '',
      },
    ],
    plays: (one) => at('pay')(one) && one.killedAt !== undefined,
  },
  {
    name: 'a pay that was lost with its mark may have been sent',
    cuts: [
      {
        file: 'workflows/pay-attempt.ts',
        from: 'if (!isPayMark(cause.lastHeartbeatDetails))',
        to: 'if (!isPayMark(0))',
      },
    ],
    plays: (one) => at('pay')(one) && one.killedAt !== undefined,
  },
  {
    name: 'only a proof makes a pay unsent',
    cuts: [
      { file: 'activities/http.ts', from: "line.opened ? 'unknown' : 'not-sent'", to: "'not-sent'" },
      {
        file: 'activities/http.ts',
        from: "if (line.opened) return { kind: 'unknown', why: 'network'",
        to: "if (line.opened) return { kind: 'not-sent', why: 'network'",
      },
    ],
    plays: (one) => at('pay')(one) && one.killedAt === undefined,
  },
  {
    name: 'a hold that was refused after a silence is released',
    cuts: [
      {
        file: 'workflows/funds.ts',
        from: 'const open = reply.repeated ? await this.#release() : undefined;',
        to: 'const open: Refusal | undefined = undefined as Refusal | undefined;',
      },
    ],
    plays: at('hold'),
  },
  {
    name: 'no verdict is replaced by its opposite',
    cuts: [
      {
        file: 'contract/evidence.ts',
        from: "success: { failing: 'contradicted', refused: 'contradicted', failed: 'contradicted' },",
        to: "success: { pending: 'pending', failing: 'failed', refused: 'failed', failed: 'failed' },",
      },
      {
        file: 'contract/evidence.ts',
        from: "failed: { success: 'contradicted' },",
        to: "failed: { success: 'success' },",
      },
    ],
    plays: at('notice'),
  },
  {
    name: '"not found" is unknown',
    cuts: [
      {
        file: 'activities/providers/digiflazz/read.ts',
        from: "if (from === 'status' && saysNotFound(data)) return unknown(from, reading, 'not-found', data);",
        to: '',
      },
      {
        file: 'activities/providers/digiflazz/read.ts',
        from: "from === 'status' ? doubtOfStatus(code) : doubtOfPay(data)",
        to: "from === 'status' ? undefined : doubtOfPay(data)",
      },
    ],
    plays: family('pay', 'status'),
  },
  {
    name: 'a reply must be about what was asked',
    cuts: [
      {
        file: 'activities/providers/digiflazz/read.ts',
        from: 'return why ? unknown(from, reading, why, ownWords(data, why)) : readVerdict(data, from, reading);',
        to: "return why === '' ? unknown(from, reading, why, ownWords(data, why)) : readVerdict(data, from, reading);",
      },
    ],
    plays: family('pay', 'status'),
  },
  {
    name: 'a pay is sent again only when it was unknown to the provider for long enough',
    cuts: [
      {
        file: 'activities/check.ts',
        from: 'return now >= absentSince + plan.repeatAfterMs && now < (repeatBefore ?? 0);',
        to: 'return now < (repeatBefore ?? 0);',
      },
      {
        file: 'workflows/payment-state.ts',
        from: 'return Date.now() >= absentSince + (this.plan.repeatAfterMs ?? Infinity);',
        to: 'return true;',
      },
    ],
    plays: (one) => one.biller === 'tokopedia' && at('pay', 'status')(one),
  },
  {
    name: 'a reply is believed by its signature only',
    cuts: [
      {
        file: 'activities/providers/tokopedia/client.ts',
        from: "if (doubt === 'bad-signature' || (doubt && 'data' in body)) return this.unknown('status', doubt);",
        to: '',
      },
      {
        file: 'activities/providers/tokopedia/notice.ts',
        from: "if (!signature) return { kind: 'refused', why: 'unsigned' };",
        to: '',
      },
      {
        file: 'activities/providers/tokopedia/notice.ts',
        from: "if (!isSigned(body, signature)) return { kind: 'refused', why: 'bad-signature' };",
        to: '',
      },
    ],
    plays: (one) => one.biller === 'tokopedia' && /signature|unsigned|forged/.test(one.title),
  },
];

const PARTS = ['activities', 'client', 'contract', 'worker', 'workflows', 'test', 'package.json', 'package-lock.json'];

/** A copy of the sources without one guard. Throws when the text that makes the guard is not there any more. */
async function without({ name, cuts }: Guard): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-guard-'));
  for (const part of PARTS) await cp(join(projectFolder, part), join(folder, part), { recursive: true });
  await symlink(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of cuts) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${name}: ${file} no longer says ${from}`);
    await writeFile(path, text.replace(from, to));
  }
  return folder;
}

const log = (line: string) => void process.stderr.write(`${line}\n`);
process.env['TUNTAS_TEST_TEMPORAL'] = await acquireTemporal({ log });
const only = new RegExp(process.argv[2] ?? '');
let missed = 0;
for (const guard of GUARDS.filter(({ name }) => only.test(name))) {
  const folder = await without(guard);
  const bundle = join(folder, 'workflows.bundle.js');
  await buildBundle(bundle, folder);
  const played = await playAll(CASES.filter(guard.plays), { folder, bundle });
  const red = played.filter(({ trouble }) => trouble.length > 0);
  await rm(folder, { recursive: true, force: true });
  if (red.length === 0) missed += 1;
  console.log(`\n${guard.name}: ${red.length} of ${played.length} cases turn red without it`);
  for (const { one, trouble } of red) console.log(`- ${one.title}: ${trouble.join('; ')}`);
}
process.exitCode = missed;
