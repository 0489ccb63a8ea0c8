import type { Bench } from '../bench.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS, jsonAnswer, type Ask, type Change, type Edits } from '../subject.js';

const ADVICE =
  'Blot secrets out of every text that the provider wrote with `redactor` (activities/providers/reading.ts).';

/** Credentials, signatures and tokens show up nowhere, even where the provider repeats them. */
export const secrets: readonly ProviderPromise[] = [
  ...ASKS.map((ask): ProviderPromise => ({
    name: `a reply to ${ask} that repeats our secrets leaves none of them in what is read`,
    advice: ADVICE,
    check: (bench) => demandSilence(bench, ask),
  })),
  {
    name: 'trouble on the line names no secret and no address',
    advice: "Report transport trouble with `troubleText`, never with an error's own text.",
    async check(bench) {
      const secretsOf = await known(bench, 'pay');
      for (const kind of ['reset', 'close'] as const) {
        for (const ask of ASKS) {
          bench.standIn.act = { kind };
          const reply = await bench.ask(ask);
          demandNone(reply, [...secretsOf, bench.url], `${ask}, ${kind}`);
        }
      }
    },
  },
  {
    name: "an error of the account's calls names no secret, even where the provider repeats it",
    advice: ADVICE,
    async check(bench) {
      const { provider, standIn, subject } = bench;
      const { signal } = new AbortController();
      const calls = [() => provider.balance?.(signal), () => provider.products?.(signal)];
      standIn.asides.length = 0;
      for (const call of calls) await Promise.resolve(call()).catch(() => undefined);
      const made = standIn.asides.flatMap(({ request }) => subject.confidential(request));
      const secretsOf = [...shared(bench).map(([, secret]) => secret), ...made].filter((secret) => secret !== '');
      for (const said of [secretsOf.join(' '), ...secretsOf]) {
        const wordy = { message: said, error: said, errors: [{ code: 'P00', detail: said }], data: { message: said } };
        for (const status of [200, 400, 503]) {
          standIn.asideAnswer = jsonAnswer(wordy, status);
          for (const call of calls) {
            const error: unknown = await Promise.resolve(call()).catch((thrown: unknown) => thrown);
            if (error instanceof Error) demandNone({ error: `${error.name} ${error.message}` }, secretsOf, 'the error');
          }
        }
      }
    },
  },
];

async function demandSilence(bench: Bench, ask: Ask): Promise<void> {
  const secretsOf = await known(bench, ask);
  const { message, texts } = bench.subject.words[ask];
  const names = new Set((bench.subject.names ?? []).map((name) => bench.subject.secrets[name]));
  const failing = bench.subject.cases[ask].filter(({ json }) => json === undefined);
  for (const secret of secretsOf) {
    const said = `ditolak: ${secret} (${secret.toUpperCase()})`;
    const values: Edits = Object.fromEntries(texts.map((path) => [path, said]));
    const rows = bench.subject.rows(ask, [{ name: `catatan ${secret}`, value: said }]);
    const words: Edits = {
      ...(message === undefined ? {} : { [message]: said }),
      ...(names.has(secret) ? {} : { ...values, ...rows }),
    };
    for (const change of [{} as Change, ...failing]) {
      const reply = await bench.reading(ask, { ...change, set: { ...change.set, ...words } });
      demandNone(reply, [secret], `in reply to ${ask}`);
    }
    await demandNoHalf(bench, ask, secret, names.has(secret) ? [] : texts);
    for (const body of [said, JSON.stringify({ message: said, error: said, errors: [{ detail: said }] })]) {
      for (const status of [200, 403, 500]) {
        demandNone(await bench.reading(ask, { status, body: Buffer.from(body) }), [secret], `HTTP ${status} to ${ask}`);
      }
    }
  }
}

/** A text is cut to be shown: a secret across the cut must be gone as a whole. */
async function demandNoHalf(bench: Bench, ask: Ask, secret: string, texts: readonly string[]): Promise<void> {
  const half = secret.slice(0, 10);
  if (secret.length < 14 || texts.length === 0) return;
  const { message } = bench.subject.words[ask];
  for (const limit of [100, 200, 500, 1_000, 2_000]) {
    const said = '-'.repeat(limit - half.length) + secret;
    const paths = [...texts, ...[message ?? []].flat()];
    const rows = bench.subject.rows(ask, [
      { name: 'catatan', value: said },
      { name: said, value: 'x' },
    ]);
    const reply = await bench.reading(ask, {
      set: { ...Object.fromEntries(paths.map((path) => [path, said])), ...rows },
    });
    demandNone(reply, [half], `cut at ${limit} in reply to ${ask}`);
  }
}

/** The credentials' values and what went out made from them. */
async function known(bench: Bench, ask: Ask): Promise<string[]> {
  bench.standIn.commands.length = 0;
  await bench.reading(ask);
  const made = bench.standIn.commands.flatMap(({ request }) => bench.subject.confidential(request));
  return [...new Set([...shared(bench).map(([, secret]) => secret), ...made])].filter((secret) => secret !== '');
}

function demandNone(value: unknown, texts: readonly string[], where: string): void {
  const written = JSON.stringify(value).toLowerCase();
  for (const text of texts) {
    const spelled = JSON.stringify(text).slice(1, -1).toLowerCase();
    demand(!written.includes(spelled), () => `${where}: a secret stands in ${shown(value)}`);
  }
}

/** The credentials that the provider knows too. */
export function shared({ subject }: Bench): [name: string, secret: string][] {
  return Object.entries(subject.secrets).filter(([name]) => !subject.withheld?.includes(name));
}
