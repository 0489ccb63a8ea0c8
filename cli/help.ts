import type { Command } from 'commander';

/** What each exit code means, the same in every command. */
export const EXITS = {
  0: 'Sukses, or done',
  1: 'Gagal',
  2: 'bad input or configuration, or refused: nothing was started',
  3: 'still Pending, or no answer in time: it goes on',
  4: 'Temporal, or a provider, cannot be reached',
  5: 'broken: terminated, failed or an unexpected error; never read it as Gagal',
} as const;

type ExitCode = keyof typeof EXITS;

/** The variables that commands read beside the secrets that the configuration names. */
export const VARIABLES = {
  TEMPORAL_ADDRESS: 'where Temporal is; default localhost and the configured port. TLS and keys: as Temporal has them',
  TEMPORAL_NAMESPACE: 'its namespace; default: default',
  TEMPORAL_UI: 'the address of its Web UI, for links',
  TUNTAS_CONFIG: 'the configuration; default: temporal.config.json in this folder',
  TUNTAS_LOG: 'anything: also print the place of an unexpected error',
} as const;

type Variable = keyof typeof VARIABLES;

const CLIENT: Variable[] = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_UI', 'TUNTAS_CONFIG'];
const SERVER: Variable[] = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TUNTAS_CONFIG'];
const KEY = '--provider digiflazz --ref inv-1';

interface Help {
  examples: readonly string[];
  exits: readonly ExitCode[];
  variables: readonly Variable[];
}

/** Examples, exit codes and environment of each command; a test sees that none is missing. */
export const HELP: Record<string, Help> = {
  dev: { examples: ['dev', 'dev --address localhost:7233'], exits: [0, 2, 4, 5], variables: ['TUNTAS_CONFIG'] },
  demo: { examples: ['demo'], exits: [0, 2, 4, 5], variables: ['TUNTAS_CONFIG'] },
  worker: { examples: ['worker'], exits: [0, 2, 4, 5], variables: SERVER },
  webhooks: { examples: ['webhooks'], exits: [0, 2, 4, 5], variables: SERVER },
  sandbox: { examples: ['sandbox'], exits: [0, 2, 5], variables: ['TUNTAS_CONFIG'] },
  pay: {
    examples: [
      `pay ${KEY} --product pln --customer 530000000001`,
      `pay ${KEY} --product pln --customer 530000000001 --wait 5s --json`,
    ],
    exits: [0, 1, 2, 3, 4, 5],
    variables: CLIENT,
  },
  bill: {
    examples: [`bill ${KEY} --product pln --customer 530000000001`],
    exits: [0, 1, 2, 3, 4, 5],
    variables: CLIENT,
  },
  confirm: { examples: [`confirm ${KEY} --amount 11000`], exits: [0, 2, 3, 4, 5], variables: CLIENT },
  batch: {
    examples: [
      'batch bills.csv',
      'batch bills.csv --dry-run',
      'batch bills.csv --out results.csv --skip-bad',
      'batch vouchers.csv --allow-same-bill',
    ],
    exits: [0, 2, 3, 4, 5],
    variables: CLIENT,
  },
  cancel: { examples: [`cancel ${KEY}`], exits: [0, 2, 3, 4, 5], variables: CLIENT },
  status: { examples: [`status ${KEY}`, `status ${KEY} --json`], exits: [0, 1, 2, 3, 4, 5], variables: CLIENT },
  list: {
    examples: ['list --review', 'list --status Pending --provider digiflazz --limit 20', 'list --customer -'],
    exits: [0, 2, 4, 5],
    variables: CLIENT,
  },
  hash: { examples: ['hash 530000000001', 'hash - --json'], exits: [0, 2, 5], variables: CLIENT },
  resolve: {
    examples: [
      `resolve ${KEY} --status Sukses --by siti --note "letter of the provider, 3 May"`,
      `resolve ${KEY} --status Gagal --by siti --note "…" --key siti.pem`,
    ],
    exits: [0, 2, 3, 4, 5],
    variables: CLIENT,
  },
  'notify list': { examples: ['notify list --receiver shop'], exits: [0, 2, 4, 5], variables: CLIENT },
  'notify retry': { examples: ['notify retry --receiver shop'], exits: [0, 2, 4, 5], variables: CLIENT },
  doctor: {
    examples: ['doctor', 'doctor --skip workers,webhooks', 'doctor --json'],
    exits: [0, 2, 4, 5],
    variables: CLIENT,
  },
  'operator keygen': { examples: ['operator keygen --out siti.pem'], exits: [0, 2, 5], variables: [] },
  schema: { examples: ['schema', 'schema request'], exits: [0, 2, 5], variables: [] },
};

/** Adds examples, exit codes and environment to the `--help` of every command. */
export function addHelp(program: Command, path: readonly string[] = []): void {
  for (const command of program.commands) {
    const names = [...path, command.name()];
    const help = HELP[names.join(' ')];
    if (help) command.addHelpText('after', () => `\n${textOf(help)}`);
    addHelp(command, names);
  }
}

function textOf({ examples, exits, variables }: Help): string {
  return [
    'Examples:',
    ...examples.map((example) => `  tuntas ${example}`),
    '',
    'Exit codes:',
    ...exits.map((code) => `  ${code}  ${EXITS[code]}`),
    ...(variables.length > 0 ? ['', 'Environment:'] : []),
    ...variables.map((name) => `  ${name.padEnd(18)}  ${VARIABLES[name]}`),
  ].join('\n');
}
