import { paymentRequestSchema, readPaymentRequest, type PaymentRequest } from '../../contract/request.js';
import { amountOf, type Read } from '../values.js';
import type { LineFault } from './faults.js';
import type { CsvRecord } from './records.js';
import type { Holds } from './spreadsheet.js';

type Name = Exclude<keyof PaymentRequest, 'fields'>;

/** How a column's cells are read. `holds`: what they are as text, for what a spreadsheet makes of it. An empty cell counts as left out. */
export interface Kind {
  read: (cell: string) => Read<unknown>;
  holds?: Holds;
  isRequired?: boolean;
}

const asIs = (value: string): Read<string> => ({ value });
const TEXT: Kind = { read: asIs, holds: 'text' };
const REQUIRED: Kind = { ...TEXT, isRequired: true };
const INPUT: Kind = { read: asIs, holds: 'input' };
const AMOUNT: Kind = { read: amountOf };

const KINDS: Readonly<Record<Name, Kind>> = {
  provider: REQUIRED,
  refId: { ...REQUIRED, holds: 'reference' },
  product: REQUIRED,
  customerNo: { ...REQUIRED, holds: 'number' },
  amount: AMOUNT,
  charge: AMOUNT,
  maxAmount: AMOUNT,
  confirm: TEXT,
  deadline: TEXT,
  onDeadline: TEXT,
  account: TEXT,
  testing: { read: truthOf },
};

const NAMES = Object.keys(paymentRequestSchema.shape).filter((name): name is Name => Object.hasOwn(KINDS, name));
export const FIELD = 'field.';

/** Spreadsheets write both in capitals. */
function truthOf(cell: string): Read<boolean> {
  const text = cell.toLowerCase();
  return text === 'true' || text === 'false' ? { value: text === 'true' } : { reason: 'must be true or false' };
}

/** One column of the file. */
export interface Column {
  /** As in the header. */
  name: string;
  /** Of an extra input, the name that the provider knows. */
  field?: string;
  kind: Kind;
}

/** The columns that a header names, or what is wrong with it. */
export function readHeader({ line, cells }: CsvRecord): { columns: Column[] } | { faults: LineFault[] } {
  const faults: LineFault[] = [];
  const columns: Column[] = [];
  for (const [index, name] of cells.entries()) {
    const path = `column ${index + 1}`;
    const column = columnOf(name);
    const before = columns.findIndex((other) => other.name === name);
    if (!column) faults.push({ line, path, reason: unknownReason(name) });
    else if (before >= 0) faults.push({ line, path, reason: `has the name of column ${before + 1}` });
    else for (const reason of nameFaults(column)) faults.push({ line, path, reason });
    columns.push(column ?? { name, kind: TEXT });
  }
  for (const name of NAMES) {
    const isMissing = KINDS[name].isRequired && !columns.some((column) => column.name === name);
    if (isMissing) faults.push({ line, path: name, reason: 'no column has this name, and it is needed' });
  }
  return faults.length > 0 ? { faults } : { columns };
}

function columnOf(name: string): Column | undefined {
  if (name.startsWith(FIELD)) return { name, field: name.slice(FIELD.length), kind: INPUT };
  const known = NAMES.find((one) => one === name);
  return known && { name, kind: KINDS[known] };
}

/** A file without a header has a customer's name or number here, so that nothing of it is repeated. */
function unknownReason(name: string): string {
  const meant = NAMES.find((known) => lettersOf(known) === lettersOf(name));
  const what = meant === undefined ? 'has no name of a column' : `is not written like "${meant}"`;
  return `${what}: columns are ${NAMES.join(', ')} and ${FIELD}<name>`;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

/** What the contract says about the name of an extra input. */
function nameFaults({ field }: Column): string[] {
  if (field === undefined) return [];
  const read = readPaymentRequest({ ...EMPTY, fields: Object.fromEntries([[field, '']]) });
  return 'faults' in read ? read.faults.map(({ reason }) => reason) : [];
}

const EMPTY = { provider: 'p', refId: 'r', product: 'p', customerNo: '' } satisfies PaymentRequest;
