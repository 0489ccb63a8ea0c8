import { startTestEnvironment } from '../support/environment.js';
import { currentVersion, recordedNames, write } from './histories.js';
import { openScenarioRunner } from './run-scenario.js';
import { scenarios } from './scenarios.js';

// npm run record [-- [--again] [scenario…]]: runs scenarios and keeps their histories for this version.
const log = (line: string) => void process.stderr.write(`${line}\n`);

const again = process.argv.includes('--again');
const named = process.argv.slice(2).filter((argument) => argument !== '--again');
const version = await currentVersion();
const present = await recordedNames(version);

const missing = named.filter((name) => !(name in scenarios));
const kept = named.filter((name) => present.includes(name));
if (missing.length > 0) fail(`no such scenario: ${missing.join(', ')}`);
if (kept.length > 0 && !again) fail(`recorded for ${version} before: ${kept.join(', ')}. --again records them again`);

const wanted = named.length > 0 ? named : Object.keys(scenarios);
const names = wanted.filter((name) => again || !present.includes(name));
log(`${version}: ${names.length} to record, ${wanted.length - names.length} kept as they are`);
if (names.length > 0) await record();

async function record(): Promise<void> {
  await prepare();
  const env = await startTestEnvironment();
  const runner = await openScenarioRunner(env);
  try {
    for (const name of names) {
      const history = await runner.runScenario(scenarios[name]!, name);
      await write(version, name, history, again);
      log(`${name}: ${history.events.length} events`);
    }
  } finally {
    await runner.close();
    await env.teardown();
  }
}

/** What jest's global set-up does before the first test. */
async function prepare(): Promise<void> {
  const setup = new URL('../support/global-setup.js', import.meta.url).href;
  const { default: globalSetup } = (await import(setup)) as { default: () => Promise<void> };
  await globalSetup();
}

function fail(why: string): never {
  log(why);
  process.exit(2);
}
