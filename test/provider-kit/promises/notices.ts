import { randomBytes } from 'node:crypto';
import type { Delivery, NoticeReading } from '../../../activities/providers/provider.js';
import type { ProviderUnderTest } from '../provider-under-test.js';
import { shared } from './secrets.js';
import { demand, shown, type ProviderPromise } from '../promise.js';

const PROOF =
  'Verify the signature over the raw bytes before anything is parsed; without proof it is refused or a hint.';

/** Webhooks. A provider without `notice` has none, and keeps these by having none. */
export const notices: readonly ProviderPromise[] = [
  {
    name: 'a notice without proof, with a forged one or altered after signing is never a claim',
    advice: PROOF,
    async check(kit) {
      const { body, headers } = genuine(kit);
      const forged = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, spoilt(value)]));
      const swapped = Object.fromEntries(Object.keys(headers).map((name) => [name, randomBytes(20).toString('hex')]));
      const deliveries = [{ headers: {} }, { headers: forged }, { headers: swapped }, { headers: emptied(headers) }];
      for (const delivery of deliveries) demandNoClaim(kit, { body, ...delivery });
      for (let i = 0; i < body.length; i += 7) {
        const altered = Buffer.from(body);
        altered[i] = (altered[i] ?? 0) ^ 1;
        demandNoClaim(kit, { headers, body: altered });
      }
    },
  },
  {
    name: 'a notice with proof is a claim about its own reference, product and customer; without, a hint at most',
    advice: 'A provider that signs makes claims; one that does not gives a reason to check (`hint`) and no more.',
    async check(kit) {
      const { notice } = kit.subject;
      if (!notice) return;
      const reading = read(kit, genuine(kit));
      const { refId, product, customerNo } = kit.order.request;
      if (!notice.proves) {
        const hint = reading.kind === 'hint' && reading.refId === refId;
        demand(hint || reading.kind === 'refused', () => shown(reading));
        return;
      }
      demand(reading.kind === 'claim', () => shown(reading));
      const { claim } = reading;
      const same = claim.refId === refId && claim.product === product && claim.customerNo === customerNo;
      demand(same && claim.evidence.from === 'notice', () => shown(reading));
      demand(claim.evidence.kind === 'success', () => shown(reading));
    },
  },
  {
    name: 'a notice with proof means what its code means, and an unknown code is unknown',
    advice: "Read a notice's verdict with the table that replies are read with.",
    async check(kit) {
      if (!kit.subject.notice?.proves) return;
      const own = kit.subject.cases.status.filter(({ set }) => set !== undefined);
      for (const { name, is, set = {}, headers } of own) {
        // What is proven otherwise than by its body has proof as a notice.
        if (headers !== undefined) continue;
        const reading = read(kit, delivery(kit, kit.answer('status', { set }).body));
        const kind = reading.kind === 'claim' ? reading.claim.evidence.kind : 'no claim';
        // An error of a status call has no place in a notice: it may be read as a failure there, or as nothing.
        const right = kind === is || (is === 'unknown' && kind !== 'success');
        demand(right, () => `${name} should be ${is}: ${shown(reading)}`);
      }
    },
  },
  {
    name: 'a notice that is garbage, huge or names no reference of ours makes no claim and crashes nothing',
    advice: "Check the body's shape with zod and the reference with `refIdSchema`; what does not fit is refused.",
    async check(kit) {
      const reference = kit.subject.words.status.reference;
      const foreign = ['../x', 'INV/2024', 'x'.repeat(65), '', ' ', null, {}].flatMap((value) =>
        reference === undefined ? [] : [kit.answer('status', { set: { [reference]: value } }).body],
      );
      const texts = ['', '<html>', '{', 'null', '[]', '{"data":{}}', '{"data":[]}', '"x"', '\u0000'];
      const huge = Buffer.alloc(5_000_000, '[');
      for (const body of [...texts.map((text) => Buffer.from(text)), huge, randomBytes(1_000), ...foreign]) {
        demandNoClaim(kit, delivery(kit, body));
        demandNoClaim(kit, { headers: {}, body });
      }
    },
  },
  {
    name: 'a notice shows no secret, even one that repeats it',
    advice: "Blot secrets out of a notice's words as out of a reply's.",
    async check(kit) {
      const { names = [], words } = kit.subject;
      for (const [name, secret] of shared(kit)) {
        const paths = [...(names.includes(name) ? [] : words.status.texts), ...[words.status.message ?? []].flat()];
        const set = Object.fromEntries(paths.map((path) => [path, `rahasia ${secret}`]));
        const body = kit.answer('status', { set }).body;
        for (const given of [delivery(kit, body), { headers: {}, body }]) {
          const written = JSON.stringify(read(kit, given)).toLowerCase();
          demand(!written.includes(JSON.stringify(secret).slice(1, -1).toLowerCase()), () => 'a secret stands in it');
        }
      }
    },
  },
];

function delivery({ subject }: ProviderUnderTest, body: Buffer): Delivery {
  return { headers: { 'content-type': 'application/json', ...subject.notice?.headers(body) }, body };
}

function genuine(kit: ProviderUnderTest): Delivery {
  return delivery(kit, kit.samples.status.body);
}

function read({ provider }: ProviderUnderTest, given: Delivery): NoticeReading {
  try {
    return provider.notice?.(given) ?? { kind: 'refused', why: 'unreadable' };
  } catch (error) {
    return demand(false, () => `notice() threw ${String(error)}`) as never;
  }
}

function demandNoClaim(kit: ProviderUnderTest, given: Delivery): void {
  const reading = read(kit, given);
  demand(reading.kind !== 'claim', () => `${shown(given.body.toString())} was read as ${shown(reading)}`);
}

function spoilt(value: string | undefined): string {
  const text = value ?? '';
  return text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
}

function emptied(headers: Delivery['headers']): Delivery['headers'] {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, '']));
}
