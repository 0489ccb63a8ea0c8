import { isPayMark } from '../../contract/heartbeat.js';

test('only the details of a pay that was about to be sent are its mark', () => {
  expect(isPayMark({ sending: true, at: '2026-07-01T00:00:00.000Z' })).toBe(true);
  for (const details of [undefined, null, 0, 'sending', [], {}, { at: '2026-07-01T00:00:00.000Z' }]) {
    expect(isPayMark(details)).toBe(false);
  }
});
