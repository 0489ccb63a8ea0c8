import { createHmac } from 'node:crypto';
import type { Entry } from '../../../sandbox/entries.js';
import type { Distortion, Reply } from './network.js';

/** How the biller decides about the one payment of a simulation. */
export interface BillerHabits {
  /** Whether there is a bill. */
  hasBill: boolean;
  /** Rupiah. */
  price: number;
  /** What it decides; undefined: nothing, as long as nobody makes it. */
  verdict: 'Sukses' | 'Gagal' | undefined;
  /** From pay on; 0: with the answer to pay. Milliseconds. */
  afterMs: number;
  /** How often pay is refused first, with nothing made, because our deposit is too low. */
  depositTooLow: number;
}

export type Truth = 'Sukses' | 'Gagal' | 'Pending' | 'none';

interface Asked {
  command: string;
  ref: string;
  product: string;
  customerNo: string;
}

const COMMANDS: Record<string, 'inquiry' | 'pay' | 'status'> = {
  'inq-pasca': 'inquiry',
  'pay-pasca': 'pay',
  'status-pasca': 'status',
};

/**
 * A biller that speaks the Digiflazz protocol (official docs), with its journal. It charges once a reference: a second pay
 * of a reference is answered with the state of the first, and is in the journal all the same.
 */
export class Biller {
  readonly journal: Entry[] = [];
  truth: Truth = 'none';
  /** Pays that were executed. */
  charges = 0;
  /** When pay was executed; milliseconds since 1970. */
  #paidAt: number | undefined;
  #refusals = 0;
  #about: Asked | undefined;
  #decided: (() => void)[] = [];

  constructor(
    private readonly provider: string,
    private readonly habits: BillerHabits,
    private readonly secret: string,
    private readonly now: () => number,
    private readonly after: (ms: number, work: () => void) => void,
  ) {}

  get isPaid(): boolean {
    return this.#paidAt !== undefined;
  }

  /** Calls back once there is a verdict. */
  whenDecided(work: () => void): void {
    if (this.truth === 'Sukses' || this.truth === 'Gagal') work();
    else this.#decided.push(work);
  }

  /** The biller decides now, if it has the payment and has not decided. */
  decide(verdict: 'Sukses' | 'Gagal'): boolean {
    if (this.truth !== 'Pending') return false;
    this.truth = verdict;
    for (const work of this.#decided.splice(0)) work();
    return true;
  }

  /** @param sentAt when the call left the caller, which is what the gaps between two contacts count from. */
  answer(body: string, sentAt: number): Reply {
    const asked = readCall(body);
    const { command, ref, product, customerNo } = asked;
    const asks = COMMANDS[command];
    this.journal.push({
      kind: 'contact',
      at: new Date(sentAt).toISOString(),
      provider: this.provider,
      command,
      ref,
      product,
      customerNo,
      ...(asks ? { asks } : {}),
    });
    if (asks === 'inquiry') return this.#inquiry(asked);
    if (asks === 'pay') return this.#pay(asked);
    return this.#status(asked);
  }

  /** A webhook's delivery, signed as the protocol says. `claim`: what it says; the truth where it is left out. */
  notice(claim?: 'Sukses' | 'Gagal' | 'Pending', signed: 'valid' | 'forged' | 'none' = 'valid') {
    const about = this.#about ?? { command: '', ref: 'nobody', product: 'pln', customerNo: '0' };
    const said = claim ?? (this.truth === 'none' ? 'Pending' : this.truth);
    const body = JSON.stringify({ data: { ...this.#state(about, said), trx_id: 'T1' } });
    const secret = signed === 'forged' ? 'somebody-elses-secret' : this.secret;
    const signature = `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
    this.journal.push({
      kind: 'notice',
      at: this.#at(),
      provider: this.provider,
      ref: about.ref,
      claims: said,
      signature: signed,
      status: signed === 'valid' ? 200 : 401,
    });
    return {
      body: Buffer.from(body).toString('base64'),
      headers: signed === 'none' ? {} : { 'x-hub-signature': signature },
    };
  }

  #inquiry(asked: Asked): Reply {
    const { hasBill, price } = this.habits;
    if (!hasBill) return ok({ ...echo(asked), status: 'Gagal', rc: '60', message: 'Tagihan belum tersedia' });
    const bill = { customer_name: 'Nama Pelanggan', admin: 2_500, price, selling_price: price, desc: {} };
    return ok({ ...echo(asked), status: 'Sukses', rc: '00', message: 'Transaksi Sukses', ...bill });
  }

  #pay(asked: Asked): Reply {
    if (this.#paidAt !== undefined) return this.#status(asked);
    if (this.#refusals < this.habits.depositTooLow) {
      this.#refusals += 1;
      const { ref, product, customerNo } = asked;
      this.journal.push({
        kind: 'refused',
        at: this.#at(),
        provider: this.provider,
        ref,
        product,
        customerNo,
        rc: '44',
      });
      return ok({ ...echo(asked), status: 'Gagal', rc: '44', message: 'Saldo tidak cukup' });
    }
    const { price, verdict, afterMs } = this.habits;
    const { ref, product, customerNo } = asked;
    this.#paidAt = this.now();
    this.#about = asked;
    this.truth = 'Pending';
    this.charges += 1;
    this.journal.push({
      kind: 'pay',
      at: this.#at(),
      provider: this.provider,
      ref,
      product,
      customerNo,
      price,
      outcome: verdict === 'Gagal' ? 'gagal' : 'sukses',
      data: {},
    });
    if (verdict && afterMs === 0) this.decide(verdict);
    else if (verdict) this.after(afterMs, () => void this.decide(verdict));
    return this.#status(asked);
  }

  #status(asked: Asked): Reply {
    if (this.truth === 'none') {
      return ok({ ...echo(asked), status: 'Gagal', rc: '50', message: 'Transaksi tidak ditemukan' });
    }
    return ok(this.#state(asked, this.truth));
  }

  #state(asked: Asked, said: 'Sukses' | 'Gagal' | 'Pending') {
    const { price } = this.habits;
    if (said === 'Pending') return { ...echo(asked), status: said, rc: '03', message: 'Transaksi Pending' };
    if (said === 'Gagal') return { ...echo(asked), status: said, rc: '02', message: 'Transaksi Gagal' };
    const paid = { customer_name: 'Nama Pelanggan', admin: 2_500, price, selling_price: price, sn: 'S1', desc: {} };
    return { ...echo(asked), status: said, rc: '00', message: 'Transaksi Sukses', ...paid };
  }

  #at(): string {
    return new Date(this.now()).toISOString();
  }
}

function readCall(body: string): Asked {
  const call = JSON.parse(body) as Record<string, string>;
  return {
    command: call['commands'] ?? '',
    ref: call['ref_id'] ?? '',
    product: call['buyer_sku_code'] ?? '',
    customerNo: call['customer_no'] ?? '',
  };
}

function echo({ ref, product, customerNo }: Asked) {
  return { ref_id: ref, buyer_sku_code: product, customer_no: customerNo };
}

function ok(data: Record<string, unknown>): Reply {
  return { status: 200, body: JSON.stringify({ data }) };
}

/** Another reply than the honest one, about the same payment where it says nothing else. */
function saying(change: Record<string, unknown>, isExecuted = true): Distortion {
  return {
    isExecuted,
    reply: ({ body }) => {
      const { data = {} } = JSON.parse(body) as { data?: Record<string, unknown> };
      return ok({ ...data, ...change });
    },
  };
}

/** Replies of the protocol that prove nothing, or nothing about this payment. */
export const MISLEADING = {
  'says that it does not know the payment': saying({ status: 'Gagal', rc: '50', message: 'Transaksi tidak ditemukan' }),
  'answers about another reference': saying({ ref_id: 'another', status: 'Gagal', rc: '02' }),
  'answers about another customer': saying({ customer_no: '999', status: 'Gagal', rc: '02' }),
  'answers with a code that nobody knows': saying({ status: 'Gagal', rc: '78', message: 'Gagal' }),
  'answers with a status against its code': saying({ status: 'Sukses', rc: '02' }),
  'says that the reference is not unique': saying({ status: 'Gagal', rc: '49', message: 'Ref ID tidak unik' }),
} as const satisfies Record<string, Distortion>;
