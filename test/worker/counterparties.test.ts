import { checkCounterparties, counterpartiesOf, fingerprintOf, standingOf } from '../../worker/counterparties.js';
import { configSchema } from '../../contract/config.js';

/** A namespace whose record can be read and written; `denied`: not written. */
function namespaceWith(data: Record<string, string> = {}, denied = false) {
  const record = { ...data };
  const workflowService = {
    describeNamespace: async () => ({ namespaceInfo: { data: record } }),
    updateNamespace: async ({ updateInfo }: { updateInfo: { data: Record<string, string> } }) => {
      if (denied) throw Object.assign(new Error('denied'), { code: 7 });
      Object.assign(record, updateInfo.data);
    },
  };
  return { services: { workflowService } as never, record };
}

const here = { current: 'aaaaaaaaaaaa', former: [] };

test('the fingerprint tells origins and accounts apart, and nothing else of an address', () => {
  const one = fingerprintOf('https://api.a.test/v1', 'user');
  expect(one).toMatch(/^[0-9a-f]{12}$/);
  expect(fingerprintOf('https://api.a.test/v2/', 'user')).toBe(one);
  expect(fingerprintOf('https://api.a.test:444/v1', 'user')).not.toBe(one);
  expect(fingerprintOf('https://api.b.test/v1', 'user')).not.toBe(one);
  expect(fingerprintOf('https://api.a.test/v1', 'other')).not.toBe(one);
});

test('a provider has a fingerprint of its address, and of each earlier one', () => {
  const config = configSchema.parse({
    providers: {
      p: {
        adapter: 'digiflazz',
        baseUrl: 'https://new.a.test',
        formerly: ['https://old.a.test', 'https://new.a.test/v1'],
        credentials: {},
        poll: [{ every: '1m', for: '1h' }],
      },
    },
  });
  expect(counterpartiesOf(config, { providers: { p: { username: 'u', apiKey: 'k' } } })).toEqual({
    p: { current: fingerprintOf('https://new.a.test', 'u'), former: [fingerprintOf('https://old.a.test', 'u')] },
  });
});

test('the first worker of a namespace records its counterparties, and the same ones are accepted again', async () => {
  const { services, record } = namespaceWith();
  await checkCounterparties(services, 'n', { p: here });
  expect(record).toEqual({ 'tuntas.provider.p': 'aaaaaaaaaaaa' });
  await expect(checkCounterparties(services, 'n', { p: here })).resolves.toBeUndefined();
});

test('a worker with another counterparty is refused, with the way to go on', async () => {
  const { services, record } = namespaceWith({ 'tuntas.provider.p': 'bbbbbbbbbbbb' });
  await expect(checkCounterparties(services, 'n', { p: here })).rejects.toMatchObject({
    code: 'InvalidConfig',
    faults: [{ path: 'providers.p', reason: expect.stringContaining('formerly') }],
  });
  expect(record).toEqual({ 'tuntas.provider.p': 'bbbbbbbbbbbb' });
});

test('an earlier address that the configuration names is replaced by the present one', async () => {
  const { services, record } = namespaceWith({ 'tuntas.provider.p': 'bbbbbbbbbbbb' });
  await checkCounterparties(services, 'n', { p: { ...here, former: ['bbbbbbbbbbbb'] } });
  expect(record).toEqual({ 'tuntas.provider.p': 'aaaaaaaaaaaa' });
});

test('a namespace that somebody else has made is compared with and not written', async () => {
  const { services, record } = namespaceWith({ 'tuntas.provider.q': 'bbbbbbbbbbbb' });
  await checkCounterparties(services, 'n', { p: here }, false);
  expect(record).toEqual({ 'tuntas.provider.q': 'bbbbbbbbbbbb' });
  await expect(checkCounterparties(services, 'n', { q: here }, false)).rejects.toMatchObject({ code: 'InvalidConfig' });
});

test('without the right to write, the command that records the counterparties is shown', async () => {
  const { services } = namespaceWith({}, true);
  await expect(checkCounterparties(services, 'n', { p: here })).rejects.toMatchObject({
    code: 'InvalidConfig',
    message: expect.stringContaining('namespace update -n n --data tuntas.provider.p=aaaaaaaaaaaa'),
  });
});

test.each([
  [{}, 'new'],
  [{ 'tuntas.provider.p': 'aaaaaaaaaaaa' }, 'same'],
  [{ 'tuntas.provider.p': 'cccccccccccc' }, 'moved'],
  [{ 'tuntas.provider.p': 'bbbbbbbbbbbb' }, 'other'],
])('a counterparty stands to the records %j as: %s', (recorded, standing) => {
  expect(standingOf(recorded, 'p', { current: 'aaaaaaaaaaaa', former: ['cccccccccccc'] })).toBe(standing);
});
