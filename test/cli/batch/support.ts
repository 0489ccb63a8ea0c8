import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { batchCommand } from '../../../cli/commands/batch.js';
import { TuntasError } from '../../../contract/errors.js';
import type { PaymentKey } from '../../../contract/names.js';
import type { OutcomeFields, PaymentOutcome } from '../../../contract/outcome.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { AN_OUTCOME, type Done, type Fakes, runCommand } from '../fake-tools.js';

export const HEADER = 'provider,refId,product,customerNo';

/** A good line; each has a reference of its own. */
export const lineOf = (index: number, provider = 'digiswitch') => `${provider},r-${index},pln,53000000${1_000 + index}`;

export const fileOf = (count: number, provider?: string) =>
  [HEADER, ...Array.from({ length: count }, (_, index) => lineOf(index, provider)), ''].join('\n');

export async function written(folder: string, content: string | Buffer, name = 'bills.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

export interface Around {
  stop?: AbortSignal;
  screen?: { write: (text: string) => unknown; isTTY?: boolean };
}

type Answer = (request: PaymentRequest) => unknown;

/**
 * Payments exist once they were paid: those of the names run, the others have ended. What they answer is about the line that
 * was asked about.
 */
export function remembering(payments: Fakes['payments'] = {}, running: readonly string[] = []): Fakes {
  const paid = new Map<string, PaymentRequest>();
  const pay = async (request: PaymentRequest) => {
    paid.set(request.refId, request);
    return about(request, await (payments['pay'] as Answer)(request));
  };
  const outcome = async (request: PaymentRequest) => {
    return about(paid.get(request.refId), await (payments['outcome'] as Answer)(request));
  };
  return {
    payments: { ...payments, pay, outcome },
    running: ({ refId }) => {
      if (!paid.has(refId)) throw new TuntasError('PaymentNotFound', `no payment ${refId}`);
      return running.includes(refId);
    },
  };
}

function about(request: PaymentRequest | undefined, answer: unknown): unknown {
  if (!request || typeof answer !== 'object' || answer === null) return answer;
  const { product, customerNo } = request;
  return { ...answer, product, customerNo };
}

/** Runs `tuntas batch` with a fake session. */
export function runBatch(args: string[], fakes: Fakes = {}, { stop, screen }: Around = {}): Promise<Done> {
  const around = {
    stop: () => stop ?? new AbortController().signal,
    screen: screen ?? { write: () => undefined },
  };
  return runCommand((program, tools) => batchCommand(program, tools, around), ['batch', ...args], fakes);
}

/** The rows of a result, by the names of its columns. */
export async function resultOf(path: string): Promise<Record<string, string>[]> {
  return parse(await readFile(path), { columns: true });
}

export function outcomeOf(
  request: PaymentKey & Partial<PaymentRequest>,
  changes: Partial<OutcomeFields> = {},
): PaymentOutcome {
  const { provider, refId, product = AN_OUTCOME.product, customerNo = AN_OUTCOME.customerNo } = request;
  return { ...AN_OUTCOME, provider, refId, product, customerNo, ...changes } as PaymentOutcome;
}

/** Payments that are Sukses at once, unless a reference has an answer of its own. */
export function answering(answers: Record<string, PaymentOutcome | (() => unknown) | undefined> = {}) {
  return {
    pay: (request: PaymentRequest) => {
      if (!Object.hasOwn(answers, request.refId)) return outcomeOf(request);
      const answer = answers[request.refId];
      return typeof answer === 'function' ? answer() : answer;
    },
  };
}

export const thrown =
  (code: TuntasError['code'], message = 'the reason') =>
  () => {
    throw new TuntasError(code, message);
  };
