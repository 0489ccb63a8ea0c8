import type { Claim } from '../../activities/providers/provider.js';
import type { Scene } from './scenario.js';

type Act = (scene: Scene) => Promise<unknown>;

/** Waits for the review of the running payment, then acts. */
export function underReview(act: Act): Act {
  return async (scene) => {
    await scene.until(async () => (await scene.progress()).review !== undefined);
    await act(scene);
  };
}

/** Waits until the provider was contacted `times` times, then acts. */
export function after(times: number, what: Parameters<Scene['count']>[0], act: Act): Act {
  return async (scene) => {
    await scene.until(() => scene.count(what) >= times);
    await act(scene);
  };
}

/** Waits until the payment has ended, then acts. */
export function afterTheEnd(act: Act): Act {
  return async (scene) => {
    await scene.until(async () => (await scene.payment.describe()).status.name !== 'RUNNING');
    await act(scene);
  };
}

/** An operator's verdict. */
export function resolve(status: 'Sukses' | 'Gagal'): Act {
  return (scene) => scene.resolve(status);
}

/** What a webhook says, signed and verified. */
export function claimOf({ request }: Scene, evidence: Partial<Claim['evidence']>): Claim {
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
  return (scene) => scene.payment.signal('notice', { claim: { ...claimOf(scene, evidence), ...more } });
}
