import { exitCodeOf, InvalidInput, TuntasError, type ErrorCode } from '../../contract/errors.js';

test.each<[ErrorCode, number]>([
  ['InvalidRequest', 2],
  ['InvalidConfig', 2],
  ['MissingSecret', 2],
  ['RequestMismatch', 2],
  ['PaymentNotFound', 2],
  ['UpdateRefused', 2],
  ['PaymentEnded', 2],
  ['PortInUse', 2],
  ['InquiryFailed', 1],
  ['PaymentBroken', 5],
  ['TimeLimit', 3],
  ['Unreachable', 4],
  ['NoTemporal', 4],
])('the command line ends with the same exit code for every %s: %d', (code, exitCode) => {
  expect(exitCodeOf(new TuntasError(code, 'why'))).toBe(exitCode);
});

test('an error that is not ours ends with 5, which is never read as Gagal', () => {
  for (const error of [new Error('x'), { code: 'Unreachable' }, undefined]) expect(exitCodeOf(error)).toBe(5);
});

test('a message about invalid input names each path and reason', () => {
  const faults = [
    { path: 'refId', reason: 'must be text' },
    { path: '', reason: 'must be an object' },
  ];
  expect(new InvalidInput('InvalidRequest', faults).message).toBe('refId: must be text; must be an object');
});
