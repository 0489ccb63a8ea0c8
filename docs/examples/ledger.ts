import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';

type Hold = { account: string; amount: number; state: 'held' | 'captured' | 'released' | 'unknown'; captured?: number };
type Answer = { status: number; body: unknown };
type Remembered = { content: string; answer: Answer };
type Stored = { balances: [string, number][]; holds: [string, Hold][]; answers: [string, Remembered][] };
type Content = { id?: unknown; account?: unknown; amount?: unknown };

/** A ledger for Tuntas, kept in one JSON file. `balances`: rupiah by account, used when the file does not exist yet. */
export function createLedger(options: { file: string; token: string; balances: Record<string, number> }): Server {
  const stored = existsSync(options.file) ? (JSON.parse(readFileSync(options.file, 'utf8')) as Stored) : undefined;
  const balances = new Map(stored?.balances ?? Object.entries(options.balances));
  const holds = new Map(stored?.holds);
  const answers = new Map(stored?.answers);

  /** What a step changed and the answer to its key are on the disk together, before anything is answered. */
  const save = () => {
    const state: Stored = { balances: [...balances], holds: [...holds], answers: [...answers] };
    writeFileSync(`${options.file}.new`, JSON.stringify(state), { flush: true });
    renameSync(`${options.file}.new`, options.file);
  };
  const give = (account: string, amount: number) => balances.set(account, (balances.get(account) ?? 0) + amount);

  const hold = (id: string, { account, amount }: Content): Answer => {
    if (typeof account !== 'string' || !isRupiah(amount)) return no(400, 'account and amount are needed');
    if (holds.has(id)) return no(409, 'this hold exists, or was released before it came');
    if (amount > (balances.get(account) ?? 0)) return no(402, 'insufficient funds');
    give(account, -amount);
    return put(id, { account, amount, state: 'held' });
  };
  const capture = (id: string, { amount }: Content): Answer => {
    const found = holds.get(id);
    if (!found || found.state === 'unknown') return no(404, 'no such hold');
    if (!isRupiah(amount) || amount > found.amount) return no(422, 'not an amount of this hold');
    if (found.state !== 'held') return no(409, `the hold is ${found.state}`);
    give(found.account, found.amount - amount);
    return put(id, { ...found, state: 'captured', captured: amount });
  };
  const release = (id: string): Answer => {
    const found = holds.get(id);
    // A hold that comes after its release is a late repeat: it must not take the funds.
    if (!found) holds.set(id, { account: '', amount: 0, state: 'unknown' });
    if (!found || found.state === 'unknown') return no(404, 'no such hold');
    if (found.state === 'released') return { status: 200, body: { id, ...found } };
    give(found.account, found.captured ?? found.amount);
    return put(id, { ...found, state: 'released' });
  };
  const put = (id: string, changed: Hold): Answer => {
    holds.set(id, changed);
    return { status: 200, body: { id, ...changed } };
  };

  const answerTo = ({ method, url = '', headers }: IncomingMessage, text: string): Answer => {
    if (headers.authorization !== `Bearer ${options.token}`) return no(401, 'unknown token');
    const path = /^\/holds(?:\/([^/]+)\/(capture|release))?$/.exec(url);
    if (method !== 'POST' || !path) return no(404, 'no such path');
    const key = headers['idempotency-key'];
    const body = parsed(text);
    const id = path[1] === undefined ? body?.id : decoded(path[1]);
    if (typeof key !== 'string' || !body || typeof id !== 'string') return no(400, 'key, JSON and id are needed');
    const step = (path[2] ?? 'hold') as 'hold' | 'capture' | 'release';
    const content = JSON.stringify([step, id, body.account, body.amount]);
    const earlier = answers.get(key);
    if (earlier) return earlier.content === content ? earlier.answer : no(422, 'this key was used for something else');
    const answer = { hold, capture, release }[step](id, body);
    answers.set(key, { content, answer });
    save();
    return answer;
  };

  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    // An error ends the process: what could not be saved must not be answered from memory.
    request.on('end', () => {
      const { status, body } = answerTo(request, Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
}

function parsed(text: string): Content | undefined {
  try {
    return JSON.parse(text || '{}') as Content;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const no = (status: number, error: string): Answer => ({ status, body: { error } });
const isRupiah = (amount: unknown): amount is number => Number.isSafeInteger(amount) && (amount as number) > 0;
