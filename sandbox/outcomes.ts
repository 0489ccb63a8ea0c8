import { z } from 'zod';

const OUTCOMES = ['sukses', 'gagal', 'pending', 'pending→sukses', 'pending→gagal'] as const;

/** How a payment ends. `pending` alone never ends. `->` is read as the arrow. */
export const outcomeSchema = z.preprocess(
  (value) => (typeof value === 'string' ? value.replace('->', '→') : value),
  z.enum(OUTCOMES, `must be one of ${OUTCOMES.join(', ')}`),
);
export type Outcome = z.infer<typeof outcomeSchema>;

/** When a pending payment is decided: `ms` after pay, or once `checks` status calls were answered Pending. */
export const afterSchema = z
  .strictObject({ ms: z.int().min(0).optional(), checks: z.int().min(0).optional() })
  .refine((after) => after.ms !== undefined || after.checks !== undefined, 'needs ms or checks');
export type After = z.infer<typeof afterSchema>;

/** How a notice is sent, to test what a receiver must withstand. */
export const noticeSchema = z.strictObject({
  send: z.boolean().optional().describe('false: not sent at all'),
  copies: z.int().min(1).max(100).optional().describe('how often it is delivered; default 1'),
  delay: z.int().min(0).optional().describe('ms before the first delivery; changes the order of notices'),
  signature: z.enum(['valid', 'forged', 'none']).optional().describe('default: valid'),
  as: z.enum(['sukses', 'gagal', 'pending', 'opposite']).optional().describe('what it claims; default: the truth'),
});
export type NoticeOptions = z.infer<typeof noticeSchema>;
export type Signature = NonNullable<NoticeOptions['signature']>;

export type Status = 'Sukses' | 'Gagal' | 'Pending';
