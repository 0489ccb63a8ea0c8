import type { Evidence, EvidenceKind } from '../activities/providers/provider.js';

/**
 * What all the evidence so far amounts to.
 * - `unsent`: nothing left this machine;
 * - `failing`: the provider said that it was made and failed, and has not been asked once more;
 * - `refused`, `failed`, `success`: final;
 * - `contradicted`: a final verdict, and then its opposite. Only an operator decides.
 */
export type Standing = 'unsent' | 'unknown' | 'pending' | 'failing' | 'refused' | 'failed' | 'success' | 'contradicted';

/** `failing` is a failure that money must not move on yet. */
type Weight = EvidenceKind | 'failing';

/**
 * Every pair of standing and evidence, spelled out. Read down a column: a standing never falls back, silence and errors
 * (`unknown`) never move anything that is known, and no verdict is replaced by its opposite.
 */
const NEXT: Record<Standing, Record<Weight, Standing>> = {
  // prettier-ignore
  unsent: { 'not-sent': 'unsent', unknown: 'unknown', pending: 'pending', failing: 'failing', refused: 'refused', failed: 'failed', success: 'success' },
  // prettier-ignore
  unknown: { 'not-sent': 'unknown', unknown: 'unknown', pending: 'pending', failing: 'failing', refused: 'refused', failed: 'failed', success: 'success' },
  // It was made: a "nothing was made" that comes now is doubtful and is asked about once more.
  // prettier-ignore
  pending: { 'not-sent': 'pending', unknown: 'pending', pending: 'pending', failing: 'failing', refused: 'failing', failed: 'failed', success: 'success' },
  // prettier-ignore
  failing: { 'not-sent': 'failing', unknown: 'failing', pending: 'failing', failing: 'failing', refused: 'failing', failed: 'failed', success: 'success' },
  // prettier-ignore
  refused: { 'not-sent': 'refused', unknown: 'refused', pending: 'refused', failing: 'refused', refused: 'refused', failed: 'refused', success: 'contradicted' },
  // prettier-ignore
  failed: { 'not-sent': 'failed', unknown: 'failed', pending: 'failed', failing: 'failed', refused: 'failed', failed: 'failed', success: 'contradicted' },
  // prettier-ignore
  success: { 'not-sent': 'success', unknown: 'success', pending: 'success', failing: 'contradicted', refused: 'contradicted', failed: 'contradicted', success: 'success' },
  // prettier-ignore
  contradicted: { 'not-sent': 'contradicted', unknown: 'contradicted', pending: 'contradicted', failing: 'contradicted', refused: 'contradicted', failed: 'contradicted', success: 'contradicted' },
};

/**
 * The standing after one more piece of evidence.
 * @param canAsk whether the provider has a status call: without one, its first word on a failure has to do.
 */
export function nextStanding(standing: Standing, evidence: Pick<Evidence, 'kind' | 'from'>, canAsk: boolean): Standing {
  return NEXT[standing][weightOf(evidence, canAsk)];
}

function weightOf({ kind, from }: Pick<Evidence, 'kind' | 'from'>, canAsk: boolean): Weight {
  // The answer to a status call is the confirmation itself; "made or not" is judged in the reply to pay only.
  if (from === 'status') return kind === 'refused' ? 'failed' : kind;
  const confirm = kind === 'failed' || (kind === 'refused' && from === 'notice');
  return confirm && canAsk ? 'failing' : kind;
}

/** The verdict that a standing amounts to, if it is one. */
export function verdictOf(standing: Standing): 'Sukses' | 'Gagal' | undefined {
  if (standing === 'success') return 'Sukses';
  if (standing === 'refused' || standing === 'failed') return 'Gagal';
  return undefined;
}

/** Whether money must wait for more evidence, or for an operator. */
export function isUndecidedStanding(standing: Standing): boolean {
  return verdictOf(standing) === undefined && standing !== 'contradicted';
}
