import type { Manifest } from '../result/index.js';
import type { CheckRecord } from '../suite/record.js';
import type { JestVerdict } from '../suite/run/run-suites.js';
import { joinVerdicts, skippedChecks } from './verdicts.js';

const manifest: Manifest = {
  version: 1,
  id: '08-trap-and-emulate',
  title: 'Trap and emulate',
  section: 'full-virtualization',
  part: { file: 'emulate.ts', export: 'emulate', type: 'EmulatePart' },
  summary: 'Emulate.',
  checks: [
    {
      id: 'boots',
      title: 'a guest boots',
      points: 2,
      visibility: 'visible',
      hints: ['What ends a trap?', 'Look at sret.', 'Set the mode from SPP.'],
    },
  ],
};

const record = (verdict: CheckRecord['verdict']): CheckRecord => ({
  check: 'boots',
  verdict,
  message: verdict === 'pass' ? '' : 'why',
});

const seen = (status: JestVerdict['status'], check = 'boots'): JestVerdict => ({ check, status });

function join(records: CheckRecord[], verdicts: JestVerdict[]) {
  return joinVerdicts(manifest, { records, verdicts, broken: [], repeatable: true })[0]!;
}

test('a check that says it passed, and that Jest saw pass, earns its points', () => {
  expect(join([record('pass')], [seen('passed')])).toMatchObject({
    verdict: 'pass',
    points: 2,
    maxPoints: 2,
  });
});

test('a check that failed earns nothing and keeps its reason', () => {
  expect(join([record('fail')], [seen('failed')])).toMatchObject({
    verdict: 'fail',
    points: 0,
    message: 'why',
  });
});

test('the section and the hints come from the manifest', () => {
  expect(join([record('fail')], [seen('failed')])).toMatchObject({
    section: 'full-virtualization',
    hint: 'What ends a trap?',
    moreHints: ['Look at sret.', 'Set the mode from SPP.'],
  });
});

test.each([
  ['a check that Jest never saw', [record('pass')], []],
  ['a check that wrote no record', [], [seen('passed')]],
  ['a check of which nothing is known', [], []],
  ['a check whose record says pass while Jest saw it fail', [record('pass')], [seen('failed')]],
  ['a check whose record says fail while Jest saw it pass', [record('fail')], [seen('passed')]],
  ['a check that Jest skipped though it says it passed', [record('pass')], [seen('skipped')]],
  ['a check that reported twice', [record('pass'), record('pass')], [seen('passed')]],
  ['a check that Jest saw twice', [record('pass')], [seen('passed'), seen('passed')]],
  ['a record of another check', [{ ...record('pass'), check: 'sleeps' }], [seen('passed')]],
  ['a check of which Jest saw another', [record('pass')], [seen('passed', 'sleeps')]],
  ['a record that names the title', [{ ...record('pass'), check: 'a guest boots' }], [seen('passed')]],
])('%s is an error, never a pass', (_what, records, verdicts) => {
  expect(join(records, verdicts)).toMatchObject({ verdict: 'error', points: 0 });
});

test('an exercise that was not handed in is skipped, with the reason', () => {
  expect(skippedChecks(manifest)).toMatchObject([
    { verdict: 'skipped', points: 0, message: 'This exercise was not handed in.' },
  ]);
});
