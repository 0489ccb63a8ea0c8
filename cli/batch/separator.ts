import { FileRefused } from './faults.js';

const SEPARATORS = [
  { character: ',', name: 'a comma' },
  { character: ';', name: 'a semicolon' },
  { character: '\t', name: 'a tab' },
] as const;

export type Separator = (typeof SEPARATORS)[number]['character'];

/** The only separator that stands outside of quotes in the header. Throws `FileRefused` for none or more than one. */
export function separatorOf(header: string): Separator {
  const text = header.replace(/\r?\n$/, '');
  const unquoted = text.replaceAll(/"(?:[^"]|"")*"/g, '');
  if (text.trim() === '') refuse('the first line is empty: it must name the columns');
  if (unquoted.includes('"')) refuse('a quote is not closed');
  if (text.includes('\r')) refuse('lines must end with a line feed, with or without a carriage return before it');
  const found = SEPARATORS.filter(({ character }) => unquoted.includes(character));
  const [separator, another] = found;
  if (!separator) refuse(`no separator between columns: it must be ${listed(SEPARATORS, 'or')}`);
  if (another) refuse(`${listed(found, 'and')} stand in it: which one separates the columns is not certain`);
  return separator.character;
}

function listed(separators: readonly { name: string }[], word: string): string {
  const names = separators.map(({ name }) => name);
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`;
}

function refuse(reason: string): never {
  throw new FileRefused({ line: 1, path: '', reason });
}
