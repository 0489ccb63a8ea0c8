import { isVerdict } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';

/** What must stay unknown although the provider did answer. */
export const unknown: readonly ProviderPromise[] = [
  {
    name: 'a status call about a payment that the provider does not know is unknown, never failed',
    advice: 'Read "not found" as unknown (with `absent`): the pay may still be under way, or the record too old.',
    async check(kit) {
      kit.standIn.act = { kind: 'answer', answer: kit.samples.absent };
      const reply = await kit.ask('status', { order: { ...kit.order, request: kit.freshRequest() } });
      demand(reply.kind === 'unknown', () => shown(reply));
      const known = await kit.ask('status');
      demand(known.kind === 'unknown', () => shown(known));
    },
  },
  {
    name: 'a status call that ends in trouble of its own is never a verdict',
    advice: 'List the codes that speak of the call (signature, address, limits): in reply to status they are unknown.',
    async check(kit) {
      const own = kit.subject.cases.status.filter(({ is }) => is === 'unknown');
      demand(own.length > 0, () => 'the subject names no reply to status that is about the call');
      for (const { name, is, ...change } of own) {
        const reply = await kit.reading('status', change);
        demand(!isVerdict(reply) && reply.kind === is, () => `${name} was read as ${shown(reply)}`);
      }
    },
  },
  {
    name: 'what a status call says is evidence from status, what pay says is from pay, both dated',
    advice: 'Set `from` to what was asked and `at` to the time that `now()` of the setup says, in ISO 8601.',
    async check(kit) {
      for (const ask of ['pay', 'status'] as const) {
        const before = Date.now();
        const reply = await kit.reading(ask);
        demand('from' in reply && reply.from === ask, () => shown(reply));
        const at = Date.parse(reply.at);
        demand(at >= before && at <= Date.now() && new Date(at).toISOString() === reply.at, () => `at: ${reply.at}`);
      }
    },
  },
];
