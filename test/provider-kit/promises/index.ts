import type { ProviderPromise } from '../promise.js';
import { account } from './account.js';
import { codes } from './codes.js';
import { faults } from './faults.js';
import { followed } from './followed.js';
import { hostile } from './hostile.js';
import { identity } from './identity.js';
import { money } from './money.js';
import { notices } from './notices.js';
import { receipt } from './receipt.js';
import { secrets } from './secrets.js';
import { sent } from './sent.js';
import { terms } from './terms.js';
import { unknown } from './unknown.js';
import { unreadable } from './unreadable.js';

/** Everything that a provider promises: one list for all of them. */
export const promises: readonly ProviderPromise[] = [
  ...terms,
  ...sent,
  ...identity,
  ...codes,
  ...unreadable,
  ...unknown,
  ...money,
  ...receipt,
  ...faults,
  ...hostile,
  ...secrets,
  ...account,
  ...notices,
  ...followed,
];
