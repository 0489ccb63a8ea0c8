import { readFile } from 'node:fs/promises';
import type { Json } from './helpers.js';

const FIXTURES = new URL('../fixtures/tokopedia/', import.meta.url);

export async function productCodes(): Promise<string[]> {
  return (await readFile(new URL('product-codes.txt', FIXTURES), 'utf8')).split('\n').filter(Boolean);
}

/** The attributes of each reply that the published page shows for one product. */
export interface Example {
  inquiry?: Json;
  pending?: Json;
  success?: Json;
}

/** The published page's replies by product code, without those that are not valid JSON. */
export async function examples(): Promise<Map<string, Example>> {
  const page = await readFile(new URL('examples.txt', FIXTURES), 'utf8');
  const found = new Map<string, Example>();
  for (const [block] of page.matchAll(/^\{\n"data"[^]*?\n\}\n\}\n\}/gm)) {
    const attributes = attributesOf(block);
    const kind = attributes && kindOf(attributes);
    if (!kind) continue;
    const code = attributes['product_code'] as string;
    found.set(code, { ...found.get(code), [kind]: attributes });
  }
  return found;
}

function attributesOf(block: string): Json | undefined {
  try {
    return (JSON.parse(block) as { data: { attributes: Json } }).data.attributes;
  } catch {
    return undefined;
  }
}

function kindOf(attributes: Json): keyof Example | undefined {
  if (attributes['inquiry_result']) return 'inquiry';
  if (attributes['status'] === 'Pending') return 'pending';
  return attributes['status'] === 'Success' ? 'success' : undefined;
}
