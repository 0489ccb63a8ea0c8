/** Faults whose request is never executed. */
export const NOT_EXECUTED = [
  'reset-before-read',
  'reset-after-read',
  'http-401',
  'http-500',
  'http-503',
  'http-429',
] as const;

/** Faults that leave a well-formed answer with other content; each protocol knows where its fields are. */
export const DISTORTIONS = [
  'wrong-reference',
  'wrong-customer',
  'wrong-product',
  'not-found',
  'contradiction',
] as const;

/** Faults of the signature on a good answer; a protocol that signs no answers sends it unchanged. */
export const SIGNATURE_FAULTS = ['forged-signature', 'unsigned'] as const;

export const INJECTED_FAULTS = [
  ...NOT_EXECUTED,
  'reset-after-charge',
  'half-answer',
  'slow',
  'http-500-after',
  'html',
  'garbage',
  ...DISTORTIONS,
  ...SIGNATURE_FAULTS,
] as const;

/** A fault that a rule orders in its field `fault`. */
export type InjectedFault = (typeof INJECTED_FAULTS)[number];
export type Distortion = (typeof DISTORTIONS)[number];
