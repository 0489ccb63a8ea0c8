import { withResolutions, type Case } from '../case.js';
import { cutOffCases } from './cut-off.js';
import { inquiryCases } from './inquiry.js';
import { killedCases } from './killed.js';
import { ledgerCases } from './ledger.js';
import { noticeCases } from './notices.js';
import { otherCases } from './others.js';
import { payCases } from './pay.js';
import { statusCases } from './status.js';

/** Those that wait for a deadline, and for the late review of a biller that may be sent the same pay again. */
const takesLong = ({ request, biller, expected }: Case) =>
  request?.onDeadline === 'release' || (biller === 'tokopedia' && expected.ends === 'review');

/** Every case of the matrix, the ones that take longest first. */
export const CASES: readonly Case[] = [
  ...killedCases,
  ...cutOffCases,
  ...[...payCases, ...statusCases, ...ledgerCases, ...noticeCases, ...inquiryCases, ...otherCases].sort(
    (one, other) => Number(takesLong(other)) - Number(takesLong(one)),
  ),
];

/** Every case, and those that end under review once for each way in which an operator can resolve them. */
export const RESOLVED_CASES: readonly Case[] = CASES.flatMap(withResolutions);
