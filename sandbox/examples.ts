import type { ExampleBill } from './example-bill.js';
import { ayoconnectExamples } from './providers/ayoconnect/examples.js';
import { digiflazzExamples } from './providers/digiflazz/examples.js';
import { tokopediaExamples } from './providers/tokopedia/examples.js';

export type { ExampleBill, ExampleKind } from './example-bill.js';

/** By adapter, in the order in which they are shown. */
export const EXAMPLES: Readonly<Record<string, readonly ExampleBill[]>> = {
  digiflazz: digiflazzExamples,
  tokopedia: tokopediaExamples,
  ayoconnect: ayoconnectExamples,
};
