import type { Case } from '../case.js';
import { cutOffCases } from './cut-off.js';
import { inquiryCases } from './inquiry.js';
import { killedCases } from './killed.js';
import { ledgerCases } from './ledger.js';
import { noticeCases } from './notices.js';
import { otherCases } from './others.js';
import { payCases } from './pay.js';
import { statusCases } from './status.js';

/** Every case of the matrix, the ones that take longest first. */
export const CASES: readonly Case[] = [
  ...killedCases,
  ...cutOffCases,
  ...[...payCases, ...statusCases, ...ledgerCases, ...noticeCases, ...inquiryCases, ...otherCases].sort(
    (one, other) => Number(other.request?.onDeadline === 'release') - Number(one.request?.onDeadline === 'release'),
  ),
];
