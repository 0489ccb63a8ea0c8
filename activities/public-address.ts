import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import ipaddr from 'ipaddr.js';

/** Code of the error with which `publicLookup` refuses a name. */
export const PRIVATE_ADDRESS = 'EPRIVATE';

/**
 * Whether an address is for everybody on the internet. Private networks, this machine, link-local (where clouds answer
 * with credentials), multicast, and addresses that carry another one (mapped, NAT64, 6to4, Teredo) are not.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && !REFUSED.some((range) => isWithin(parsed, range));
}

/** What is no range of its own: IPv4-compatible addresses (RFC 4291, 2.5.5.1), and the address of Azure's host agent. */
const REFUSED = [ipaddr.parseCIDR('::/96'), ipaddr.parseCIDR('168.63.129.16/32')];

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: (typeof REFUSED)[number]): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}

/** Whether the host of an address is written as an IP address that is not public: no name is looked up for that. */
export function isPrivateHost(url: string): boolean {
  const { hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) && !isPublicAddress(host);
}

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** A lookup as `node:dns` and HTTP requests have it. */
export type Lookup = (hostname: string, options: LookupOptions, found: Found) => void;

/**
 * A DNS lookup that gives public addresses only. The connection is made to the very address that was checked here, so that
 * a name that changes its mind between a check and the connection gains nothing.
 */
export function publicOnly(resolve: typeof lookup): Lookup {
  return (hostname, options, found) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return found(error, []);
      const [first] = addresses;
      // One private address among public ones is as suspicious as a private one alone.
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) return found(refusal(), []);
      if (options.all) return found(null, addresses);
      found(null, first.address, first.family);
    });
  };
}

export const publicLookup = publicOnly(lookup);

function refusal(): NodeJS.ErrnoException {
  return Object.assign(new Error('the name leads to a private address'), { code: PRIVATE_ADDRESS });
}
