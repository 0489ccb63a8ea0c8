import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { SHORT, nothingOf, type ProviderUnderTest } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import type { Act } from '../stand-in.js';
import { ASKS, type Ask, type Change } from '../subject.js';
import { selfSigned } from '../../activities/self-signed.js';

const NOT_SENT = 'Say `not-sent` only where `exchange` (activities/http.ts) does, and only in reply to pay.';
const SENT =
  'Whatever may have left this machine is unknown: pass on the kind that `exchange` (activities/http.ts) gives.';
const ONCE = 'Send a command once and report what came: no retry, no library that retries, no follow-up by itself.';

/** Trouble on the line: told apart by whether something may have been sent. */
export const faults: readonly ProviderPromise[] = [
  unsent('the port refuses', async (kit) => {
    const server = await plain(() => undefined);
    await server.close();
    return kit.make({ commands: server.url });
  }),
  unsent("the provider's name cannot be looked up", async (kit) => kit.make({ commands: 'http://provider.invalid' })),
  {
    name: 'when no trusted TLS connection comes about, pay was not sent',
    advice: NOT_SENT,
    async check(kit) {
      const noTls = await plain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      const untrusted = await secure();
      try {
        for (const { url } of [noTls, untrusted]) {
          await demandUnsent(kit, kit.make({ commands: url.replace('http:', 'https:') }));
        }
      } finally {
        await Promise.all([noTls.close(), untrusted.close()]);
      }
      demand(untrusted.seen() === 0, () => 'something was sent to whom the certificate does not prove');
    },
  },
  {
    name: 'when the caller gave up before, pay was not sent',
    advice: "Hand the caller's signal to `world.exchange`.",
    async check(kit) {
      const provider = await kit.ready();
      const reply = await kit.ask('pay', { provider, signal: AbortSignal.abort() });
      demand(reply.kind === 'not-sent', () => shown(reply));
      demand(kit.standIn.connections === 0, () => 'a connection was made');
    },
  },
  lost('the connection is reset before anything is read', () => ({ kind: 'reset-unread' })),
  lost('the connection is reset after the command was read', () => ({ kind: 'reset' })),
  lost('the connection is closed without an answer', () => ({ kind: 'close' })),
  lost('half an answer arrives', (kit, ask) => ({ kind: 'half', answer: kit.samples[ask] })),
  late('nothing is answered', () => ({ kind: 'silent' })),
  late('an answer trickles in without an end', () => ({ kind: 'trickle' })),
  {
    name: 'a call that the caller gives up after the command has arrived ends, and is unknown',
    advice: "Hand the caller's signal to `world.exchange`.",
    async check(kit) {
      for (const ask of ASKS) {
        const provider = await kit.ready();
        const caller = new AbortController();
        kit.standIn.act = { kind: 'silent' };
        kit.standIn.onCommand = () => caller.abort();
        const reply = await kit.ask(ask, { provider, signal: caller.signal });
        demand(reply.kind === nothingOf(ask), () => `${ask}: ${shown(reply)}`);
      }
    },
  },
  {
    name: 'a command is sent exactly once, whatever the answer, but for a new token in place of one refused',
    advice: ONCE,
    async check(kit) {
      const html = Buffer.from('<html>');
      for (const ask of ASKS) {
        const changes: Change[] = [
          {},
          { status: 503 },
          { status: 429 },
          { status: 302 },
          { status: 401 },
          { body: html },
        ];
        for (const change of [...changes, ...kit.subject.cases[ask]]) {
          await kit.reading(ask, { ...change, headers: { location: '/elsewhere', 'retry-after': '0' } });
          demandOne(kit, ask, change.status);
        }
        for (const kind of ['reset', 'close'] as const) {
          kit.standIn.act = { kind };
          await kit.ask(ask);
          demandOne(kit, ask);
        }
      }
    },
  },
  {
    name: 'an adapter makes no second contact by itself once a call has ended',
    advice: ONCE,
    async check(kit) {
      kit.standIn.act = { kind: 'reset' };
      for (const ask of ASKS) await kit.ask(ask);
      for (const change of kit.subject.cases.pay) await kit.reading('pay', change);
      const made = ASKS.length + kit.subject.cases.pay.length;
      // The configuration under test asks for the next contact after one millisecond.
      await new Promise((done) => setTimeout(done, 300));
      demand(kit.standIn.commands.length === made, () => `${kit.standIn.commands.length} commands for ${made} calls`);
    },
  },
];

function unsent(
  when: string,
  make: (kit: ProviderUnderTest) => Promise<ReturnType<ProviderUnderTest['make']>>,
): ProviderPromise {
  return {
    name: `when ${when}, pay was not sent`,
    advice: NOT_SENT,
    check: async (kit) => demandUnsent(kit, await make(kit)),
  };
}

async function demandUnsent(kit: ProviderUnderTest, provider: ReturnType<ProviderUnderTest['make']>): Promise<void> {
  const pay = await kit.ask('pay', { provider });
  demand(pay.kind === 'not-sent', () => `pay was read as ${shown(pay)}`);
  for (const ask of ['inquiry', 'status'] as const) {
    const reply = await kit.ask(ask, { provider });
    demand(reply.kind === nothingOf(ask), () => `${ask} was read as ${shown(reply)}`);
  }
  demand(kit.standIn.commands.length === 0, () => 'a command was sent elsewhere');
}

function lost(when: string, act: (kit: ProviderUnderTest, ask: Ask) => Act): ProviderPromise {
  return {
    name: `when ${when}, it is unknown what happened`,
    advice: SENT,
    async check(kit) {
      for (const ask of ASKS) {
        const provider = await kit.ready();
        kit.standIn.act = act(kit, ask);
        const reply = await kit.ask(ask, { provider });
        demand(reply.kind === nothingOf(ask), () => `${ask} was read as ${shown(reply)}`);
        demand(kit.standIn.connections === 1, () => `${kit.standIn.connections} connections for one ${ask}`);
      }
    },
  };
}

function late(when: string, act: () => Act): ProviderPromise {
  return {
    name: `when ${when}, a call ends by its timeout, and it is unknown what happened`,
    advice: 'Give `exchange` the configured timeout; `why` is then "timeout".',
    async check(kit) {
      const provider = await kit.ready({ timeout: SHORT });
      kit.standIn.act = act();
      const replies = await Promise.all(ASKS.map(async (ask) => ({ ask, reply: await kit.ask(ask, { provider }) })));
      for (const { ask, reply } of replies) {
        const right = reply.kind === nothingOf(ask) && 'why' in reply && reply.why === 'timeout';
        demand(right, () => `${ask} was read as ${shown(reply)}`);
      }
    },
  };
}

/** A token that was refused may be replaced, and an inquiry, which needs no gap, made once more with the new one. */
function demandOne({ standIn, subject }: ProviderUnderTest, ask: Ask, status?: number): void {
  const sent = standIn.commands.splice(0).map(({ request }) => subject.confidential(request).join());
  const renewed = status === 401 && ask === 'inquiry' && sent.length === 2 && sent[0] !== sent[1];
  demand(sent.length === 1 || renewed, () => `${sent.length} commands arrived for one ${ask}`);
}

async function plain(act: (socket: net.Socket) => void) {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined).on('data', () => act(socket));
  });
  return listening(server, () => 0);
}

async function secure() {
  let bytes = 0;
  const server = tls.createServer(selfSigned, (socket) => {
    socket.on('error', () => undefined).on('data', (chunk: Buffer) => (bytes += chunk.length));
  });
  server.on('tlsClientError', () => undefined);
  return listening(server, () => bytes);
}

async function listening(server: net.Server, seen: () => number) {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  };
  return { url, seen, close };
}
