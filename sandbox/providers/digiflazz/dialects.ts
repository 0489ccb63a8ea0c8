import { createHash } from 'node:crypto';

/** The field names and paths of one dialect of the family. */
export interface Dialect {
  provider: 'digiflazz' | 'digiswitch';
  path: string;
  command: 'commands' | 'command';
  product: 'buyer_sku_code' | 'code';
  name: 'customer_name' | 'name';
  balance: 'buyer_last_saldo' | 'balance';
  /** The command's name in the calls about the account. */
  accountCommand: 'cmd' | 'command';
  /** Product code of a request → the code that the reply to its inquiry has instead. */
  inquiryAliases: Readonly<Record<string, string>>;
}

export const DIALECTS: readonly Dialect[] = [
  {
    provider: 'digiflazz',
    path: '/v1',
    command: 'commands',
    product: 'buyer_sku_code',
    name: 'customer_name',
    balance: 'buyer_last_saldo',
    accountCommand: 'cmd',
    inquiryAliases: {},
  },
  {
    provider: 'digiswitch',
    path: '/v1/user/api',
    command: 'command',
    product: 'code',
    name: 'name',
    balance: 'balance',
    accountCommand: 'command',
    inquiryAliases: { pln: 'dspln' },
  },
];

/** The signature of a request: md5 over username, key and `subject`; hex. */
export function sign(username: string, apiKey: string, subject: string): string {
  return createHash('md5').update(`${username}${apiKey}${subject}`).digest('hex');
}
