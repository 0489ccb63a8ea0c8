import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { InvalidInput } from '../contract/errors.js';
import { faultsOf } from '../contract/faults.js';
import type { TransactionStore } from './transaction-store.js';
import type { Ledger } from './ledger.js';
import type { Notices } from './notices.js';
import { noticeSchema } from './outcomes.js';
import type { Rules } from './rules.js';

interface ControlTools {
  store: TransactionStore;
  rules: Rules;
  ledger: Ledger;
  notices: Notices;
}

const text = z.string().min(1);
const filterSchema = z.strictObject({ provider: text.optional(), ref: text.optional() });
const chargesSchema = z
  .strictObject({ provider: text.optional(), ref: text.optional(), refPrefix: text.optional() })
  .refine((query) => query.ref === undefined || query.provider !== undefined, 'ref needs provider');
const holdsSchema = z.strictObject({ hold: text.optional(), prefix: z.string().optional() });
const orderedNoticeSchema = noticeSchema.omit({ send: true }).extend({ provider: text, ref: text });
const target = z.url({ protocol: /^https?$/, error: 'must be an http or https address, or null' });
const targetSchema = z.strictObject({ url: target.nullable() });
const balanceSchema = z.strictObject({ balance: z.int().min(0).nullable() });

/** The sandbox's control interface, below /_sandbox: reads the journal, and orders rules, notices and balances. */
export function mountControl(app: FastifyInstance, tools: ControlTools): void {
  app.get('/_sandbox/health', () => ({ ok: true }));
  mountAudit(app, tools);
  mountRules(app, tools.rules);
  mountNotices(app, tools);
  mountAccounts(app, tools.ledger);
}

function mountAudit(app: FastifyInstance, { store }: ControlTools): void {
  app.get('/_sandbox/journal', ({ query }) => store.entries(read(filterSchema, query)));
  app.get('/_sandbox/charges', ({ query }) => {
    const { provider, ref, refPrefix = '' } = read(chargesSchema, query);
    if (provider !== undefined && ref !== undefined) return store.charges(provider, ref);
    return [...store.accounts()]
      .filter((account) => account.ref.startsWith(refPrefix) && account.provider === (provider ?? account.provider))
      .map((account) => store.charges(account.provider, account.ref));
  });
}

function mountRules(app: FastifyInstance, rules: Rules): void {
  app.get('/_sandbox/rules', () => rules.list());
  app.post('/_sandbox/rules', ({ body }, http) => http.code(201).send(rules.add(json(body))));
  app.delete('/_sandbox/rules', () => ({ removed: rules.clear() }));
  app.delete('/_sandbox/rules/:id', ({ params }) => ({ removed: rules.clear(Number((params as { id: string }).id)) }));
}

function mountNotices(app: FastifyInstance, { store, notices }: ControlTools): void {
  app.put('/_sandbox/webhook-target', ({ body }) => {
    notices.target = read(targetSchema, json(body)).url ?? undefined;
    return { url: notices.target ?? null };
  });
  app.post('/_sandbox/notices', async ({ body }, http) => {
    const { provider, ref, ...options } = read(orderedNoticeSchema, json(body));
    const paid = store.account(provider, ref)?.pays.at(-1);
    if (!paid) return notFound(http, 'no payment was executed under this reference');
    if (!notices.target) return http.code(409).send({ error: 'no webhook target is set' });
    return http.code(202).send(await notices.send(paid, options));
  });
}

function mountAccounts(app: FastifyInstance, ledger: Ledger): void {
  app.put('/_sandbox/accounts/:account', async ({ params, body }) => {
    const { account } = params as { account: string };
    const { balance } = read(balanceSchema, json(body));
    await ledger.setBalance(account, balance ?? undefined);
    return { account, balance };
  });
  app.get('/_sandbox/ledger', ({ query }, http) => {
    const { hold, prefix } = read(holdsSchema, query);
    if (hold === undefined) return http.send({ holds: ledger.holds(prefix) });
    const found = ledger.hold(hold);
    return http.send({ holds: found ? [found] : [] });
  });
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidInput('InvalidRequest', faultsOf(result.error));
  return result.data;
}

function json(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    throw new InvalidInput('InvalidRequest', [{ path: '', reason: 'the body is not JSON' }]);
  }
}

function notFound(http: FastifyReply, error: string): FastifyReply {
  return http.code(404).send({ error });
}
