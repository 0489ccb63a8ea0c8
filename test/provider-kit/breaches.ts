import { InvalidInput } from '../../contract/errors.js';
import type { InquiryReply, Order, Provider } from '../../activities/providers/provider.js';
import type { Evidence } from '../../contract/evidence.js';
import type { Reply } from './provider-under-test.js';
import type { Ask } from './subject.js';

/** A way of being a bad provider, put around a good one, and the promises that must notice it (parts of their names). */
export interface Breach {
  name: string;
  wrap: (provider: Provider) => Provider;
  noticedBy: readonly string[];
}

type Reread = (reply: Reply, ask: Ask, order: Order) => Reply;

/** A provider with some of its methods replaced. */
function altered(provider: Provider, methods: Partial<Provider>): Provider {
  const own: Provider = {
    name: provider.name,
    terms: (request) => provider.terms(request),
    inquire: (order, signal) => provider.inquire(order, signal),
    pay: (order, signal) => provider.pay(order, signal),
    check: (order, signal) => provider.check(order, signal),
    notice: (delivery) => provider.notice?.(delivery) ?? { kind: 'refused', why: 'unreadable' },
    balance: async (signal) => (await provider.balance?.(signal)) ?? { balance: 0 },
  };
  return { ...own, ...methods };
}

/** A provider whose replies are read otherwise. */
function rereading(reread: Reread): (provider: Provider) => Provider {
  return (provider) =>
    altered(provider, {
      inquire: async (order, signal) => reread(await provider.inquire(order, signal), 'inquiry', order) as InquiryReply,
      pay: async (order, signal) => reread(await provider.pay(order, signal), 'pay', order) as Evidence,
      check: async (order, signal) => reread(await provider.check(order, signal), 'status', order) as Evidence,
    });
}

/** A provider that says something else than it was asked to. */
function resending(change: (order: Order) => Order): (provider: Provider) => Provider {
  return (provider) =>
    altered(provider, {
      inquire: (order, signal) => provider.inquire(change(order), signal),
      pay: (order, signal) => provider.pay(change(order), signal),
      check: (order, signal) => provider.check(change(order), signal),
    });
}

const request = (order: Order, change: Partial<Order['request']>): Order => ({
  ...order,
  request: { ...order.request, ...change },
});

/** The same reply as another kind; what settles nothing says why, and the rest need not. */
const as = (reply: Reply, kind: string): Reply => ({ receipt: [], ...reply, kind }) as Reply;
const settlesNothing = ({ kind }: Reply) => kind === 'unknown' || kind === 'unclear';

export const breaches: readonly Breach[] = [
  {
    name: 'takes whatever cannot be read for a success',
    wrap: rereading((reply, ask) =>
      settlesNothing(reply) ? as(reply, ask === 'inquiry' ? 'bill' : 'success') : reply,
    ),
    noticedBy: [
      ...['a reply to inquiry about', 'a reply to pay about', 'a reply to status about', 'whom it is about'],
      ...['a verdict that the protocol does not define', "in the protocol's table", 'that cannot be read'],
      ...['a status of the transport', 'that denies access', 'does not know is', 'trouble of its own', 'too large'],
      ...['nested without end', 'gives up after', 'read, it is unknown', 'an answer, it is', 'half an answer'],
    ],
  },
  {
    name: 'takes silence for a failure',
    wrap: rereading((reply, ask) => (settlesNothing(reply) && ask !== 'inquiry' ? as(reply, 'failed') : reply)),
    noticedBy: ['was lost after the charge', 'that never reached the sandbox', 'does not know is', 'by its timeout'],
  },
  {
    name: 'takes pending for a failure',
    wrap: rereading((reply) => (reply.kind === 'pending' ? as(reply, 'failed') : reply)),
    noticedBy: ['that stays pending', 'ends pending→sukses', "to pay in the protocol's table"],
  },
  {
    name: 'takes a failure for a success, and a success for a failure',
    wrap: rereading((reply) => {
      if (reply.kind === 'failed') return as(reply, 'success');
      return reply.kind === 'success' ? as(reply, 'failed') : reply;
    }),
    noticedBy: ['ends sukses', 'ends gagal', 'ends pending→gagal', "status in the protocol's table"],
  },
  {
    name: 'never believes that an inquiry is refused',
    wrap: rereading((reply) => (reply.kind === 'refused' ? as(reply, 'unclear') : reply)),
    noticedBy: ['that the sandbox refuses', "inquiry in the protocol's table"],
  },
  {
    name: 'calls every silence of pay unsent',
    wrap: rereading((reply) => (settlesNothing(reply) ? as(reply, 'not-sent') : reply)),
    noticedBy: ['before anything is read', 'after the command was read', 'closed without', 'half an answer'],
  },
  {
    name: 'never knows that nothing was sent',
    wrap: rereading((reply) => (reply.kind === 'not-sent' ? as(reply, 'unknown') : reply)),
    noticedBy: ['port refuses', 'looked up', 'trusted TLS', 'gave up before'],
  },
  {
    name: 'sends everything twice',
    wrap: (provider) =>
      altered(provider, {
        inquire: async (order, signal) => (await provider.inquire(order, signal), provider.inquire(order, signal)),
        pay: async (order, signal) => (await provider.pay(order, signal), provider.pay(order, signal)),
        check: async (order, signal) => (await provider.check(order, signal), provider.check(order, signal)),
      }),
    noticedBy: ['exactly once', 'before anything is read', 'was lost after the charge'],
  },
  {
    name: 'tries its credentials with an inquiry',
    wrap: (provider) =>
      altered(provider, {
        accountCall: 'balance',
        balance: async (signal) => {
          const asked = { provider: provider.name, refId: 'trial', product: 'pln', customerNo: '530000000001' };
          await provider.inquire({ request: asked }, signal);
          return { balance: 0 };
        },
      }),
    noticedBy: ['tries the credentials'],
  },
  {
    name: 'asks for the state by itself after a pay',
    wrap: (provider) =>
      altered(provider, {
        pay: async (order, signal) => {
          setTimeout(() => void provider.check(order, signal), 20);
          return provider.pay(order, signal);
        },
      }),
    noticedBy: ['no second contact'],
  },
  {
    name: 'makes amounts up',
    wrap: rereading((reply) => ({ ...reply, amount: ('amount' in reply ? (reply.amount ?? 0) : 0) + 1 }) as Reply),
    noticedBy: ['amounts are the integers', 'is not rounded', 'no whole amount'],
  },
  {
    name: "treats customers' numbers as numbers, references as lower case and products as its own",
    wrap: resending((order) =>
      request(order, {
        customerNo: order.request.customerNo.replace(/^0+|,/g, ''),
        refId: order.request.refId.toLowerCase(),
        product: `${order.request.product}-x`,
      }),
    ),
    noticedBy: ['keeps its leading zeros', 'is recognised', 'own reference, to the letter', 'name the product'],
  },
  {
    name: 'repeats secrets',
    wrap: (provider) => {
      const said = 'sandbox-api-key sandbox-webhook-secret';
      return altered(rereading((reply) => ({ ...reply, message: said }))(provider), {
        balance: async () => Promise.reject(new Error(said)),
        notice: () => ({ kind: 'hint', refId: said }),
      });
    },
    noticedBy: ['leaves none of them', 'names no secret and', "account's calls", 'shows no secret'],
  },
  {
    name: 'turns receipts around, and knows no bounds',
    wrap: rereading((reply) => {
      if (!('receipt' in reply)) return reply;
      return { ...reply, receipt: [...(reply.receipt ?? []), { name: 'x', value: 'x'.repeat(900_000) }].reverse() };
    }),
    noticedBy: ["in the provider's order", 'stays small enough'],
  },
  {
    name: 'believes nothing that it has not heard before',
    wrap: (provider) => {
      let heard = 0;
      return rereading((reply) => ((heard += 1) % 2 === 0 ? as(reply, 'unknown') : reply))(provider);
    },
    noticedBy: ['change no verdict'],
  },
  {
    name: 'forgets what was asked, when, why, and the pause that was asked for',
    wrap: rereading((reply) => {
      const forgotten = Object.entries({ ...reply, from: 'notice', at: 'now' });
      return Object.fromEntries(forgotten.filter(([name]) => name !== 'why' && name !== 'retryAfterMs')) as never;
    }),
    noticedBy: ['is evidence from status', 'a pause that the provider asks for', 'by its timeout'],
  },
  {
    name: 'believes every notice',
    wrap: (provider) =>
      altered(provider, {
        notice: () => {
          const evidence: Evidence = { kind: 'success', from: 'notice', at: '', code: '', message: '' };
          return { kind: 'claim', claim: { refId: 'r', product: 'p', customerNo: 'c', evidence } };
        },
      }),
    noticedBy: ['a notice without proof', 'a notice with proof is', 'means what its code', 'that is garbage'],
  },
  {
    name: 'takes every request',
    wrap: (provider) => altered(provider, { terms: async () => ({ inquiry: true }), name: 'somebody' }),
    noticedBy: ['cannot take', 'what the configuration calls it'],
  },
  {
    name: 'refuses every request',
    wrap: (provider) =>
      altered(provider, {
        terms: async () => Promise.reject(new InvalidInput('InvalidRequest', [{ path: 'x', reason: 'no' }])),
      }),
    noticedBy: ['cannot be had', 'with the path of its field'],
  },
  {
    name: 'asks the provider about the payment for its terms',
    wrap: (provider) =>
      altered(provider, {
        terms: async (asked) => {
          await provider.inquire({ request: asked }, new AbortController().signal);
          return provider.terms(asked);
        },
      }),
    noticedBy: ['has its terms', 'with the path of its field'],
  },
];
