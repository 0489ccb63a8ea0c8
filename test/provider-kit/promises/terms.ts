import { InvalidInput, TuntasError } from '../../../contract/errors.js';
import { ASKS } from '../subject.js';
import { demand, shown, type ProviderPromise } from '../promise.js';

/** What is known before anything is sent. */
export const terms: readonly ProviderPromise[] = [
  {
    name: 'a request that the provider cannot take is refused with the path of its field, and nothing is sent',
    advice:
      "Throw `InvalidInput` from `terms` with every fault's path; what can be known beforehand must not cost a call.",
    async check(kit) {
      const { badRequests } = kit.subject;
      demand(badRequests.length > 0, () => 'the subject names no request that `terms` must refuse');
      for (const [change, path] of badRequests) {
        const error = await kit.provider.terms(kit.freshRequest(change)).catch((thrown: unknown) => thrown);
        demand(error instanceof InvalidInput, () => `${shown(change)} gave ${String(error)}`);
        const paths = error.faults.map((fault) => fault.path);
        demand(paths.includes(path), () => `${shown(change)} was refused at ${shown(paths)}, not at ${path}`);
      }
      demand(kit.standIn.commands.length === 0, () => 'something was sent about the payment');
    },
  },
  {
    name: 'a good request has its terms, and nothing about the payment is sent for them',
    advice: 'Answer `terms` from the configuration or the catalogue.',
    async check(kit) {
      const { inquiry, amount } = await kit.provider.terms(kit.freshRequest());
      demand(inquiry || amount !== undefined, () => 'neither an inquiry nor an amount');
      demand(kit.standIn.commands.length === 0, () => 'something was sent about the payment');
    },
  },
  {
    name: 'terms that cannot be had because the provider is out of reach are asked for again, not refused',
    advice: 'Throw `TuntasError` with the code Unreachable where a catalogue cannot be had, never `InvalidInput`.',
    async check(kit) {
      kit.standIn.asideAnswer = { status: 503, headers: {}, body: Buffer.alloc(0) };
      const result = await kit
        .make()
        .terms(kit.freshRequest())
        .catch((thrown: unknown) => thrown);
      const unreachable = result instanceof TuntasError && result.code === 'Unreachable';
      demand(!(result instanceof Error) || unreachable, () => String(result));
    },
  },
  {
    name: 'the adapter names its credentials and refuses settings that it does not know',
    advice:
      'Guard `settings` with `z.strictObject`, and list every credential in `credentials` or `optionalCredentials`.',
    async check({ subject, url }) {
      const { adapter, secrets } = subject;
      const { settings } = subject.config({ commands: url, asides: url });
      demand(adapter.settings.safeParse(settings).success, () => 'its own settings are refused');
      const extra = adapter.settings.safeParse({ ...settings, notASetting: true });
      demand(!extra.success, () => 'a setting that does not exist is taken');
      const named = [...adapter.credentials, ...(adapter.optionalCredentials ?? [])];
      demand(
        Object.keys(secrets).every((name) => named.includes(name)),
        () => `credentials: ${shown(named)}`,
      );
      demand(
        adapter.credentials.every((name) => secrets[name]),
        () => 'the subject lacks a credential',
      );
    },
  },
  {
    name: 'a provider is called what the configuration calls it',
    advice: "Return `name` of the setup as the provider's name: two providers can speak one protocol.",
    async check({ provider, subject }) {
      demand(provider.name === subject.provider, () => provider.name);
      for (const ask of ASKS) demand(subject.cases[ask].length > 0, () => `no cases for ${ask}`);
    },
  },
];
