import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InvalidInput } from '../contract/errors.js';
import { faultsOf } from '../contract/faults.js';
import { INJECTED_FAULTS } from './injected-fault.js';
import { afterSchema, noticeSchema, outcomeSchema } from './outcomes.js';

const text = z.string().min(1);

const matchSchema = z.strictObject({
  provider: text.optional().describe('digiflazz, digiswitch, tokopedia, ayoconnect, ledger'),
  command: text.optional().describe("the protocol's name of the call: pay-pasca, status-pasca, hold…"),
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

/** A condition, and what the sandbox does with a contact that meets it. */
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
    status: z
      .int()
      .min(300)
      .max(599)
      .optional()
      .describe(
        'of the ledger: the HTTP status of the answer to a step, which is not executed; a refusal becomes the answer to ' +
          'its key, so that the same key gets it again when the rule is over',
      ),
    retryAfter: z.int().min(0).optional().describe('seconds in the Retry-After of an http fault'),
    notice: noticeSchema.optional().describe('how the notice about this payment is sent'),
  })
  .refine(({ match, status }) => status === undefined || match.provider === 'ledger', {
    path: ['status'],
    error: 'can only be ordered of the ledger: match.provider must be "ledger"',
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

/** A rule in force; `applied`: how often it was applied. */
export type ActiveRule = Rule & { id: number; applied: number };

/** What a rule's `match` is compared with. */
export interface MatchSubject {
  provider: string;
  command?: string;
  asks?: string | undefined;
  ref?: string | undefined;
  product?: string | undefined;
  customerNo?: string | undefined;
  nth?: number;
}

/** The rules in force. At most one applies to a contact: the first that matches, in the order of adding. */
export class Rules {
  #rules: ActiveRule[] = [];
  #lastId = 0;

  /** Adds one rule or a list of rules, all or none. Throws `InvalidInput` with the path of each fault. */
  add(input: unknown): ActiveRule[] {
    const result = Array.isArray(input) ? z.array(ruleSchema).safeParse(input) : ruleSchema.safeParse(input);
    if (!result.success) throw new InvalidInput('InvalidRequest', faultsOf(result.error, 'rules'));
    const added = [result.data].flat().map((rule) => ({ ...rule, id: ++this.#lastId, applied: 0 }));
    this.#rules.push(...added);
    return added;
  }

  /** Adds the rules of a JSON file. Throws `InvalidInput` for a file that is not JSON or has invalid rules. */
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

  /** Removes all rules, or the one with this id. Returns how many were removed. */
  clear(id?: number): number {
    const before = this.#rules.length;
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    return before - this.#rules.length;
  }

  /** Finds the rule for a contact that was read, and counts it as applied. */
  take(subject: MatchSubject): ActiveRule | undefined {
    return this.#take((rule) => rule.fault !== 'reset-before-read' && matches(rule, subject));
  }

  /** Finds the rule for a contact that is cut before it is read: only its provider is known. */
  takeUnread(provider: string): ActiveRule | undefined {
    return this.#take((rule) => rule.fault === 'reset-before-read' && matches(rule, { provider }));
  }

  #take(fits: (rule: ActiveRule) => boolean): ActiveRule | undefined {
    const rule = this.#rules.find((each) => each.applied < (each.times ?? Infinity) && fits(each));
    if (rule) rule.applied += 1;
    return rule;
  }
}

function matches(rule: Rule, subject: MatchSubject): boolean {
  // Compared first for speed: a load test has thousands of rules, each about one reference.
  if (rule.match.ref !== undefined && rule.match.ref !== subject.ref) return false;
  const { refPrefix, ...exact } = rule.match;
  if (refPrefix !== undefined && !subject.ref?.startsWith(refPrefix)) return false;
  return Object.entries(exact).every(
    ([key, value]) => value === undefined || subject[key as keyof MatchSubject] === value,
  );
}
