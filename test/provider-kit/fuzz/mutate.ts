import { raw, textOf } from '../edit.js';
import type { Random } from './random.js';

type Members = Record<string, unknown>;

/** A place in a JSON value. */
interface Place {
  parent: Members | unknown[];
  key: string;
}

const NUMBERS = ['0', '-1', '1e3', '1e400', '0.5', '11000.0', '9007199254740993', '1000000', '00', '530000000001'];
const WORDS = [
  '',
  ' ',
  'null',
  '0',
  '00',
  '02',
  '03',
  'Sukses',
  'Gagal',
  'Pending',
  'Success',
  'Failed',
  '١٢٣',
  '\u0000',
];
const UNICODE = ['\ufeff', '\u202e', 'ﬁ', '\ud800', '🙂', '\u0301', '\u2028', '０'];

/** Changes of a JSON value, one of them at a time. */
const CHANGES: readonly ((random: Random, place: Place, places: readonly Place[]) => void)[] = [
  (_, place) => remove(place),
  (_, place) => put(place, null),
  (random, place) => put(place, raw(random.one(NUMBERS))),
  (random, place) => put(place, random.one(WORDS)),
  (random, place) => put(place, random.one([true, false, [], {}, [[]], [valueAt(place)], { value: valueAt(place) }])),
  (random, place) => put(place, `${String(valueAt(place))}${random.one(UNICODE)}`),
  (random, place) => put(place, `${random.one(UNICODE)}${String(valueAt(place))}`),
  (random, place) => put(place, digitChanged(random, String(valueAt(place)))),
  (_, place) => put(place, retyped(valueAt(place))),
  (_, place) => put(place, String(valueAt(place)).toUpperCase()),
  (random, place) => put(place, nested(valueAt(place), 1 + random.below(40))),
  (random, place) => rename(place, `${place.key}${random.one(['_', ' ', 's', '\u0000', '2'])}`),
  (random, place) => rename(place, random.one(['status', 'rc', 'code', 'data', '__proto__', 'constructor', '0'])),
  (random, place, places) => put(place, valueAt(random.one(places))),
  (random, place, places) => swap(place, random.one(places)),
];

/** A reply's bytes, changed in one to three ways. The same random numbers make the same bytes. */
export function mutate(random: Random, body: Buffer): Buffer {
  const kind = random.below(10);
  if (kind === 0) return flipped(random, body);
  if (kind === 1) return spliced(random, body);
  if (kind === 2) return duplicated(random, body);
  const json = { root: JSON.parse(body.toString()) as unknown };
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const places = placesIn(json);
    if (places.length === 0) break;
    random.one(CHANGES)(random, random.one(places), places);
  }
  return Buffer.from(textOf(json.root ?? null));
}

function flipped(random: Random, body: Buffer): Buffer {
  const copy = Buffer.from(body);
  for (let left = 1 + random.below(4); left > 0; left -= 1) copy[random.below(copy.length)] = random.below(256);
  return copy;
}

function spliced(random: Random, body: Buffer): Buffer {
  const [from, length] = [random.below(body.length), random.below(12)];
  const cut = Buffer.concat([body.subarray(0, from), body.subarray(from + length)]);
  return random.below(2) === 0 ? cut : body.subarray(0, from);
}

/** One member of an object twice, with another value: JSON allows it, and the last one counts. */
function duplicated(random: Random, body: Buffer): Buffer {
  const text = body.toString();
  const members = [...text.matchAll(/"(\w+)":("[^"]*"|-?[\d.]+)/g)];
  if (members.length === 0) return body;
  const [twin, other] = [random.one(members), random.one(members)];
  const extra = `"${twin[1] ?? ''}":${other[2] ?? 'null'}`;
  const at = random.below(2) === 0 ? twin.index : twin.index + twin[0].length;
  return Buffer.from(text.slice(0, at) + (at === twin.index ? `${extra},` : `,${extra}`) + text.slice(at));
}

function placesIn(root: Members): Place[] {
  const places: Place[] = [];
  const visit = (parent: unknown, depth: number) => {
    if (typeof parent !== 'object' || parent === null || depth > 12 || places.length > 2_000) return;
    for (const key of Object.keys(parent)) {
      places.push({ parent: parent as Members, key });
      visit((parent as Members)[key], depth + 1);
    }
  };
  visit(root, 0);
  return places;
}

function valueAt({ parent, key }: Place): unknown {
  return Object.hasOwn(parent, key) ? (parent as Members)[key] : undefined;
}

function put({ parent, key }: Place, value: unknown): void {
  // A value put inside of itself would have no end.
  const copy: unknown = structuredClone(value);
  Object.defineProperty(parent, key, { value: copy, configurable: true, enumerable: true, writable: true });
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function rename(place: Place, key: string): void {
  const value = valueAt(place);
  if (Array.isArray(place.parent)) return;
  remove(place);
  put({ parent: place.parent, key }, value);
}

function swap(one: Place, other: Place): void {
  const [mine, theirs] = [structuredClone(valueAt(one)), structuredClone(valueAt(other))];
  put(one, theirs);
  put(other, mine);
}

function retyped(value: unknown): unknown {
  if (typeof value === 'string') return /^\d{1,15}$/.test(value) ? Number(value) : [value];
  return typeof value === 'number' ? String(value) : JSON.stringify(value ?? null);
}

function digitChanged(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + String(random.below(10)) + text.slice(at + random.below(2));
}

function nested(value: unknown, depth: number): unknown {
  let outer = value;
  for (let i = 0; i < depth; i += 1) outer = i % 3 === 0 ? [outer] : { data: outer };
  return outer;
}
