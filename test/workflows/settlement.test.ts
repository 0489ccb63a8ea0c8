import {
  afterAnswer,
  nextStep,
  whileAsked,
  type Basis,
  type FundsPosition,
  type LedgerAnswer,
  type LedgerStep,
  type Situation,
  type Step,
  type Verdict,
} from '../../workflows/settlement.js';
import { STANDINGS } from '../support/standings.js';

const BASES: Basis[] = [...STANDINGS, 'unpaid', 'reviewed'];
const FUNDS: FundsPosition[] = [
  'unfunded',
  'none',
  'holding',
  'unsure',
  'held',
  'abandoned',
  'retaking',
  'untaken',
  'captured',
  'kept',
  'released',
  'owed',
  'untakable',
];
const RESOLVED = [undefined, 'Sukses', 'Gagal'] as const;
const STEPS = [undefined, 'hold', 'capture', 'release'] as const;

/** A situation, and how often the step under way was refused since the funds last moved. */
interface Node extends Situation {
  refusals: Partial<Record<LedgerStep, number>>;
}

const idOf = (node: Node) => JSON.stringify(node);

/** What the ledger may answer to a step. */
function answersTo(step: LedgerStep, { refusals }: Node): LedgerAnswer[] {
  const refused = refusals[step] ? 'again' : 'refused';
  if (step === 'hold') return ['done', refused === 'again' ? 'refused' : refused, 'doubtful', 'unstated', 'silent'];
  return ['done', refused, 'gone', 'silent'];
}

function answered(node: Node, step: LedgerStep, answer: LedgerAnswer): Node {
  const asked = node.funds === 'holding' ? node.funds : whileAsked(node.funds, step);
  const { funds, blocked } = afterAnswer(asked, step, answer);
  const refusals =
    funds === node.funds ? { ...node.refusals, [step]: Math.min(2, (node.refusals[step] ?? 0) + 1) } : {};
  return { ...node, funds, blocked, refusals };
}

/** What evidence can make of a basis; an operator's resolution becomes older than it. */
const EVIDENCE: Partial<Record<Basis, Basis[]>> = {
  unknown: ['pending', 'failing', 'refused', 'failed', 'success'],
  pending: ['failing', 'failed', 'success'],
  failing: ['failed', 'success'],
  refused: ['contradicted'],
  failed: ['contradicted'],
  success: ['contradicted'],
};
const SPEAKS: Partial<Record<Basis, Verdict>> = {
  failing: 'Gagal',
  refused: 'Gagal',
  failed: 'Gagal',
  success: 'Sukses',
};

function withEvidence(node: Node): Node[] {
  return (EVIDENCE[node.basis] ?? []).map((basis) => {
    const against = basis === 'contradicted' || (SPEAKS[basis] !== undefined && SPEAKS[basis] !== node.resolved);
    return { ...node, basis, opposed: node.opposed || (node.resolved !== undefined && against) };
  });
}

/** The resolutions that the validator of `resolve` lets through. */
function withResolution(node: Node): Node[] {
  const verdict = node.basis === 'failing' ? undefined : SPEAKS[node.basis];
  return (['Sukses', 'Gagal'] as const)
    .filter((status) => verdict === undefined || verdict === status)
    .filter((status) => !(status === 'Sukses' && (node.basis === 'unpaid' || node.basis === 'unsent')))
    .map((resolved) => ({ ...node, resolved, opposed: false, blocked: undefined }));
}

/** Every situation that can follow, with what brought it about. */
function successors(node: Node): { by: 'machine' | 'world'; node: Node }[] {
  const step = nextStep(node);
  const world = [...withEvidence(node), ...(step.do === 'wait' || step.do === 'poll' ? withResolution(node) : [])];
  const machine =
    step.do === 'hold' || step.do === 'capture' || step.do === 'release'
      ? answersTo(step.do, node).map((answer) => answered(node, step.do, answer))
      : [];
  return [
    ...machine.map((next) => ({ by: 'machine' as const, node: next })),
    ...(step.do === 'end' ? [] : world).map((next) => ({ by: 'world' as const, node: next })),
  ];
}

const start = (basis: Basis, funds: FundsPosition, more: Partial<Node> = {}): Node => ({
  basis,
  funds,
  opposed: false,
  resolved: undefined,
  blocked: undefined,
  refusals: {},
  ...more,
});

/** Where a payment, or a review, can begin to be settled. */
const STARTS: Node[] = [
  ...(['unfunded', 'none', 'held', 'holding', 'unsure'] as const).map((funds) => start('unpaid', funds)),
  ...(['unknown', 'pending', 'failing', 'refused', 'failed', 'success'] as const).flatMap((basis) => [
    start(basis, 'unfunded'),
    start(basis, 'held'),
    // After a release at the deadline, done or refused.
    start(basis, 'released'),
    start(basis, 'held', { blocked: 'release', refusals: { release: 1 } }),
  ]),
  ...(['unfunded', 'none', 'captured', 'released', 'owed'] as const).map((funds) => start('reviewed', funds)),
];

function reachable(): Map<string, Node> {
  const found = new Map<string, Node>();
  const queue = [...STARTS];
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (found.has(idOf(node))) continue;
    found.set(idOf(node), node);
    queue.push(...successors(node).map((next) => next.node));
  }
  return found;
}

const all = reachable();
const ends = [...all.values()].flatMap((node) => {
  const step = nextStep(node);
  return step.do === 'end' ? [{ node, step }] : [];
});
const told = ({ node, step }: { node: Node; step: Step }) => `${idOf(node)} → ${JSON.stringify(step)}`;

test('every cell of the table has a step', () => {
  let cells = 0;
  for (const basis of BASES)
    for (const funds of FUNDS)
      for (const resolved of RESOLVED)
        for (const opposed of [false, true])
          for (const blocked of STEPS) {
            expect(nextStep({ basis, funds, resolved, opposed, blocked }).do).toMatch(
              /^(poll|hold|capture|release|wait|end)$/,
            );
            cells += 1;
          }
  expect(cells).toBe(3_120);
});

test('every answer to every step that can be reached has a cell', () => {
  // `reachable` throws for a missing cell.
  expect(all.size).toBeGreaterThan(300);
});

test('every sequence ends, or waits for evidence or for an operator: the machine alone never goes round', () => {
  const depth = new Map<string, number>();
  const visit = (node: Node, path: Set<string>): number => {
    const id = idOf(node);
    const known = depth.get(id);
    if (known !== undefined) return known;
    if (path.has(id)) throw new Error(`goes round at ${id}`);
    path.add(id);
    const next = successors(node).filter(({ by }) => by === 'machine');
    const longest = next.length === 0 ? 0 : 1 + Math.max(...next.map((one) => visit(one.node, path)));
    path.delete(id);
    depth.set(id, longest);
    return longest;
  };
  expect(Math.max(...[...all.values()].map((node) => visit(node, new Set())))).toBeLessThan(8);
});

test('whatever waits for an operator can be resolved, and from every situation an end can be reached', () => {
  const canEnd = new Set(ends.map(({ node }) => idOf(node)));
  for (let before = -1; before !== canEnd.size;) {
    before = canEnd.size;
    for (const [id, node] of all) {
      if (!canEnd.has(id) && successors(node).some((next) => canEnd.has(idOf(next.node)))) canEnd.add(id);
    }
  }
  expect([...all.keys()].filter((id) => !canEnd.has(id))).toEqual([]);
  for (const node of all.values()) {
    if (nextStep(node).do === 'wait') expect([idOf(node), withResolution(node).length]).not.toEqual([idOf(node), 0]);
  }
});

test('no payment ends paid and released without `owed`', () => {
  const wrong = ends.filter(({ step }) => step.status === 'Sukses' && step.funds === 'released');
  expect(wrong.map(told)).toEqual([]);
});

test('no payment that a ledger funds ends paid without its funds', () => {
  const wrong = ends.filter(
    ({ node, step }) => node.funds !== 'unfunded' && step.status === 'Sukses' && step.funds === 'none',
  );
  expect(wrong.map(told)).toEqual([]);
});

test('no payment ends Gagal and captured without a review', () => {
  const wrong = ends.filter(({ step }) => step.status === 'Gagal' && step.funds === 'captured' && !step.review);
  expect(wrong.map(told)).toEqual([]);
});

test('no payment ends with funds owed without a review, and none that is Gagal owes anything', () => {
  const owed = ends.filter(({ step }) => step.funds === 'owed');
  expect(owed.filter(({ step }) => !step.review || step.status === 'Gagal').map(told)).toEqual([]);
  expect(owed.length).toBeGreaterThan(0);
});

test('nothing ends while a hold may be open', () => {
  const open: FundsPosition[] = ['holding', 'unsure', 'held', 'abandoned', 'retaking', 'untaken'];
  expect(ends.filter(({ node }) => open.includes(node.funds)).map(told)).toEqual([]);
});

test('Gagal is never told while Sukses is known', () => {
  expect(ends.filter(({ node, step }) => node.basis === 'success' && step.status === 'Gagal').map(told)).toEqual([]);
});

test('Sukses is never told of a payment that was not sent, or that the provider refused or failed', () => {
  const bases: Basis[] = ['unsent', 'unpaid', 'refused', 'failed'];
  expect(ends.filter(({ node, step }) => bases.includes(node.basis) && step.status === 'Sukses').map(told)).toEqual([]);
});

test('without a verdict and without a resolution nothing ends and no money moves', () => {
  for (const basis of ['unknown', 'pending', 'failing'] as const) {
    for (const funds of FUNDS) {
      expect(nextStep({ basis, funds, resolved: undefined, opposed: false })).toEqual({ do: 'poll' });
    }
  }
});

test('in a contradiction, and in a review, only a resolution moves money', () => {
  for (const basis of ['contradicted', 'reviewed'] as const) {
    for (const funds of FUNDS) expect(nextStep({ basis, funds, opposed: false }).do).toBe('wait');
  }
});

test('a resolution that newer evidence contradicts moves nothing', () => {
  for (const funds of FUNDS) {
    expect(nextStep({ basis: 'failing', resolved: 'Sukses', opposed: true, funds }).do).toBe('poll');
    expect(nextStep({ basis: 'success', resolved: 'Gagal', opposed: true, funds }).do).toBe('wait');
    expect(nextStep({ basis: 'failed', resolved: 'Sukses', opposed: true, funds }).do).toBe('wait');
    expect(nextStep({ basis: 'contradicted', resolved: 'Sukses', opposed: true, funds }).do).toBe('wait');
  }
});
