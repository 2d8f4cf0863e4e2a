import type { Manifest } from '../result/index.js';
import { judge } from './judge.js';
import { parseKnown } from './known.js';
import type { Mutant } from './mutant.js';
import { tell } from './told.js';
import type { Outcome } from './try-mutants.js';

const check = (id: string) => ({
  id,
  title: id,
  points: 1,
  visibility: 'hidden' as const,
  hints: ['', '', ''] as const,
});
const manifest = { id: '02-x', checks: ['zeros', 'limits', 'random'].map(check) } as unknown as Manifest;
const known = (text: string) => parseKnown(`version: 1\n${text}`, 'mutants.yml', manifest);

const mutant = (becomes: string, change: Partial<Mutant> = {}): Mutant => {
  const place = { line: 7, was: 'a < b', becomes };
  return { operator: 'boundary', within: ['part', 'allocate'], ...place, text: becomes, ...change };
};
const outcome = (kind: Outcome['kind'], checks: string[] = [], of = mutant('a <= b')): Outcome => {
  return { mutant: of, kind, checks };
};
const judged = (outcomes: Outcome[], text = '') =>
  judge(outcomes, outcomes.map((each) => each.mutant), known(text)); // prettier-ignore

const entry = `equivalent:
  - { in: allocate, line: a < b, becomes: [a <= b, a == b], why: both give the same answer }`;

test('a survivor is a fault until somebody has said why it is none', () => {
  const [first, second] = [mutant('a <= b'), mutant('a > b')];
  const outcomes = [first, second].map((each) => outcome('survived', [], each));
  expect(judged(outcomes).survivors).toEqual([first, second]);
  const { survivors, explained } = judged(outcomes, entry);
  expect({ survivors, explained }).toEqual({ survivors: [second], explained: [first] });
});

test('a reason holds in the function that it names, and nowhere else', () => {
  const elsewhere = mutant('a <= b', { within: ['part', 'release'] });
  expect(judged([outcome('survived', [], elsewhere)], entry).survivors).toEqual([elsewhere]);
});

test('a reason that no mutant needs is a fault', () => {
  const reasons = (...outcomes: Outcome[]) => judged(outcomes, entry).stale.map(({ reason }) => reason);
  const other = outcome('survived', [], mutant('a == b'));
  expect(reasons(outcome('survived'), other)).toEqual([]);
  expect(reasons(outcome('survived'))).toEqual([expect.stringMatching(/^no mutant answers/)]);
  expect(reasons(outcome('killed', ['limits']), other)).toEqual(['limits kills it: it is not equivalent']);
  expect(reasons(outcome('mistyped'), other)).toEqual([expect.stringMatching(/types are wrong/)]);
});

test('a reason for a mutant that was not tried this time is none', () => {
  expect(judge([], [mutant('a <= b'), mutant('a == b')], known(entry)).stale).toEqual([]);
});

test('what only random checks kill has no check of its own', () => {
  const outcomes = [outcome('killed', ['random']), outcome('killed', ['limits', 'random'])];
  expect(judged(outcomes, 'random: [random]').onlyRandom).toEqual([outcomes[0]]);
});

test('the check that fails first should be one about the rule that is broken', () => {
  const rules = 'random: [random]\nrules: { allocate: [limits], part: [random] }';
  const outcomes = [['random', 'limits'], ['zeros', 'limits'], ['random']].map((checks) =>
    outcome('killed', checks),
  );
  const { elsewhere } = judged(outcomes, rules);
  expect(elsewhere).toEqual([{ mutant: mutant('a <= b'), first: 'zeros', expected: ['limits'] }]);
});

test.each([
  ['names no check of the exercise', 'random: [nonsense]', /"nonsense" is no check of 02-x/],
  ['has a rule without a check', 'rules: { allocate: [] }', /rules\.allocate/],
  ['gives no reason', 'equivalent: [{ in: a, line: b, becomes: c }]', /why/],
  ['is not YAML', 'rules: {', /is not YAML/],
])('a file that %s is refused', (_what, text, words) => {
  expect(() => known(text)).toThrow(words);
});

test('the report shows each mutant by its place and its change', () => {
  const outcomes = [outcome('survived'), outcome('killed', ['random']), outcome('error', ['zeros'])];
  const judgement = judged(outcomes, 'random: [random]');
  const text = tell({ exercise: '02-x', file: 'x.ts', knownFile: 'mutants.yml', judgement, untried: 3 });
  expect(text).toBe(`02-x: 1 killed, 1 survived (0 of them explained), 0 skipped for their types, 3 not tried
  Survived: add a check that kills it, or a reason to mutants.yml (1):
    x.ts:7  boundary, in part › allocate
      - a < b
      + a <= b
  The grader could not judge these (1):
    x.ts:7  boundary, in part › allocate
      - a < b
      + a <= b
      without a verdict: zeros
  Killed by random checks only: their rule has no check of its own (1):
    x.ts:7  boundary, in part › allocate
      - a < b
      + a <= b
      killed by random
`);
});
