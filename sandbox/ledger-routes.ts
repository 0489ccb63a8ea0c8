import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerStep } from '../contract/ledger.js';
import { deliver, type Answer } from './delivery.js';
import type { Distortion } from './injected-fault.js';
import type { Ledger } from './ledger.js';
import type { Rules } from './rules.js';

interface LedgerTools {
  ledger: Ledger;
  rules: Rules;
  token: string;
  closing: AbortSignal;
}

const config = { provider: 'ledger' };

/** The ledger's HTTP interface, below /ledger. Rules match it as the provider `ledger`. */
export function mountLedger(app: FastifyInstance, tools: LedgerTools): void {
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;
  app.post('/ledger/holds', { config }, (request, http) => {
    const body = jsonOf(request.body);
    const id = typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
    return serve(tools, 'hold', id, body, request, http);
  });
  for (const command of ['capture', 'release'] as const) {
    app.post(`/ledger/holds/:id/${command}`, { config }, (request, http) =>
      serve(tools, command, idOf(request), jsonOf(request.body), request, http),
    );
  }
}

function serve(
  { ledger, rules, token, closing }: LedgerTools,
  command: LedgerStep,
  id: string,
  body: unknown,
  request: FastifyRequest,
  http: FastifyReply,
): Promise<FastifyReply> {
  const key = String(request.headers['idempotency-key'] ?? '');
  const rule = rules.take({ provider: 'ledger', command, ref: id, nth: ledger.count(command, id) + 1 });
  const recorded = ledger.recordContact(command, id, key);
  const execute = async (): Promise<Answer> => {
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { error: 'unknown token' } };
    return ledger.call(command, key, id, body, rule?.status);
  };
  return deliver(http, rule, { recorded, execute, distort }, closing);
}

function distort(kind: Distortion, answer: Answer): Answer {
  if (kind === 'not-found') return { status: 404, body: { error: 'no such hold' } };
  if (kind === 'wrong-reference') return { ...answer, body: { ...(answer.body as object), id: 'another' } };
  return answer;
}

function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string' || body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
