import type { Claim } from '../../contract/evidence.js';
import type { ScenarioContext } from './scenario.js';

type Act = (context: ScenarioContext) => Promise<unknown>;

/** Waits for the review of the running payment, then acts. */
export function underReview(act: Act): Act {
  return async (context) => {
    await context.until(async () => (await context.progress()).review !== undefined);
    await act(context);
  };
}

/** Waits until the provider was contacted `times` times, then acts. */
export function after(times: number, what: Parameters<ScenarioContext['count']>[0], act: Act): Act {
  return async (context) => {
    await context.until(() => context.count(what) >= times);
    await act(context);
  };
}

/** Waits until the payment has ended, then acts. */
export function afterTheEnd(act: Act): Act {
  return async (context) => {
    await context.until(async () => (await context.payment.describe()).status.name !== 'RUNNING');
    await act(context);
  };
}

/** An operator's verdict. */
export function resolve(status: 'Sukses' | 'Gagal'): Act {
  return (context) => context.resolve(status);
}

/** What a webhook says, signed and verified. */
export function claimOf({ request }: ScenarioContext, evidence: Partial<Claim['evidence']>): Claim {
  const { refId, product, customerNo } = request;
  const says = {
    kind: 'success',
    from: 'notice',
    at: new Date().toISOString(),
    code: '00',
    message: 'Sukses',
  } as const;
  return { refId, product, customerNo, evidence: { ...says, ...evidence } };
}

/** A notice with a claim. */
export function notice(evidence: Partial<Claim['evidence']>, more: Partial<Claim> = {}): Act {
  return (context) => context.payment.signal('notice', { claim: { ...claimOf(context, evidence), ...more } });
}
