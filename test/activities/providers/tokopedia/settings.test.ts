import { faultsOf } from '../../../../contract/faults.js';
import { adapters } from '../../../../activities/providers/index.js';
import { ruleOf, settingsSchema, tokenUrlOf } from '../../../../activities/providers/tokopedia/settings.js';
import { SETTINGS } from './support.js';

const faults = (settings: unknown) => {
  const result = settingsSchema.safeParse(settings);
  return result.success ? [] : faultsOf(result.error).map(({ path, reason }) => `${path}: ${reason}`);
};

test('the settings need nothing', () => {
  expect(settingsSchema.parse({})).toEqual({
    ...{ signature: 'pss', catalogueFor: '1h', repeatAfter: '10m', refusals: ['P04'], depositTooLow: [], products: {} },
    catalogueMaxAge: '24h',
  });
  expect(adapters['tokopedia']?.credentials).toEqual(['clientId', 'clientSecret', 'privateKey', 'publicKey']);
  expect(adapters['tokopedia']?.settings.safeParse({}).success).toBe(true);
});

test.each<[unknown, string]>([
  [{ other: 1 }, 'other: unknown key'],
  [{ tokenUrl: 'accounts.test/token' }, 'tokenUrl: must be an http or https address'],
  [{ tokenUrl: 'https://u:p@accounts.test' }, 'tokenUrl: must have no user, password, query or fragment'],
  [{ signature: 'PSS' }, 'signature: must be "pss" or "pkcs1"'],
  [{ repeatAfter: 'soon' }, 'repeatAfter: must be a duration such as "30s", "15m" or "85d"'],
  [{ refusals: ['P03'] }, 'refusals[0]: does not say that nothing was made'],
  [{ depositTooLow: ['P02'] }, 'depositTooLow[0]: does not say that nothing was made'],
  [{ refusals: ['P 4'] }, 'refusals[0]: must be an error code such as "P04"'],
  [{ products: { a: { fees: 1 } } }, 'products.a.fees: unknown key'],
  [{ products: { a: { amount: 'free' } } }, 'products.a.amount: must be "none", "open" or "choice"'],
  [
    { products: { a: { amount: 'choice', inquiry: false } } },
    'products.a.amount: can be chosen only where there is an inquiry',
  ],
  [
    { products: { a: { amount: 'open', orderAmount: false } } },
    'products.a.orderAmount: must be true where the request states the amount',
  ],
  [{ products: { a: { expires: {} } } }, 'products.a.expires: must say "after" or "at"'],
  [{ products: { a: { expires: { at: '24:00' } } } }, 'products.a.expires.at: must be a time of day such as "23:00"'],
  [
    { products: { a: { expires: { after: '2h' }, inquiry: false } } },
    'products.a.expires: counts from an inquiry, and this product has none',
  ],
])('the settings %j are refused', (settings, fault) => {
  expect(faults(settings)).toEqual([fault]);
});

test('a product by the name of an object of JavaScript has no rule', () => {
  expect(ruleOf(SETTINGS, 'constructor')).toEqual({ fields: [] });
});

test('a product of the documentation has its rule without any setting', () => {
  expect(ruleOf(SETTINGS, 'kvision')).toEqual({ amount: 'choice', fields: [] });
  expect(ruleOf(SETTINGS, 'samsat-jatim')).toEqual({ fields: ['nik', 'machine_number', 'phone_number'] });
});

test('a configured rule takes the place of the whole rule of its product and of no other', () => {
  const settings = settingsSchema.parse({ products: { 'samsat-jatim': { fields: ['nik'] }, 'samsat-new': {} } });
  expect(ruleOf(settings, 'samsat-jatim')).toEqual({ fields: ['nik'] });
  expect(ruleOf(settings, 'samsat-new')).toEqual({ fields: [] });
  expect(ruleOf(settings, 'kvision')).toEqual({ amount: 'choice', fields: [] });
});

test.each([
  ['samsat-jatim-new', { fields: ['nik', 'machine_number', 'phone_number'] }],
  ['pbb-kab-semarang', { fields: ['period'] }],
  ['pbb-kota-bogor-2', { fields: ['period'] }],
  ['samsat-jateng-new', { fields: [], expires: { after: '2h' } }],
  ['mobile-legends-36-diamonds', { fields: ['zone_id'], orderAmount: false }],
  ['samsat-jabar', { fields: [] }],
])('a sibling of a documented product has its rule: %s', (product, rule) => {
  expect(ruleOf(SETTINGS, product)).toEqual(rule);
});

test('a configured rule can be for all products that begin so: the code itself counts first, then the longest pattern', () => {
  const settings = settingsSchema.parse({
    products: { 'pbb-*': { fields: ['year'] }, 'pbb-kab-*': {}, 'pbb-kab-bandung-barat': { fields: ['nop'] } },
  });
  expect(ruleOf(settings, 'pbb-kota-depok')).toEqual({ fields: ['year'] });
  expect(ruleOf(settings, 'pbb-kab-semarang')).toEqual({ fields: [] });
  expect(ruleOf(settings, 'pbb-kab-bandung-barat')).toEqual({ fields: ['nop'] });
  expect(ruleOf(settings, 'samsat-jatim-new').fields).toHaveLength(3);
});

test.each([
  ['https://b2b.tokopedia.com/api', 'https://accounts.tokopedia.com/token'],
  ['https://b2b-playground.tokopedia.com/api', 'https://accounts.tokopedia.com/token'],
  ['https://tokopedia.com/api', 'https://accounts.tokopedia.com/token'],
  ['https://nottokopedia.com/api', 'https://nottokopedia.com/token'],
  ['https://tokopedia.com.evil.test/api', 'https://tokopedia.com.evil.test/token'],
  ['http://127.0.0.1:7411/api', 'http://127.0.0.1:7411/token'],
])('tokens for %s come from %s', (baseUrl, url) => {
  expect(tokenUrlOf(SETTINGS, baseUrl)).toBe(url);
  expect(tokenUrlOf({ ...SETTINGS, tokenUrl: 'http://a.test/t' }, baseUrl)).toBe('http://a.test/t');
});
