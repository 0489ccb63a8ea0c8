import { adapters } from '../../activities/providers/index.js';
import { thisMachine } from '../../activities/world.js';
import { customerKeyOf } from '../../contract/customer.js';
import { InvalidInput } from '../../contract/errors.js';
import type { Context } from './context.js';
import { NO_CONFIGURATION, ok, problem, type Seen, warning } from './finding.js';
import type { NamedSecret, Setup } from './setup.js';

/** Whether every secret that the configuration names is set, is strong enough, and has one purpose only. No value is shown. */
export async function checkSecrets({ setup, env }: Context): Promise<Seen[]> {
  if (!setup) return NO_CONFIGURATION;
  const found = [
    ...missing(setup, env),
    ...earlierKey(setup, env),
    ...ofSandbox(setup, env),
    ...setup.faults.map(({ path, reason }) => problem(reason, 'set another one, here and at the other side', path)),
    ...keys(setup),
    ...shared(setup),
    ...wrapped(setup),
  ];
  const set = new Set(setup.named.map(({ variable }) => variable).filter((variable) => env[variable]));
  const isGood = set.size > 0 && !found.some(({ level }) => level === 'problem');
  return isGood ? [...found, ok(`${set.size} variables are set`)] : found;
}

function missing({ missing: list }: Setup, env: NodeJS.ProcessEnv): Seen[] {
  return list.map(({ path, variable, of }) =>
    problem(
      `${variable} is ${unset(variable, env)} (${of})`,
      'set it in the environment of `tuntas worker`, and of this command',
      path,
    ),
  );
}

function unset(variable: string, env: NodeJS.ProcessEnv): string {
  return env[variable] === undefined ? 'not set' : 'empty';
}

/** The earlier key of customers: a worker does without it, and a search for a customer's payments does not. */
function earlierKey({ named }: Setup, env: NodeJS.ProcessEnv): Seen[] {
  return named
    .filter(({ path, value }) => path === 'customerKeyPrevious' && !customerKeyOf(value))
    .map(({ path, variable, value }) =>
      warning(
        `${variable} is ${value === '' ? unset(variable, env) : 'not 32 bytes in base64'}: \`hash\` and \`list --customer\` fail`,
        'set it, or take `customerKeyPrevious` out once no payment of its time is kept',
        path,
      ),
    );
}

/** Services at the sandbox whose own secrets stand in for variables that are not set, as with `tuntas dev`. */
function ofSandbox({ named }: Setup, env: NodeJS.ProcessEnv): Seen[] {
  const filledIn = named.filter(({ isOfSandbox, value, variable }) => isOfSandbox && value !== '' && !env[variable]);
  const owners = new Map<string, string[]>();
  for (const { provider = 'ledger', variable } of filledIn) {
    owners.set(provider, [...(owners.get(provider) ?? []), variable]);
  }
  return [...owners].map(([owner, variables]) =>
    warning(
      `not set: ${variables.join(', ')}. The sandbox's own values are taken, as \`tuntas dev\` does`,
      '`tuntas worker` needs them set',
      owner,
    ),
  );
}

/** Keys that do not parse, or are too short: what the adapter refuses. */
function keys({ config, secrets, missing: list }: Setup): Seen[] {
  return Object.entries(config.providers).flatMap(([name, provider]) => {
    const setup = { name, config: provider, secrets: secrets.providers[name] ?? {} };
    try {
      adapters[provider.adapter]?.create({ ...setup, world: thisMachine, now: Date.now });
      return [];
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const faults = error.faults.filter(({ path }) => !list.some((each) => each.path === path));
      return faults.map(({ path, reason }) =>
        problem(reason, 'let the variable hold the PEM, or the path of its file', path),
      );
    }
  });
}

/** Whoever knows a secret for one purpose could use it for the other. */
function shared({ named }: Setup): Seen[] {
  const byValue = new Map<string, NamedSecret[]>();
  for (const secret of named) {
    if (secret.purpose === undefined || secret.value === '' || secret.isOfSandbox) continue;
    byValue.set(secret.value, [...(byValue.get(secret.value) ?? []), secret]);
  }
  return [...byValue.values()]
    .filter((same) => new Set(same.map(({ purpose }) => purpose)).size > 1)
    .map((same) =>
      problem(
        `one value for ${same.length} purposes: ${same.map(({ path, variable }) => `${path} (${variable})`).join(', ')}`,
        'give each purpose a secret of its own',
        same[0]?.path,
      ),
    );
}

/** What a shell, or a file of variables, has left around a value. */
function wrapped({ named }: Setup): Seen[] {
  return named
    .filter(({ value }) => !value.includes('-----BEGIN') && /^\s|\s$|^(["']).*\1$/s.test(value))
    .map(({ path, variable }) =>
      warning(`${variable} has blanks or quotation marks around its value`, 'set it without them', path),
    );
}
