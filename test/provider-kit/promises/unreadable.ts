import { gzipSync } from 'node:zlib';
import { nothingOf, type ProviderUnderTest } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS, type Ask, type Change } from '../subject.js';

const TRANSPORT = [301, 302, 304, 307, 408, 425, 429, 500, 502, 503, 504];
const ACCESS = [401, 403];
const HTML = Buffer.from('<html><body>Access denied</body></html>');

/** Answers that are no reply of the protocol. */
export const unreadable: readonly ProviderPromise[] = ASKS.flatMap((ask) => [
  {
    name: `an answer to ${ask} that cannot be read is ${nothingOf(ask)}`,
    advice: 'Parse with `parseExact` and check the shape with zod; whatever does not fit is unknown, and never thrown.',
    check: (kit) => everyBody(kit, ask),
  },
  {
    name: `an answer to ${ask} with a status of the transport is ${nothingOf(ask)}, whatever it says`,
    advice:
      'Judge the HTTP status first with `isTransportStatus`: 3xx, 408, 425, 429 and 5xx prove nothing about the payment.',
    async check(kit) {
      const failed = kit.subject.cases[ask].filter(({ is }) => ['failed', 'refused'].includes(is));
      for (const status of TRANSPORT) {
        for (const change of [{ body: HTML }, {}, ...failed]) await demandNothing(kit, ask, { ...change, status });
      }
    },
  },
  {
    name: `an answer to ${ask} that denies access, or a firewall's page, is ${nothingOf(ask)}`,
    advice:
      'A 401 or 403 without a reply of the protocol is about the call; with a success in it, it contradicts itself.',
    async check(kit) {
      for (const status of ACCESS) {
        await demandNothing(kit, ask, { status, body: HTML });
        await demandNothing(kit, ask, { status });
        await demandNothing(kit, ask, { status, json: { message: 'denied' } });
      }
    },
  },
  {
    name: `a pause that the provider asks for after ${ask} is carried on`,
    advice: 'Copy `retryAfterMs` of the HTTP reply to whatever settles nothing.',
    async check(kit) {
      for (const status of [429, 503]) {
        const reply = await kit.reading(ask, { status, body: HTML, headers: { 'retry-after': '7' } });
        const pause = 'retryAfterMs' in reply ? reply.retryAfterMs : undefined;
        demand(pause === 7_000, () => `HTTP ${status} with Retry-After 7 was read as ${shown(reply)}`);
      }
    },
  },
]);

async function everyBody(kit: ProviderUnderTest, ask: Ask): Promise<void> {
  const whole = kit.samples[ask].body;
  const bodies = [HTML, Buffer.alloc(0), Buffer.from(' '), whole.subarray(0, -1), whole.subarray(0, whole.length / 2)];
  const garbage = ['{"data":{"ref_id":"\u0000\u0007', '\ufeff', 'null', 'OK', '0', `${whole.toString()}}`];
  for (const body of [...bodies, ...garbage.map((text) => Buffer.from(text)), Buffer.from([0xff, 0xfe, 0, 0x80])]) {
    await demandNothing(kit, ask, { body });
  }
  const shapes = [
    {},
    [],
    '',
    'Success',
    1,
    true,
    { data: null },
    { data: [] },
    { data: 'Sukses' },
    { status: 'Success' },
  ];
  const real: unknown = JSON.parse(whole.toString());
  for (const json of [...shapes, [real], { data: real }, JSON.stringify(real)]) await demandNothing(kit, ask, { json });
  const packed = gzipSync(whole).subarray(0, 12);
  await demandNothing(kit, ask, { body: packed, headers: { 'content-encoding': 'gzip' } });
}

async function demandNothing(kit: ProviderUnderTest, ask: Ask, change: Change): Promise<void> {
  const reply = await kit.reading(ask, change);
  const answer = () => `HTTP ${change.status ?? 200} ${shown(kit.answer(ask, change).body.toString())}`;
  demand(reply.kind === nothingOf(ask), () => `${answer()} was read as ${shown(reply)}`);
}
