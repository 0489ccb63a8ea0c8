import type { RefusedFor } from '../../activities/providers/account-refused.js';
import { adapters } from '../../activities/providers/index.js';
import { rupiah } from '../../contract/rupiah.js';
import { isSandbox } from '../../worker/sandboxed.js';
import { type AccountTried, type Contact, isAnswered } from './contact.js';
import type { Context } from './context.js';
import { NO_CONFIGURATION, notChecked, ok, problem, type Seen, warning } from './finding.js';
import type { Setup } from './setup.js';
import { troubleOf } from './trouble.js';

/** Whether every provider answers and accepts our credentials, and whether its deposit has something in it. */
export async function checkProviders(context: Context): Promise<Seen[]> {
  const { setup } = context;
  if (!setup) return NO_CONFIGURATION;
  const contacts = await context.contacts(setup);
  return contacts.flatMap((contact) => {
    const found = [reachSeen(contact, setup), ...accountSeen(contact, variablesOf(setup, contact.name))];
    return found.map((seen) => ({ ...seen, subject: contact.name }));
  });
}

function reachSeen({ name, reached }: Contact, { config }: Setup): Seen {
  if (isAnswered(reached) || reached.kind === 'reply') return ok('answers');
  const { seen, mend } = troubleOf(reached, `providers.${name}.baseUrl`);
  const provider = config.providers[name];
  const isOfSandbox = reached.why === 'connect' && provider !== undefined && isSandbox(provider.baseUrl, config);
  return problem(seen, isOfSandbox ? 'start the sandbox: `tuntas dev`, or `tuntas sandbox` alone' : mend);
}

/** The variables of what proves that we are we. */
function variablesOf({ config, named }: Setup, provider: string): string {
  const { noticeCredentials = [] } = adapters[config.providers[provider]?.adapter ?? ''] ?? {};
  const own = named.filter((each) => each.provider === provider && !noticeCredentials.includes(each.credential ?? ''));
  return own.map(({ variable }) => variable).join(', ');
}

function accountSeen({ name, account, reached }: Contact, variables: string): Seen[] {
  switch (account.kind) {
    case 'accepted':
      return [ok(`accepts our credentials (${CALLS[account.call]})`), depositSeen(account.balance)];
    case 'refused':
      return [REFUSALS[account.refusedFor](account.words, variables)];
    case 'unclear':
      return [unclearSeen(account, variables, `providers.${name}.baseUrl`)];
    case 'not-tried':
      return isAnswered(reached) ? [notChecked(`credentials: ${account.why}`)] : [];
  }
}

const CALLS = { balance: 'the balance was asked for', products: 'the price list was asked for' } as const;

/** Less than many a single bill; rupiah. */
const LOW_DEPOSIT = 100_000;

function depositSeen(balance: number | undefined): Seen {
  if (balance === undefined) return notChecked('deposit: no call is documented that tells it');
  if (balance >= LOW_DEPOSIT) return ok(`deposit: ${rupiah(balance)}`);
  return warning(`deposit: only ${rupiah(balance)}`, 'top it up, before payments are refused');
}

const REFUSALS: Record<RefusedFor, (words: string, variables: string) => Seen> = {
  credentials: (words, variables) =>
    problem(`refuses our credentials: ${words}`, `correct ${variables}, as the provider shows them`),
  address: (words) => problem(`does not know our address: ${words}`, 'tell the provider the address of this machine'),
  'too-often': (words) => notChecked(`credentials: the provider was asked too often: ${words}`),
  other: (words, variables) =>
    problem(`refuses the call: ${words}`, `correct ${variables}, or ask the provider what is wrong with the account`),
};

/** No answer of the protocol: the last HTTP answer tells why, a token's included. @param address the key of it. */
function unclearSeen(
  { words, last }: Extract<AccountTried, { kind: 'unclear' }>,
  variables: string,
  address: string,
): Seen {
  if (last && last.kind !== 'reply') {
    const { seen, mend } = troubleOf(last, `${address} or its settings`);
    return problem(`answers, but a call with our credentials failed: ${seen}`, mend);
  }
  const status = last?.status ?? 0;
  const row = BY_STATUS.find(({ from, to = from }) => from <= status && status <= to);
  return row?.seen(`HTTP ${status}`, variables, address) ?? unreadable(words);
}

function unreadable(words: string): Seen {
  return warning(`credentials: an answer that cannot be read: ${words}`, 'compare it with docs/providers.md');
}

/** What an HTTP status amounts to where nothing of the protocol came with it: the first row that fits. */
const BY_STATUS: { from: number; to?: number; seen: (status: string, variables: string, address: string) => Seen }[] = [
  { from: 401, seen: denied },
  { from: 403, seen: denied },
  { from: 408, seen: inTrouble },
  { from: 425, seen: inTrouble },
  { from: 429, seen: REFUSALS['too-often'] },
  { from: 300, to: 499, seen: elsewhere },
  { from: 500, to: 599, seen: inTrouble },
];

function denied(status: string, variables: string): Seen {
  const mend = `correct ${variables}, and look whether the provider allows the address of this machine`;
  return problem(`refuses our credentials: ${status}`, mend);
}

function inTrouble(status: string): Seen {
  return warning(`is in trouble: ${status}, which says nothing of our credentials`, 'try again later');
}

function elsewhere(status: string, _variables: string, address: string): Seen {
  return problem(`${status} to a documented call`, `correct ${address} and its settings`);
}
