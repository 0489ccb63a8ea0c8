import { lookup } from 'node:dns';
import { isPrivateHost, PRIVATE_ADDRESS, publicLookup } from '../../activities/public-address.js';
import type { ReceiverConfig } from '../../contract/config.js';
import { HTTP_CALL_MS } from './contact.js';
import type { Context } from './context.js';
import { NO_CONFIGURATION, ok, problem, type Seen } from './finding.js';

/** Whether the address of every receiver can be looked up, and is allowed. No message is sent. */
export async function checkReceivers({ setup }: Context): Promise<Seen[]> {
  if (!setup) return NO_CONFIGURATION;
  const receivers = setup.config.notify ?? [];
  if (receivers.length === 0) return [ok('no receiver is configured')];
  return Promise.all(receivers.map(receiverSeen));
}

/** Only the host is shown: the rest of an address may hold a secret. */
async function receiverSeen({ name, url, allowPrivate }: ReceiverConfig): Promise<Seen> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const trouble = !allowPrivate && isPrivateHost(url) ? PRIVATE_ADDRESS : await lookUp(host, allowPrivate);
  if (trouble === undefined)
    return ok(`${host} ${allowPrivate ? 'is known' : 'is known and public'}; no message was sent`, name);
  if (trouble === PRIVATE_ADDRESS) {
    const mend = 'correct its url; `allowPrivate: true` allows an address inside of a private network';
    return problem(`${host} is a private address, to which nothing is sent`, mend, name);
  }
  return problem(
    `${host} cannot be looked up (${trouble})`,
    'correct its url, or the name server of this machine',
    name,
  );
}

/** The code of the error; undefined where there is an address. */
function lookUp(host: string, allowPrivate: boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('no answer in time'), HTTP_CALL_MS);
    (allowPrivate ? lookup : publicLookup)(host, { all: true }, (error) => {
      clearTimeout(timer);
      resolve(error ? (error.code ?? 'unknown error') : undefined);
    });
  });
}
