import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InvalidInput } from '../contract/errors.js';
import { faultsOf } from '../contract/faults.js';
import { INJECTED_FAULTS } from './injected-fault.js';
import { afterSchema, noticeSchema, outcomeSchema } from './outcomes.js';

const text = z.string().min(1);

const matchSchema = z.strictObject({
  provider: text.optional().describe('digiflazz, digiswitch, tokopedia, ayoconnect, ledger'),
  command: text.optional().describe("the protocol's own word: pay-pasca, status-pasca, hold…"),
  asks: z.enum(['inquiry', 'pay', 'status']).optional().describe('what the command is for, in any protocol'),
  product: text.optional(),
  customerNo: z.string().optional(),
  ref: text.optional().describe("the payment's reference; for the ledger, the hold's id"),
  refPrefix: text.optional(),
  nth: z
    .int()
    .min(1)
    .optional()
    .describe('only the nth contact with this command about the reference; where it has none, about the number'),
});

const answerSchema = z.strictObject({
  outcome: outcomeSchema.optional().describe('of pay: how the payment ends; of any other command: this reply only'),
  rc: z.string().optional().describe("the verdict's code; with outcome pending, the pending reply's"),
  message: z.string().optional(),
  after: afterSchema.optional(),
  drift: z.int().optional().describe('price at pay minus price at inquiry; rupiah'),
  overrides: z.record(z.string(), z.unknown()).optional().describe('merged into data; null values stay null'),
});

/** A condition and what happens when it is met. */
export const ruleSchema = z
  .strictObject({
    match: matchSchema.default({}),
    times: z.int().min(1).optional().describe('how often it applies; default: always'),
    answer: z.preprocess((value) => (typeof value === 'string' ? { outcome: value } : value), answerSchema.optional()),
    repeat: z
      .enum(['charge', 'refuse-49'])
      .optional()
      .describe('a pay whose reference was accepted before, where the protocol would allow it; default charge'),
    delay: z.int().min(0).optional().describe('ms between executing and answering'),
    fault: z.enum(INJECTED_FAULTS, `must be one of ${INJECTED_FAULTS.join(', ')}`).optional(),
    retryAfter: z.int().min(0).optional().describe('seconds in the Retry-After of an http fault'),
    notice: noticeSchema.optional().describe('how the webhook about this payment is sent'),
  })
  .superRefine((rule, context) => {
    if (rule.fault !== 'reset-before-read') return;
    for (const key of Object.keys(rule.match).filter((name) => name !== 'provider')) {
      const message = 'cannot be known with reset-before-read: only provider can be matched';
      context.addIssue({ code: 'custom', path: ['match', key], message });
    }
  });

export type Rule = z.infer<typeof ruleSchema>;
export type RuleInput = z.input<typeof ruleSchema>;

/** A rule in force: `applied` is how often it has been. */
export type ActiveRule = Rule & { id: number; applied: number };

/** What is known about a contact when a rule is looked for. */
export interface ContactFacts {
  provider: string;
  command?: string;
  asks?: string | undefined;
  ref?: string | undefined;
  product?: string | undefined;
  customerNo?: string | undefined;
  nth?: number;
}

/** The rules in force. The first that matches applies, in the order in which they were added; at most one per contact. */
export class Rules {
  #rules: ActiveRule[] = [];
  #lastId = 0;

  /** Adds one rule or a list of them, all or none. Throws `InvalidInput` with the path of each fault. */
  add(input: unknown): ActiveRule[] {
    const result = Array.isArray(input) ? z.array(ruleSchema).safeParse(input) : ruleSchema.safeParse(input);
    if (!result.success) throw new InvalidInput('InvalidRequest', faultsOf(result.error, 'rules'));
    const added = [result.data].flat().map((rule) => ({ ...rule, id: ++this.#lastId, applied: 0 }));
    this.#rules.push(...added);
    return added;
  }

  /** Adds the rules of a JSON file. */
  async load(path: string): Promise<ActiveRule[]> {
    const content = await readFile(path, 'utf8');
    try {
      return this.add(JSON.parse(content));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new InvalidInput('InvalidConfig', [{ path, reason: 'is not JSON' }]);
    }
  }

  list(): readonly ActiveRule[] {
    return this.#rules;
  }

  /** Removes all rules, or the one with this id. Returns how many went. */
  clear(id?: number): number {
    const before = this.#rules.length;
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    return before - this.#rules.length;
  }

  /** The rule for a contact that was read, counted as applied. */
  take(facts: ContactFacts): ActiveRule | undefined {
    return this.#take((rule) => rule.fault !== 'reset-before-read' && matches(rule, facts));
  }

  /** The rule for a contact of which only the provider is known. */
  takeUnread(provider: string): ActiveRule | undefined {
    return this.#take((rule) => rule.fault === 'reset-before-read' && matches(rule, { provider }));
  }

  #take(fits: (rule: ActiveRule) => boolean): ActiveRule | undefined {
    const rule = this.#rules.find((each) => each.applied < (each.times ?? Infinity) && fits(each));
    if (rule) rule.applied += 1;
    return rule;
  }
}

function matches(rule: Rule, facts: ContactFacts): boolean {
  // First, because a load test has thousands of rules and each is about one reference.
  if (rule.match.ref !== undefined && rule.match.ref !== facts.ref) return false;
  const { refPrefix, ...exact } = rule.match;
  if (refPrefix !== undefined && !facts.ref?.startsWith(refPrefix)) return false;
  return Object.entries(exact).every(
    ([key, value]) => value === undefined || facts[key as keyof ContactFacts] === value,
  );
}
