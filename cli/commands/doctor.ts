import type { Command } from 'commander';
import { InvalidInput } from '../../contract/errors.js';
import type { Diagnosis, DoctorOptions } from '../doctor/index.js';
import type { Finding, Level } from '../doctor/finding.js';
import { CHECKS, type CheckName, SKIPPABLE } from '../doctor/names.js';
import { plain, table } from '../text.js';
import { processTools } from '../tools.js';

const HELP = `
Looks at the configuration that TUNTAS_CONFIG names and the environment of this command, which should be those of
\`tuntas worker\`. It changes nothing, pays nothing and prints no secret; docs/doctor.md says what it contacts.

Checks: ${CHECKS.join(', ')}`;

interface DoctorCommandOptions {
  skip?: string;
  json?: boolean;
}

/** @param diagnose looks at the set-up; a test hands in its own. */
export function doctorCommand(
  program: Command,
  tools: Pick<typeof processTools, 'print' | 'printJson' | 'exit'> = processTools,
  diagnose: (options: DoctorOptions) => Promise<Diagnosis> = async (options) =>
    (await import('../doctor/index.js')).diagnose(options),
): void {
  program
    .command('doctor')
    .description('look why a set-up does not work: one line for each finding, and how to mend it')
    .option('--skip <checks>', 'leave these checks out, with commas between them')
    .addHelpText('after', HELP)
    .action(async (_options, command: Command) => {
      const { skip, json = false } = command.optsWithGlobals<DoctorCommandOptions>();
      const { ok, findings, temporalIsSilent } = await diagnose({ skip: checksIn(skip) });
      if (json) tools.printJson({ ok, findings: findings.map(inOrder) });
      else tools.print(textOf(findings));
      tools.exit(temporalIsSilent ? 4 : ok ? 0 : 2);
    });
}

/** Throws `InvalidInput` for a check that there is not. */
function checksIn(text: string | undefined): CheckName[] {
  const named = (text ?? '').split(',').map((name) => name.trim());
  const unknown = named.filter((name) => name !== '' && !SKIPPABLE.some((check) => check === name));
  if (unknown.length > 0) {
    throw new InvalidInput('InvalidRequest', [{ path: 'skip', reason: `must be some of ${SKIPPABLE.join(', ')}` }]);
  }
  return SKIPPABLE.filter((check) => named.includes(check));
}

function inOrder({ check, level, subject, seen, mend }: Finding): Finding {
  return { check, level, ...(subject !== undefined && { subject }), seen, ...(mend !== undefined && { mend }) };
}

function textOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ level, check, subject, seen, mend }) => {
    const about = subject === undefined ? '' : `${subject}: `;
    return [level, check, plain(`${about}${seen}${mend === undefined ? '' : `. To mend: ${mend}`}`)];
  });
  const count = (wanted: Level) => findings.filter(({ level }) => level === wanted).length;
  const sums = `problems: ${count('problem')}, warnings: ${count('warning')}, not checked: ${count('not checked')}`;
  return `${table(rows)}\n\n${sums}`;
}
