import type { Fault } from './errors.js';

/** An operator's verdict: which, who decides, and on which evidence. */
export interface Resolution {
  /** The verdict. */
  status: 'Sukses' | 'Gagal';
  /** Who decides. */
  by: string;
  /** On which evidence, in words. */
  note: string;
  /** Where operators are configured: the operator's signature, 64 bytes in base64. */
  proof?: string;
}

/** Limits and wording of a resolution. The workflow's check and the published JSON Schema are both made of them. */
export const RESOLUTION_RULES = {
  status: { values: ['Sukses', 'Gagal'], fault: 'must be "Sukses" or "Gagal"' },
  by: { maxLength: 128, missing: 'must name who decides' },
  note: { maxLength: 2_000, missing: 'must say on which evidence' },
  proof: { maxLength: 128, missing: 'must be the signature of the operator' },
  notText: 'must be text',
  tooLong: 'is too long',
} as const;

/** Checks an operator's verdict as it came in: the verdict, or every fault with its path. */
export function readResolution(value: unknown): { resolution: Resolution } | { faults: Fault[] } {
  const { status, by, note, proof, ...rest } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const faults: Fault[] = [
    ...(status === 'Sukses' || status === 'Gagal' ? [] : [{ path: 'status', reason: RESOLUTION_RULES.status.fault }]),
    ...textFaults('by', by, RESOLUTION_RULES.by),
    ...textFaults('note', note, RESOLUTION_RULES.note),
    ...(proof === undefined ? [] : textFaults('proof', proof, RESOLUTION_RULES.proof)),
    ...Object.keys(rest).map((path) => ({ path, reason: 'unknown key' })),
  ];
  if (faults.length > 0) return { faults };
  const resolution = { status: status as Resolution['status'], by: trimmed(by), note: trimmed(note) };
  return { resolution: proof === undefined ? resolution : { ...resolution, proof: trimmed(proof) } };
}

function textFaults(path: string, value: unknown, rule: { maxLength: number; missing: string }): Fault[] {
  if (typeof value !== 'string')
    return [{ path, reason: value === undefined ? rule.missing : RESOLUTION_RULES.notText }];
  if (value.trim() === '') return [{ path, reason: rule.missing }];
  return value.trim().length > rule.maxLength ? [{ path, reason: RESOLUTION_RULES.tooLong }] : [];
}

function trimmed(value: unknown): string {
  return (value as string).trim();
}
