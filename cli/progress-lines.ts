import type { LiveProgress, TimelineEntry } from '../contract/messages.js';
import type { OutcomeFields } from '../contract/outcome.js';
import { rupiah } from '../contract/rupiah.js';
import { plain } from './text.js';
import { masked } from '../contract/redaction.js';

/** Makes lines for people from what is new about one payment since the last call. */
export class ProgressLines {
  #stage: string | undefined;
  #shown = 0;
  #lastReply = '';

  /** At most one line: the new stage and the new events. The line of the end comes from `end`. */
  of({ request, stage, timeline, lastReply }: LiveProgress): string[] {
    if (stage === 'ended') return [];
    const events = timeline.slice(this.#shown).map(eventText);
    this.#shown = Math.max(this.#shown, timeline.length);
    const reply = lastReply ? eventText({ event: 'last reply', ...lastReply }) : '';
    if (reply !== this.#lastReply && events.length === 0 && reply) events.push(reply);
    this.#lastReply = reply;
    const moved = this.#move(stage);
    if (!moved && events.length === 0) return [];
    return [[who(request), moved ?? stage, ...(events.length > 0 ? [events.join('; ')] : [])].join('  ')];
  }

  end(outcome: OutcomeFields): string {
    const { status, reason, amount, serialNumber } = outcome;
    return [
      who(outcome),
      this.#move(reason ? `${status} (${reason})` : status) ?? status,
      ...(status === 'Sukses' && amount !== undefined ? [rupiah(amount)] : []),
      ...(status === 'Sukses' && serialNumber && !outcome.voucher ? [`sn ${plain(serialNumber)}`] : []),
      ...(status === 'Gagal' ? [wordsOf(outcome)] : []),
    ].join('  ');
  }

  #move(to: string): string | undefined {
    const from = this.#stage;
    if (from === to) return undefined;
    this.#stage = to;
    return from === undefined ? to : `${from} → ${to}`;
  }
}

function who({ product, customerNo }: { product: string; customerNo: string }): string {
  return plain(`${product} ${masked(customerNo)}`);
}

/** Code and message of a reply on one line. A Gagal that the provider did not decide has no code. */
export function wordsOf({ code, message }: { code?: string | undefined; message?: string | undefined }): string {
  return plain([code, message].filter(Boolean).join(' '));
}

export function eventText({ event, result, code, message }: Omit<TimelineEntry, 'at'>): string {
  const words = wordsOf({ code, message });
  return plain(`${event}${result ? `: ${result}` : ''}${words ? ` (${words})` : ''}`);
}
