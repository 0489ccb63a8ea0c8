import type { NoticeOptions } from '../../../sandbox/index.js';
import {
  FAILED,
  MADE_AND_FAILED,
  onLedger,
  onPay,
  onStatus,
  SUKSES,
  UNDECIDED,
  type Case,
  type Expected,
} from '../case.js';
import type { RunningCase } from '../running-case.js';

/** Status never decides in these: what is signed, or nothing, does. */
const UNDECIDED_STATUS = onStatus({ answer: { outcome: 'pending' } });
const LOST = 'reset-after-charge';

const SLOW_CAPTURE = [
  onPay({ answer: 'sukses', fault: LOST }),
  UNDECIDED_STATUS,
  onLedger('capture', { fault: 'slow', times: 1 }),
];

const sends =
  (...notices: NoticeOptions[]) =>
  async (run: RunningCase) => {
    await run.until(() => run.charges().pays.length > 0);
    for (const notice of notices) await run.notify(notice);
  };

function withNotices(title: string, notices: NoticeOptions[], expected: Expected, more: Partial<Case> = {}): Case {
  return {
    title: `notices: ${title}`,
    contact: 'notice',
    rules: [onPay({ answer: 'sukses', fault: LOST }), UNDECIDED_STATUS],
    during: sends(...notices),
    expected,
    ...more,
  };
}

const CONTRADICTED = { ends: 'review', why: /contradicts an earlier one/, funds: 'captured', moved: true } as const;
const CONTRADICTED_FAILURE: Expected = { ...CONTRADICTED, funds: 'released' };

export const noticeCases: Case[] = [
  withNotices('one Sukses', [{}], SUKSES),
  withNotices('the same Sukses twenty times', [{ copies: 20 }], SUKSES),
  withNotices('Pending, then Sukses', [{ as: 'pending' }, {}], SUKSES),
  withNotices('Pending after Sukses', [{}, { as: 'pending' }], SUKSES),
  withNotices('Pending after Sukses while the capture is slow', [{}, { as: 'pending' }], SUKSES, {
    rules: SLOW_CAPTURE,
  }),
  withNotices('Pending many times and no verdict', [{ as: 'pending', copies: 30 }], UNDECIDED),
  withNotices('Gagal that status does not confirm', [{ as: 'gagal' }], UNDECIDED),
  withNotices('Gagal five times that status does not confirm', [{ as: 'gagal', copies: 5 }], UNDECIDED),
  withNotices('Gagal that status does not confirm, then Sukses', [{ as: 'gagal' }, {}], SUKSES),
  withNotices(
    'Sukses and Gagal at once',
    [{}, { as: 'gagal' }],
    { ...CONTRADICTED, funds: 'held or captured' },
    {
      rules: SLOW_CAPTURE,
    },
  ),
  withNotices(
    'Sukses and Gagal while a status check is under way',
    [],
    { ...CONTRADICTED, funds: 'held' },
    {
      rules: [onPay({ answer: 'sukses', fault: LOST }), onStatus({ fault: 'slow' })],
      during: async (run) => {
        await run.until(() => run.count('status') > 0);
        await run.notify({});
        await run.notify({ as: 'gagal' });
      },
    },
  ),
  withNotices('Sukses, then Gagal while the capture is slow', [], CONTRADICTED, {
    rules: SLOW_CAPTURE,
    during: async (run) => {
      await sends({})(run);
      await run.until(() => run.ledger.count('capture', run.holdId(1)) > 0);
      await run.notify({ as: 'gagal' });
    },
  }),
  withNotices('Sukses with a forged signature', [{ signature: 'forged' }], UNDECIDED),
  withNotices('Sukses without a signature', [{ signature: 'none' }], UNDECIDED),
  withNotices(
    'Gagal with a forged signature before the true Sukses',
    [{ as: 'gagal', signature: 'forged' }, {}],
    SUKSES,
  ),
  withNotices('Gagal that status confirms', [{}], FAILED, {
    rules: [onPay({ answer: MADE_AND_FAILED.answer, fault: LOST })],
  }),
  withNotices('Gagal that status confirms, then Sukses while the release is slow', [], CONTRADICTED_FAILURE, {
    rules: [onPay({ answer: MADE_AND_FAILED.answer, fault: LOST }), onLedger('release', { fault: 'slow', times: 1 })],
    during: async (run) => {
      await run.until(() => run.ledger.count('release', run.holdId(1)) > 0);
      await run.notify({ as: 'sukses' });
    },
  }),
  withNotices('Sukses while the answer to pay is on its way', [{}], SUKSES, {
    rules: [onPay({ answer: 'sukses', delay: 2_500 }), UNDECIDED_STATUS],
  }),
  withNotices('Sukses before pay answers nothing at all', [{}], SUKSES, {
    rules: [onPay({ answer: 'sukses', fault: 'slow' }), UNDECIDED_STATUS],
  }),
  withNotices('Sukses after the deadline gave the funds back', [], SUKSES, {
    request: { onDeadline: 'release', deadline: '20s' },
    during: async (run) => {
      await run.until(() => run.holds()[0]?.state === 'released');
      await run.notify({});
      await run.notify({ as: 'pending' });
    },
  }),
];
