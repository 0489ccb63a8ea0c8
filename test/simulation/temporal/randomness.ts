import { long, type ProtoLong } from './history.js';

const MASK = (1n << 64n) - 1n;
const rotated = (value: bigint, by: bigint) => ((value << by) | (value >> (64n - by))) & MASK;

/** SipHash with one round for each word and three at the end, with the key 0 (https://www.aumasson.jp/siphash/). */
function sipHash13(bytes: Uint8Array): bigint {
  let [a, b, c, d] = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
  const round = () => {
    a = (a + b) & MASK;
    b = rotated(b, 13n) ^ a;
    a = rotated(a, 32n);
    c = (c + d) & MASK;
    d = rotated(d, 16n) ^ c;
    a = (a + d) & MASK;
    d = rotated(d, 21n) ^ a;
    c = (c + b) & MASK;
    b = rotated(b, 17n) ^ c;
    c = rotated(c, 32n);
  };
  const take = (word: bigint) => {
    d ^= word;
    round();
    a ^= word;
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) take(view.getBigUint64(at, true));
  let last = BigInt(bytes.length & 0xff) << 56n;
  for (let at = whole; at < bytes.length; at += 1) last |= BigInt(bytes[at] ?? 0) << BigInt((at - whole) * 8);
  take(last);
  c ^= 0xffn;
  for (let times = 0; times < 3; times += 1) round();
  return a ^ b ^ c ^ d;
}

interface LongMaker {
  fromBits(low: number, high: number, unsigned: boolean): ProtoLong & { toBytes(): number[] };
}

/**
 * The seed of a run's random numbers as the SDK's core derives it from the run's id (`str_to_randomness_seed` of sdk-core,
 * where the hash of a text ends with the byte 0xff).
 */
export function seedOf(runId: string) {
  const hash = sipHash13(Uint8Array.from([...Buffer.from(runId, 'utf8'), 0xff]));
  const maker = (long(0) as object).constructor as unknown as LongMaker;
  return maker.fromBits(Number(hash & 0xffffffffn) | 0, Number(hash >> 32n) | 0, true);
}
