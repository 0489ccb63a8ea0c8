import type { Plan } from '../contract/plan.js';

/** The contacts with the provider about one payment. Times in milliseconds since 1970. */
export interface Contacts {
  /** When the provider was last contacted: pay, or a status check. */
  lastAt: number;
  /** Status checks so far. */
  checks: number;
  /** Since when every readable reply has reported that the provider knows no such payment. */
  absentSince?: number;
  /** How many replies proved nothing, by reason: `timeout`, `bad-signature`… */
  unproven?: Record<string, number>;
  /** How late the last status check came, where that is more than `minGap` and more than 30 s; milliseconds. */
  lateMs?: number;
}

type Timing = Pick<Plan, 'minGapMs' | 'firstCheckMs' | 'poll' | 'pollLimitMs'>;

/**
 * When the next status check is due: `firstCheck` after pay, then each interval of the plan for its time, the last one
 * without end; never sooner than `minGap` after the last contact. `undefined` once `pollLimit` has passed, because the
 * provider no longer knows the payment then. Milliseconds since 1970.
 */
export function nextCheckAt(timing: Timing, sentAt: number, contacts: Contacts): number | undefined {
  const planned =
    contacts.checks === 0
      ? sentAt + timing.firstCheckMs
      : contacts.lastAt + intervalAt(timing, contacts.lastAt - sentAt);
  const due = Math.max(planned, contacts.lastAt + timing.minGapMs);
  return due > sentAt + timing.pollLimitMs ? undefined : due;
}

function intervalAt(timing: Timing, sincePayMs: number): number {
  let end = 0;
  for (const { everyMs, forMs } of timing.poll) {
    end += forMs;
    if (sincePayMs < end) return everyMs;
  }
  return timing.poll.at(-1)?.everyMs ?? timing.minGapMs;
}

const DAY_MS = 86_400_000;

/** The end of the calendar day in which `at` lies, in the given time zone; milliseconds since 1970. */
export function endOfDay(at: number, timeZone: string): number {
  const local = at + offsetAt(at, timeZone);
  const midnight = (Math.floor(local / DAY_MS) + 1) * DAY_MS;
  // Where the clock changes that night, the offset at midnight is the right one.
  return midnight - offsetAt(midnight - offsetAt(at, timeZone), timeZone);
}

/** By time zone: making one is expensive, and a worker needs it for every inquiry and pay. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timeZone, made);
  return made;
}

function offsetAt(at: number, timeZone: string): number {
  const part = Object.fromEntries(
    clockIn(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return local - Math.floor(at / 1_000) * 1_000;
}

/** A daily window without inquiry and pay: `from` and `to` as "HH:MM" of the business day; it may span midnight. */
export interface CutOff {
  from: string;
  to: string;
}

/** How long until every window that `at` lies in has ended, in milliseconds; 0 outside of them. */
export function cutOffLeft(windows: readonly CutOff[], at: number, timeZone: string): number {
  const minuteOfDay = Math.floor((((at + offsetAt(at, timeZone)) % DAY_MS) + DAY_MS) % DAY_MS);
  return Math.max(0, ...windows.map((window) => windowLeft(window, minuteOfDay)));
}

function windowLeft({ from, to }: CutOff, timeOfDay: number): number {
  const start = clock(from);
  const length = (clock(to) - start + DAY_MS) % DAY_MS;
  const into = (timeOfDay - start + DAY_MS) % DAY_MS;
  return into < length ? length - into : 0;
}

function clock(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
