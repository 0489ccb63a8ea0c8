import { setCurrentDetails } from '@temporalio/workflow';
import { visible } from '../contract/printable.js';
import { showsVoucher } from '../contract/redaction.js';

/** Maximum length of a text from outside; the Web UI sends the whole page in the address of a request. */
const QUOTED_LENGTH = 200;

/** A number of this length can be a customer's number, a serial number or a token; digits, also in groups. */
const LONG_NUMBER = /\d(?:[ .-]?\d){7,}/g;

const HIDDEN = '•••';

/**
 * Text from outside as Markdown: a code span on one line, in which nothing is read as a link, an image or HTML. Empty for
 * an empty text.
 */
export function codeOf(text: string): string {
  const line = visible(text).replace(/`/g, "'").replace(/\s+/g, ' ').trim();
  return line === '' ? '' : `\`${cut(line)}\``;
}

/** Words of somebody outside. A text that shows one of the secrets is hidden as a whole, and so is every long number. */
export function quoted(text: string, secrets: readonly string[] = []): string {
  const isSecret = secrets.some((secret) => showsVoucher(text, secret));
  return codeOf(isSecret ? HIDDEN : text.replace(LONG_NUMBER, HIDDEN));
}

function cut(line: string): string {
  const characters = Array.from(line);
  return characters.length > QUOTED_LENGTH ? `${characters.slice(0, QUOTED_LENGTH).join('')}…` : line;
}

/** A command line, and what it does. */
export interface CommandLine {
  does: string;
  command: string;
}

/** A named fact; without a text it is left out. */
export type Fact = readonly [string, string | undefined];

export interface Page {
  heading: string;
  /** What a person reads first. */
  first: readonly Fact[];
  commands?: readonly CommandLine[];
  rest?: readonly Fact[];
}

/**
 * The frame in which the Web UI shows a page is lower than the page by its outer margins: without an empty last line its
 * last line would be hidden.
 */
const EMPTY_LINE = '&nbsp;';

/** A page in Markdown: a heading, what a person reads first, what helps, and the other facts. */
export function page({ heading, first, commands = [], rest = [] }: Page): string {
  const isOneList = commands.length === 0;
  return [
    `### ${heading}`,
    listOf(isOneList ? [...first, ...rest] : first),
    ...commands.flatMap(({ does, command }) => [`${does}:`, `\`\`\`\n${command}\n\`\`\``]),
    isOneList ? '' : listOf(rest),
    EMPTY_LINE,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function listOf(facts: readonly Fact[]): string {
  return facts.flatMap(([name, text]) => (text ? [`- **${name}**: ${text}`] : [])).join('\n');
}

/** The latest time that JavaScript's dates have; milliseconds since 1970. */
const LAST_TIME = 8.64e15;

/** A time in UTC (ISO 8601), in whole seconds; undefined where there is none. @param ms since 1970 */
export function timeOf(ms: number): string | undefined {
  return Math.abs(ms) <= LAST_TIME ? new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') : undefined;
}

const UNITS = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1_000 },
];

/** A duration in words: `15 minutes`. In the largest unit that it is at least two of, or exactly one of. */
export function durationOf(ms: number): string {
  const unit = UNITS.find((one) => ms >= 2 * one.ms || ms === one.ms) ?? { name: 'second', ms: 1_000 };
  const count = Math.round(ms / unit.ms);
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
}

/** The page of a workflow in the Web UI, made once for all changes of one moment. Setting it is no command. */
export class CurrentDetails {
  #isStale = false;

  constructor(private readonly make: () => string) {}

  changed(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    void Promise.resolve().then(() => {
      this.#isStale = false;
      setCurrentDetails(detailsOf(this.make));
    });
  }
}

/** A page as text. Whatever is wrong with it must not stop the payment that it describes. */
function detailsOf(make: () => string): string {
  try {
    return make();
  } catch {
    return 'This page cannot be made: `npx tuntas status` shows the payment.';
  }
}
