import { eachTestsFolder } from '../support/folder.js';
import { eventually, kill, startMachine, type Machine } from './machine.js';

const folder = eachTestsFolder();
let machine: Machine;
afterEach(() => machine.stop());

const bill = (refId: string, customerNo = '530000000001') => ({
  provider: 'digiswitch',
  refId,
  product: 'pln',
  customerNo,
  testing: true,
});

test('a worker killed while pay is in flight: the outcome is right and the biller charged once', async () => {
  machine = await startMachine({ folder: folder(), provider: { timeout: '8s' } });
  const { payments, sandbox } = machine;
  await machine.rules([{ match: { ref: 'killed', asks: 'pay' }, delay: 5_000 }]);
  const worker = await machine.startWorker();
  await payments.start(bill('killed'));
  const paid = async () =>
    (await machine.charges('digiswitch', 'killed')).contacts.some((c) => c.command === 'pay-pasca');
  await eventually(paid);
  await kill(worker);
  await machine.startWorker();
  const outcome = await payments.outcome({ provider: 'digiswitch', refId: 'killed' });
  expect(outcome).toMatchObject({ status: 'Sukses', funds: 'none' });
  const charges = await machine.charges('digiswitch', 'killed');
  expect(charges).toMatchObject({ charges: 1, pays: [expect.anything()] });
  expect(sandbox.url).toMatch(/^http/);
});

test('the server killed while 20 payments are polled: no contact comes before minGap', async () => {
  const minGapMs = 3_000;
  machine = await startMachine({
    folder: folder(),
    provider: { minGap: '3s', firstCheck: '3s', poll: [{ every: '4s', for: '10m' }] },
  });
  const { payments, server } = machine;
  await machine.rules([
    { match: { refPrefix: 'polled-', asks: 'pay' }, answer: { outcome: 'pending→sukses', after: { checks: 4 } } },
  ]);
  await machine.startWorker();
  const refs = Array.from({ length: 20 }, (_, index) => `polled-${index}`);
  await Promise.all(refs.map((ref) => payments.start(bill(ref, `7700${ref.slice(7).padStart(8, '0')}`))));
  const contacts = async () =>
    (await Promise.all(refs.map((ref) => machine.charges('digiswitch', ref)))).map((c) => c.contacts);
  await eventually(async () =>
    (await contacts()).every((list) => list.some(({ command }) => command === 'status-pasca')),
  );
  await server.restart();
  const outcomes = await Promise.all(refs.map((refId) => payments.outcome({ provider: 'digiswitch', refId })));
  expect(outcomes.map((outcome) => outcome?.status)).toEqual(refs.map(() => 'Sukses'));
  for (const list of await contacts()) {
    const times = list.filter(({ command }) => command !== 'inq-pasca').map(({ at }) => Date.parse(at));
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(minGapMs);
  }
  for (const ref of refs)
    expect(await machine.charges('digiswitch', ref)).toMatchObject({ charges: 1, pays: [expect.anything()] });
});
