import { temporalTarget } from '../../client/connection.js';

test('Temporal is where the environment says, else at the configured port of this machine', () => {
  const none = { TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml' };
  expect(temporalTarget(7_300, none)).toMatchObject({
    connectionOptions: { address: '127.0.0.1:7300' },
    namespace: 'default',
  });
  const named = { ...none, TEMPORAL_ADDRESS: 'temporal.example.com:7233', TEMPORAL_NAMESPACE: 'shop' };
  expect(temporalTarget(7_300, named)).toMatchObject({
    connectionOptions: { address: 'temporal.example.com:7233' },
    namespace: 'shop',
  });
});
