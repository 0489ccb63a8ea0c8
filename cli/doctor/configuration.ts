import { isObject } from '../../activities/providers/reading.js';
import type { Config } from '../../contract/config.js';
import { type Fault, InvalidInput } from '../../contract/errors.js';
import { configPath, parseConfig, readConfigFile } from '../../worker/config.js';
import { ok, problem, type Seen, warning } from './finding.js';

/** The configuration, or what is wrong with it. */
export interface Configuration {
  path: string;
  config?: Config;
  findings: Seen[];
}

/** Reads the configuration as every command does. Never rejects for what stands in it. */
export async function readConfiguration(env: NodeJS.ProcessEnv): Promise<Configuration> {
  const path = configPath(env);
  try {
    const file = await readConfigFile(path);
    if (!isObject(file) || !isObject(file['providers'])) return { path, findings: [foreign(path, file)] };
    const config = parseConfig(file);
    return { path, config, findings: [seenIn(path, config)] };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { path, findings: error.faults.map((fault) => faulty(path, fault)) };
  }
}

function seenIn(path: string, { providers }: Config): Seen {
  const names = Object.keys(providers);
  if (names.length === 0) return warning('it names no provider', 'add one under `providers`', path);
  return ok(`providers ${names.join(', ')}`, path);
}

/** Only names of keys are shown: whatever file this is, its values are none of ours. */
function foreign(path: string, file: unknown): Seen {
  const keys = isObject(file) ? Object.keys(file).slice(0, 5).join(', ') : '';
  return problem(
    `is no configuration of Tuntas: it has no \`providers\`${keys && `, but ${keys}`}`,
    'let TUNTAS_CONFIG name the file of Tuntas; docs/reference.md shows one',
    path,
  );
}

function faulty(file: string, { path, reason }: Fault): Seen {
  if (path !== '') return problem(reason, `correct it in ${file}; \`tuntas schema config\` has every key`, path);
  return problem(
    reason.replace(`${file}: `, ''),
    'correct the file, or let TUNTAS_CONFIG name the right one; docs/reference.md shows one',
    file,
  );
}
