import { parseArgs } from 'node:util';
import { breaches } from '../breaches.js';
import { subjects } from '../subjects/index.js';
import { template } from '../template/subject.js';
import { fuzz } from './fuzz.js';

const HELP = 'fuzz [--mutations 100000] [--seed N] [--breach NAME] [--json] [PROVIDER…]';

/** `npm run fuzz`: changes every provider's replies at random. Ends with 1 when one was misread. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      mutations: { type: 'string', default: '100000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      json: { type: 'boolean', default: false },
      breach: { type: 'string' },
    },
  });
  const [mutations, seed] = [Number(values.mutations), Number(values.seed)];
  const named = (name: string) => positionals.includes(name);
  // The template is no provider: it is tried only where it is asked for.
  const chosen = [
    ...subjects.filter(({ name }) => positionals.length === 0 || named(name)),
    ...(named(template.name) ? [template] : []),
  ];
  if (!Number.isSafeInteger(mutations) || !Number.isSafeInteger(seed) || chosen.length === 0) {
    console.error(HELP);
    return 2;
  }
  const wrap = breaches.find(({ name }) => name === values.breach)?.wrap;
  const all = [];
  for (const subject of chosen) {
    const figures = await fuzz(subject, { mutations, seed, wrap });
    all.push(figures);
    const { kept, unknown, notices, seconds, wrong } = figures;
    console.error(
      `${subject.name}: ${figures.mutations} mutations (seed ${seed}), ${kept} verdicts kept, ${unknown} unknown, ` +
        `${notices} notices, ${wrong.length} wrong, ${seconds} s`,
    );
    for (const text of wrong) console.error(`  ${text}`);
  }
  if (values.json) console.log(JSON.stringify(all));
  return all.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}

process.exitCode = await main();
