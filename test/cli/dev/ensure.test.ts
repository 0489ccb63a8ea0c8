import { parseConfig } from '../../../worker/config.js';
import { isSandboxed } from '../../../worker/sandboxed.js';

const config = (...baseUrls: string[]) =>
  parseConfig({
    providers: Object.fromEntries(
      baseUrls.map((baseUrl, index) => [
        `p${index}`,
        {
          adapter: 'digiflazz',
          baseUrl,
          credentials: { username: { env: 'U' }, apiKey: { env: 'K' } },
          poll: [{ every: '1s', for: '10s' }],
          settings: { dialect: 'digiflazz' },
        },
      ]),
    ),
  });

test.each(['http://127.0.0.1:7411', 'http://localhost:7411', 'http://[::1]:7411'])('%s is the sandbox', (url) =>
  expect(isSandboxed(config(url))).toBe(true),
);

test.each([
  'https://api.digiflazz.com',
  'https://127.0.0.1.example.com',
  'https://10.0.0.1:7411',
  'http://127.0.0.1:9',
])('one provider at %s is enough to keep the state through a power cut', (url) =>
  expect(isSandboxed(config('http://127.0.0.1:7411', url))).toBe(false),
);
