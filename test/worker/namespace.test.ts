import { attributeStandings } from '../../worker/namespace.js';

const failing = (code: number) => Object.assign(new Error('no'), { code });

/** A namespace with some search attributes; `denied`: the server does not list them. */
function namespaceWith(types: Record<string, number>, denied?: number) {
  const operatorService = {
    listSearchAttributes: async () => {
      if (denied !== undefined) throw failing(denied);
      return { customAttributes: types };
    },
  };
  const workflowService = {
    countWorkflowExecutions: async ({ query }: { query: string }) => {
      const names = query.split(' AND ').map((part) => part.split(' ')[0] ?? '');
      if (!names.every((name) => name in types)) throw failing(3);
    },
  };
  return { operatorService, workflowService } as never;
}

const OTHERS = { PaymentStatus: 2, PaymentProvider: 2, PaymentProduct: 2, PaymentReview: 5, PaymentCustomer: 2 };
const ALL = { ...OTHERS, PaymentStage: 2 };
const namesOf = (attributes: readonly { name: string }[]) => attributes.map(({ name }) => name);

test('search attributes that are missing or have another type are told apart', async () => {
  const found = await attributeStandings(namespaceWith({ ...OTHERS, PaymentReview: 2, Foreign: 1 }), 'n');
  expect(namesOf(found.missing)).toEqual(['PaymentStage']);
  expect(namesOf(found.otherType)).toEqual(['PaymentReview']);
  expect(found.typesKnown).toBe(true);
});

test('where all search attributes are as they should be, nothing is missing', async () => {
  const found = await attributeStandings(namespaceWith(ALL), 'n');
  expect(found).toEqual({ missing: [], otherType: [], typesKnown: true });
});

test.each([7, 12, 16])(
  'a server that answers with gRPC status %i when asked for the list is asked for each',
  async (code) => {
    const found = await attributeStandings(namespaceWith(OTHERS, code), 'n');
    expect(namesOf(found.missing)).toEqual(['PaymentStage']);
    expect(found).toMatchObject({ otherType: [], typesKnown: false });
  },
);

test('trouble of the server is no answer about its search attributes', async () => {
  await expect(attributeStandings(namespaceWith(ALL, 14), 'n')).rejects.toMatchObject({ code: 14 });
});
