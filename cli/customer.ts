import { text } from 'node:stream/consumers';
import type { Config } from '../contract/config.js';
import { customerHash } from '../contract/customer.js';
import { InvalidInput } from '../contract/errors.js';
import { paymentRequestSchema } from '../contract/request.js';

/**
 * The values of the search attribute `PaymentCustomer` that the payments of one customer have: the first one with the present
 * key, another with an earlier one. Throws `InvalidInput` (InvalidConfig, InvalidRequest) and MissingSecret.
 */
export async function customerHashes(
  customerNo: string,
  config: Config | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  const number = paymentRequestSchema.shape.customerNo.safeParse(customerNo);
  if (!number.success || customerNo === '') {
    throw new InvalidInput('InvalidRequest', [{ path: 'customer', reason: 'must be a number as requests have it' }]);
  }
  if (!config) {
    const reason = 'there is no configuration here, and it names the key (TUNTAS_CONFIG names its file)';
    throw new InvalidInput('InvalidConfig', [{ path: 'customerKey', reason }]);
  }
  const { customerKeysFrom } = await import('../worker/secrets.js');
  return customerKeysFrom(env, config).map((key) => customerHash(key, number.data));
}

/** A number on the command line stays in the history of the shell; `-` stands for the first line of stdin. */
export async function numberFrom(argument: string): Promise<string> {
  if (argument !== '-') return argument;
  return (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? '';
}
