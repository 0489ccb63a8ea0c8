import type { Order } from '../../../activities/providers/provider.js';
import type { ProviderUnderTest } from '../provider-under-test.js';
import { demand, shown, type ProviderPromise } from '../promise.js';
import { ASKS, type Ask, type Edits } from '../subject.js';

/** What goes out on the wire. */
export const sent: readonly ProviderPromise[] = [
  {
    name: "a customer's number keeps its leading zeros and its comma on the wire, as text",
    advice: 'Send `customerNo` as the text that it is: never through Number(), never trimmed, split or padded.',
    async check(kit) {
      for (const customerNo of kit.subject.oddCustomers) {
        for (const ask of ASKS) {
          const order = about(kit, { customerNo });
          const said = await sentBy(kit, ask, order);
          const right = said.customerNo === customerNo || (ask === 'status' && said.customerNo === undefined);
          demand(right, () => `${customerNo} was sent with ${ask} as ${shown(said.customerNo)}`);
        }
      }
    },
  },
  {
    name: 'a reply about a number with leading zeros or a comma is recognised',
    advice: 'Compare customer numbers with `sameCustomer`: leading zeros aside, part by part.',
    async check(kit) {
      for (const customerNo of kit.subject.oddCustomers) {
        const order = about(kit, { customerNo });
        const inquiry = await kit.reading('inquiry', { set: customerIn(kit, 'inquiry', customerNo) }, { order });
        demand(inquiry.kind === 'bill', () => `${customerNo}: ${shown(inquiry)}`);
        const status = await kit.reading('status', { set: customerIn(kit, 'status', customerNo) }, { order });
        demand(status.kind === 'success', () => `${customerNo}: ${shown(status)}`);
      }
    },
  },
  {
    name: "pay and status carry the payment's own reference, to the letter",
    advice: 'Send `refId` as it is: one made up, shortened or changed in case finds nobody afterwards.',
    async check(kit) {
      for (const refId of ['A', 'a.b_C-9', '0007', `x${'9'.repeat(63)}`]) {
        for (const ask of ['pay', 'status'] as const) {
          const said = await sentBy(kit, ask, about(kit, { refId }));
          demand(said.refId === refId, () => `${refId} was sent with ${ask} as ${shown(said.refId)}`);
        }
      }
    },
  },
  {
    name: 'inquiry and pay name the product that was asked for',
    advice: 'Send `product` as it is; aliases are for reading replies only.',
    async check(kit) {
      for (const ask of ['inquiry', 'pay'] as const) {
        const said = await sentBy(kit, ask, kit.order);
        demand(said.product === kit.order.request.product, () => `${ask} named ${shown(said.product)}`);
      }
    },
  },
];

function about({ order }: ProviderUnderTest, change: Partial<Order['request']>): Order {
  return { ...order, request: { ...order.request, ...change } };
}

async function sentBy(kit: ProviderUnderTest, ask: Ask, order: Order) {
  kit.standIn.commands.length = 0;
  await kit.reading(ask, {}, { order });
  const command = kit.standIn.commands.find((each) => each.ask === ask);
  demand(command !== undefined, () => `no ${ask} arrived`);
  return kit.subject.sent(command.request);
}

function customerIn({ subject }: ProviderUnderTest, ask: Ask, customerNo: string): Edits {
  const path = subject.words[ask].customer;
  return path === undefined ? {} : { [path]: customerNo };
}
