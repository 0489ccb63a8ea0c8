import type { Delivery, NoticeReading } from '../../activities/providers/provider.js';
import type { Claim } from '../../contract/evidence.js';
import type { Notice } from '../../contract/notice.js';

/** The header that the scripted provider's signature stands in, and the only valid signature. */
export const TEST_SIGNATURE = { header: 'x-test-signature', valid: 'valid' } as const;

/** A webhook of the scripted provider, as the webhook server hands it on. */
export function noticeWith(claim: Claim, signature: string = TEST_SIGNATURE.valid): Notice {
  const body = Buffer.from(JSON.stringify(claim)).toString('base64');
  return { body, headers: { [TEST_SIGNATURE.header]: signature } };
}

/** Reads a webhook of the scripted provider. */
export function readTestNotice({ headers, body }: Delivery): NoticeReading {
  if (headers[TEST_SIGNATURE.header] !== TEST_SIGNATURE.valid) return { kind: 'refused', why: 'bad-signature' };
  return { kind: 'claim', claim: JSON.parse(body.toString('utf8')) as Claim };
}

/** What a verified webhook says about the payment of a request. */
export function claimAbout(
  { refId, product, customerNo }: Pick<Claim, 'refId' | 'product' | 'customerNo'>,
  evidence: Partial<Claim['evidence']>,
): Claim {
  const said = {
    kind: 'success',
    from: 'notice',
    at: new Date().toISOString(),
    code: '00',
    message: 'Sukses',
  } as const;
  return { refId, product, customerNo, evidence: { ...said, ...evidence } };
}
