import type { ProviderUnderTest } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS, jsonAnswer, type Ask, type Change, type Edits } from '../subject.js';

const ADVICE =
  'Blot secrets out of every text that the provider wrote with `redactor` (activities/providers/reading.ts).';

/** Credentials, signatures and tokens show up nowhere, even where the provider repeats them. */
export const secrets: readonly ProviderPromise[] = [
  ...ASKS.map((ask): ProviderPromise => ({
    name: `a reply to ${ask} that repeats our secrets leaves none of them in what is read`,
    advice: ADVICE,
    check: (kit) => demandSilence(kit, ask),
  })),
  {
    name: 'trouble on the line names no secret and no address',
    advice: "Report transport trouble with `troubleText`, never with an error's own text.",
    async check(kit) {
      const secretsOf = await known(kit, 'pay');
      for (const kind of ['reset', 'close'] as const) {
        for (const ask of ASKS) {
          kit.standIn.act = { kind };
          const reply = await kit.ask(ask);
          demandNone(reply, [...secretsOf, kit.url], `${ask}, ${kind}`);
        }
      }
    },
  },
  {
    name: "an error of the account's calls names no secret, even where the provider repeats it",
    advice: ADVICE,
    async check(kit) {
      const { provider, standIn, subject } = kit;
      const { signal } = new AbortController();
      const calls = [() => provider.balance?.(signal), () => provider.products?.(signal)];
      standIn.asides.length = 0;
      for (const call of calls) await Promise.resolve(call()).catch(() => undefined);
      const made = standIn.asides.flatMap(({ request }) => subject.confidential(request));
      const secretsOf = [...shared(kit).map(([, secret]) => secret), ...made].filter((secret) => secret !== '');
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

async function demandSilence(kit: ProviderUnderTest, ask: Ask): Promise<void> {
  const secretsOf = await known(kit, ask);
  const { message, texts } = kit.subject.words[ask];
  const names = new Set((kit.subject.names ?? []).map((name) => kit.subject.secrets[name]));
  const failing = kit.subject.cases[ask].filter(({ json }) => json === undefined);
  for (const secret of secretsOf) {
    const said = `ditolak: ${secret} (${secret.toUpperCase()})`;
    const values: Edits = Object.fromEntries(texts.map((path) => [path, said]));
    const rows = kit.subject.rows(ask, [{ name: `catatan ${secret}`, value: said }]);
    const words: Edits = {
      ...(message === undefined ? {} : { [message]: said }),
      ...(names.has(secret) ? {} : { ...values, ...rows }),
    };
    for (const change of [{} as Change, ...failing]) {
      const reply = await kit.reading(ask, { ...change, set: { ...change.set, ...words } });
      demandNone(reply, [secret], `in reply to ${ask}`);
    }
    await demandNoHalf(kit, ask, secret, names.has(secret) ? [] : texts);
    for (const body of [said, JSON.stringify({ message: said, error: said, errors: [{ detail: said }] })]) {
      for (const status of [200, 403, 500]) {
        demandNone(await kit.reading(ask, { status, body: Buffer.from(body) }), [secret], `HTTP ${status} to ${ask}`);
      }
    }
  }
}

/** A text is cut to be shown: a secret across the cut must be gone as a whole. */
async function demandNoHalf(kit: ProviderUnderTest, ask: Ask, secret: string, texts: readonly string[]): Promise<void> {
  const half = secret.slice(0, 10);
  if (secret.length < 14 || texts.length === 0) return;
  const { message } = kit.subject.words[ask];
  for (const limit of [100, 200, 500, 1_000, 2_000]) {
    const said = '-'.repeat(limit - half.length) + secret;
    const paths = [...texts, ...[message ?? []].flat()];
    const rows = kit.subject.rows(ask, [
      { name: 'catatan', value: said },
      { name: said, value: 'x' },
    ]);
    const reply = await kit.reading(ask, {
      set: { ...Object.fromEntries(paths.map((path) => [path, said])), ...rows },
    });
    demandNone(reply, [half], `cut at ${limit} in reply to ${ask}`);
  }
}

/** The credentials' values and what went out made from them. */
async function known(kit: ProviderUnderTest, ask: Ask): Promise<string[]> {
  kit.standIn.commands.length = 0;
  await kit.reading(ask);
  const made = kit.standIn.commands.flatMap(({ request }) => kit.subject.confidential(request));
  return [...new Set([...shared(kit).map(([, secret]) => secret), ...made])].filter((secret) => secret !== '');
}

function demandNone(value: unknown, texts: readonly string[], where: string): void {
  const written = JSON.stringify(value).toLowerCase();
  for (const text of texts) {
    const spelled = JSON.stringify(text).slice(1, -1).toLowerCase();
    demand(!written.includes(spelled), () => `${where}: a secret stands in ${shown(value)}`);
  }
}

/** The credentials that the provider knows too. */
export function shared({ subject }: ProviderUnderTest): [name: string, secret: string][] {
  return Object.entries(subject.secrets).filter(([name]) => !subject.withheld?.includes(name));
}
