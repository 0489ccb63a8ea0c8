import { z } from 'zod';
import { TuntasError } from '../../../contract/errors.js';
import { clean, parseExact, rupiah } from '../reading.js';

/** A row of the product list. */
export interface Listed {
  product: string;
  name: string;
  inquiry: boolean;
  /** Rupiah; left out where the list has 0. It is a fixed price only where there is no inquiry. */
  price?: number;
  /** `paused`: temporarily inactive. `unclear`: in a state that is not documented. */
  state: 'active' | 'inactive' | 'paused' | 'unclear';
}

const STATES: Record<string, Listed['state']> = { '1': 'active', '2': 'inactive', '3': 'paused' };

const listSchema = z.object({ data: z.array(z.unknown()).min(1) });
const rowSchema = z.object({
  id: z.string().min(1),
  attributes: z.object({
    is_inquiry: z.boolean(),
    price: z
      .unknown()
      .optional()
      .transform((value) => rupiah(value)),
    product_name: z.string().optional().catch(undefined),
    status: z.string().optional().catch(undefined),
  }),
});

/** The product list; rows that cannot be read are left out. Undefined for anything else, and for an empty list. */
export function readCatalogue(body: Buffer): Listed[] | undefined {
  const list = listSchema.safeParse(parseExact(body));
  if (!list.success) return undefined;
  return list.data.data.flatMap((item) => {
    const row = rowSchema.safeParse(item);
    if (!row.success) return [];
    const { is_inquiry: inquiry, price, product_name: name = '', status = '' } = row.data.attributes;
    const state = Object.hasOwn(STATES, status) ? STATES[status] : undefined;
    const product = row.data.id;
    return [{ product, name: clean(name) || product, inquiry, ...(price && { price }), state: state ?? 'unclear' }];
  });
}

export interface CatalogueOptions {
  /** Fetches the list, once. Throws `TuntasError` (code Unreachable). */
  fetch: () => Promise<Listed[]>;
  /** How long a list is kept; milliseconds. */
  keepMs: number;
  /** An older list does not serve any more, even while no new one can be fetched; milliseconds. */
  maxAgeMs: number;
  now: () => number;
}

interface List {
  rows: ReadonlyMap<string, Listed>;
  at: number;
}

/** A product that is not in the list, or inactive there, may be new: it is looked up again in a list younger than this. */
const NEWS_AFTER_MS = 60_000;
/** After a failed fetch no other is made for this long. */
const FAILED_FOR_MS = 5_000;

/** The product list, fetched once for all payments and kept. */
export class Catalogue {
  #list: List | undefined;
  #fetching: Promise<List> | undefined;
  #failure: { error: TuntasError; until: number } | undefined;

  constructor(private readonly options: CatalogueOptions) {}

  /** A product's row; undefined where the list has none. Throws `TuntasError` (code Unreachable) while there is no list. */
  async find(product: string): Promise<Listed | undefined> {
    const list = await this.#current();
    const listed = list.rows.get(product);
    if (listed?.state === 'active' || this.options.now() - list.at < NEWS_AFTER_MS) return listed;
    return (await this.#fetch()).rows.get(product);
  }

  /**
   * An old list is used while a new one is fetched, or cannot be had, up to its greatest age: no payment waits for changes
   * to other products.
   */
  async #current(): Promise<List> {
    const held = this.#list;
    const age = this.options.now() - (held?.at ?? -Infinity);
    if (!held || age >= this.options.maxAgeMs) return this.#fetch();
    if (age >= this.options.keepMs) this.#fetch().catch(() => undefined);
    return held;
  }

  #fetch(): Promise<List> {
    if (this.#fetching) return this.#fetching;
    if (this.#failure && this.options.now() < this.#failure.until) return Promise.reject(this.#failure.error);
    this.#fetching = this.#ask().finally(() => (this.#fetching = undefined));
    return this.#fetching;
  }

  async #ask(): Promise<List> {
    try {
      const rows = await this.options.fetch();
      this.#failure = undefined;
      this.#list = { rows: new Map(rows.map((row) => [row.product, row])), at: this.options.now() };
      return this.#list;
    } catch (error) {
      if (error instanceof TuntasError) this.#failure = { error, until: this.options.now() + FAILED_FOR_MS };
      throw error;
    }
  }
}
