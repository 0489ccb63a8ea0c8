import type { Adapter, InquiryReply } from '../../activities/providers/provider.js';
import type { EvidenceKind } from '../../contract/evidence.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { SandboxSecrets } from '../../sandbox/index.js';

/** What a command to the provider is for. */
export type Ask = 'inquiry' | 'pay' | 'status';
export const ASKS: readonly Ask[] = ['inquiry', 'pay', 'status'];

/** A request as it came in at the provider's end. Header names in lower case. */
export interface Incoming {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string | undefined>;
  body: string;
}

/** A provider's answer. Header names in lower case. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Members of a JSON body by their path (`data.rows.0.value`); `undefined` takes a member away. */
export type Edits = Record<string, unknown>;

/** A change of a sample: members of its body, or another body altogether. */
export interface Change {
  /** @default the sample's */
  status?: number;
  headers?: Record<string, string>;
  set?: Edits;
  /** Instead of the sample's body. */
  json?: unknown;
  /** Instead of the sample's body, byte for byte. */
  body?: Buffer;
}

/** A reply that the protocol knows, and what it amounts to. */
export interface Case extends Change {
  name: string;
  is: EvidenceKind | InquiryReply['kind'];
}

/** Where a reply's words stand, as paths. What a reply does not carry is left out. */
export interface Words {
  reference?: string;
  product?: string;
  customer?: string;
  amount?: string;
  cost?: string;
  admin?: string;
  message?: string;
  /** The member, or the members, that hold the verdict. */
  verdict: readonly string[];
  /** Other text that reaches a bill or evidence: a customer's name, a serial number. */
  texts: readonly string[];
}

/** One reply of each kind about one payment, all in success as far as the protocol can say so at that point. */
export interface Samples {
  refId: string;
  inquiry: Answer;
  pay: Answer;
  status: Answer;
  /** To a status call about a payment that the provider has never heard of. */
  absent: Answer;
}

export interface Row {
  name: string;
  value: unknown;
}

/** What the fuzzer's judge may believe of a reply, read without the adapter's help. */
export interface Belief {
  kinds: readonly string[];
  /** A reply of this kind names no payment: it is believed because of what it answers. */
  anonymous?: boolean;
  /** The reference is enough: product and customer may be left out, but be nobody else's. */
  byReference?: boolean;
}

/** What the kit must know of a provider: everything that the promises cannot say in general. */
export interface Subject {
  readonly name: string;
  /** Its key in the sandbox's journal and rules, and in the configuration. */
  readonly provider: string;
  readonly adapter: Adapter;
  /** Values of its credentials, as unlike anything else as real ones. */
  readonly secrets: Record<string, string>;
  /** Those of them that are rather a name than a secret: blotted out of messages, but not out of a customer's data. */
  readonly names?: readonly string[];
  /** Those of them that the provider never gets to see (a private key), or that are none (a public one). */
  readonly withheld?: readonly string[];
  /**
   * `baseUrl`, `settings` and what else its configuration needs. Calls about payments go to `commands`; what comes before
   * them (a token, say) to `asides` where the configuration has an address of its own for that.
   */
  config(at: { commands: string; asides: string }): { baseUrl: string; settings: Record<string, unknown> };
  /** A payment that the sandbox's rules can bring to any end. */
  readonly request: Omit<PaymentRequest, 'provider' | 'refId'>;
  /** Other product codes that its replies about the example may carry, as configured. */
  readonly aliases?: readonly string[];
  /** Customers' numbers that are easily spoilt: with leading zeros, and with a comma where a product has such. */
  readonly oddCustomers: readonly string[];
  /** What `terms` must refuse, and the path of the field that it must name. */
  readonly badRequests: readonly (readonly [change: Partial<PaymentRequest>, path: string])[];
  /** Which command a request is; undefined for one that is about no payment (a token, a catalogue, a balance). */
  commandOf(request: Incoming): Ask | undefined;
  /** What a command says on the wire, as text exactly; what is no text there is undefined. */
  sent(request: Incoming): {
    refId?: string | undefined;
    product?: string | undefined;
    customerNo?: string | undefined;
  };
  /** What a request carries that must show up nowhere: signatures, tokens. */
  confidential(request: Incoming): string[];
  readonly words: Record<Ask, Words>;
  /** Every class of the protocol's replies; duplicates, errors of the call and "not found" among them. */
  readonly cases: Record<Ask, readonly Case[]>;
  /** Puts rows into the part of a reply that is the product's own. */
  rows(ask: Ask, rows: readonly Row[]): Edits;
  /** Headers that prove a body to be the provider's, where it signs its replies. */
  seal?(body: Buffer, ask: Ask): Record<string, string>;
  /** The provider's webhooks; `proves`: whether a delivery can prove that it is the provider's. */
  readonly notice?: { proves: boolean; headers(body: Buffer): Record<string, string> };
  /** The sandbox's own secrets, where the subject needs other than usual ones. */
  readonly sandboxSecrets?: SandboxSecrets;
  /** `sandbox`: recorded from it by the kit. */
  readonly samples: 'sandbox' | Samples;
  /** Answers what is no command, where there is no sandbox to do it. */
  aside?(request: Incoming): Answer | undefined;
  /** For the fuzzer: the most that a reply can amount to. To be written from the protocol, not from the adapter. */
  believable(ask: Ask, json: unknown, status: number): Belief | undefined;
}

/** An answer in JSON. */
export function jsonAnswer(json: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(json)) };
}
