import type { HttpFailure } from '../../activities/http.js';

/** What trouble of an HTTP call is, and what to do about it. `<address>` stands for the key of the address. */
const TROUBLE: Record<HttpFailure['why'], { seen: string; mend: string }> = {
  dns: { seen: 'its name cannot be looked up', mend: 'correct <address>, or the name server of this machine' },
  connect: { seen: 'no connection', mend: 'correct <address>, or let this machine through the firewalls on the way' },
  tls: {
    seen: 'no trusted TLS connection',
    mend: 'correct <address>; NODE_EXTRA_CA_CERTS names a certificate authority of your own',
  },
  timeout: {
    seen: 'no answer in time',
    mend: 'correct <address>, or let this machine through the firewalls on the way',
  },
  network: { seen: 'the connection failed before the answer', mend: 'look whether <address> is an HTTP server' },
  'too-large': { seen: 'the answer is too large', mend: 'correct <address>' },
  'private-address': { seen: 'its address is private', mend: 'correct <address>' },
  'bad-request': { seen: 'the request could not be made', mend: 'correct <address>' },
  aborted: { seen: 'the call was cut short', mend: 'try again' },
};

/** A failed HTTP call in words. @param address the key of its address in the configuration. */
export function troubleOf({ why, detail }: HttpFailure, address: string): { seen: string; mend: string } {
  const { seen, mend } = TROUBLE[why];
  return { seen: detail === undefined ? seen : `${seen} (${detail})`, mend: mend.replace('<address>', address) };
}
