import type { Sample } from '../sample.js';
import { EDU } from './edu.js';
import { FINANCE } from './finance.js';
import { GAMES } from './games.js';
import { GAS_AND_BPJS } from './gas-and-bpjs.js';
import { INTERNET } from './internet.js';
import { PBB } from './pbb.js';
import { PDAM } from './pdam.js';
import { PLN } from './pln.js';
import { PROPERTY } from './property.js';
import { PULSA } from './pulsa.js';
import { SAMSAT } from './samsat.js';
import { VOUCHERS } from './vouchers.js';
import { WALLETS } from './wallets.js';

const GROUPS = [
  PULSA,
  PLN,
  VOUCHERS,
  GAMES,
  INTERNET,
  GAS_AND_BPJS,
  SAMSAT,
  PDAM,
  FINANCE,
  EDU,
  PBB,
  PROPERTY,
  WALLETS,
];

/** Every product of the catalogue by its code. */
export const PRODUCTS: ReadonlyMap<string, Sample> = new Map(GROUPS.flatMap((group) => Object.entries(group)));
