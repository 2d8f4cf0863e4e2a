/** `hyperlab survey` as users meet it: the real program, its tables, its JSON, its words and exit status. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSchema } from '../result/schema.js';
import surveySchema from '../schemas/survey.schema.json';
import { labRoot } from '../lab-root.js';

const root = labRoot();
const command = join(root, 'dist/hyperlab.js');

function survey(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'survey', ...args], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

const profiles = ['strict', 'legacy', 'assisted'] as const;

test.each(profiles)(
  'the table of %s is the one in survey-tables/ (npm run survey:tables makes it)',
  (profile) => {
    const table = readFileSync(
      join(root, 'grading/machine/survey/report/survey-tables', `${profile}.txt`),
      'utf8',
    );
    expect(survey('--profile', profile)).toEqual({ status: 0, stdout: table, stderr: '' });
  },
);

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly csr?: number;
  readonly condition: string;
}

interface Survey {
  readonly profile: string;
  readonly virtualizable: boolean;
  readonly rows: readonly Row[];
  readonly inaccessible: Readonly<Record<'read' | 'write', readonly (readonly [number, number])[]>>;
}

const schema = createSchema<Survey>(surveySchema, () => []);

test.each(profiles)('--json of %s holds to its schema, and tells of each CSR number once', (profile) => {
  const { status, stdout, stderr } = survey('--profile', profile, '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const record = schema.parse(stdout, 'stdout');
  expect(record.profile).toBe(profile);
  expect(record.virtualizable).toBe(record.rows.every(({ condition }) => condition !== 'broken'));
  for (const kind of ['read', 'write'] as const) {
    const accessible = record.rows.filter((row) => row.kind === kind).map(({ csr }) => csr!);
    const others = record.inaccessible[kind].flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    const all = [...accessible, ...others].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 4096 }, (_, number) => number));
  }
});

test('without --profile it is strict that is surveyed', () => {
  expect(survey().stdout).toBe(survey('--profile', 'strict').stdout);
});

describe('what cannot be surveyed ends in one line and status 2:', () => {
  test.each<[string, string[], string]>([
    [
      'an unknown profile',
      ['--profile', 'x86'],
      "hyperlab: option '--profile <profile>' argument 'x86' is invalid. Allowed choices are strict, legacy, assisted.\n",
    ],
    [
      'a profile named as a part of every object',
      ['--profile', 'constructor'],
      "hyperlab: option '--profile <profile>' argument 'constructor' is invalid. Allowed choices are strict, legacy, assisted.\n",
    ],
    ['no profile', ['--profile'], "hyperlab: option '--profile <profile>' argument missing\n"],
    ['an unknown option', ['--yaml'], "hyperlab: unknown option '--yaml'\n"],
    [
      'an argument',
      ['strict'],
      "hyperlab: too many arguments for 'survey'. Expected 0 arguments but got 1.\n",
    ],
  ])('%s', (_what, args, stderr) => {
    expect(survey(...args)).toEqual({ status: 2, stdout: '', stderr });
  });
});

test('a reader who has enough of it is no error', () => {
  const shell = `"${process.execPath}" "${command}" survey --json | head -n 1; echo "\${PIPESTATUS[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '{\n0 0\n', stderr: '' });
});
