/** `hyperlab survey` as users meet it: the real program, its tables, its JSON, its words and exit status. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { survey as surveyRows } from '../../machine/survey/index.js';
import { surveyJson } from '../../machine/survey/report/survey-json.js';
import { surveyTable } from '../../machine/survey/report/survey-table.js';
import { createSchema } from '../../result/schema.js';
import surveySchema from '../../schemas/survey.schema.json';
import { labRoot } from '../../lab-root.js';
import { profiles } from '../../command-line/profiles.js';

const root = labRoot();
const command = join(root, 'dist/hyperlab.js');

function survey(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'survey', ...args], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

// A survey takes seconds: each profile's is made once here, and the command makes one for each way in which it is called.
const names = ['strict', 'legacy', 'assisted'] as const;
const rowsOf = {
  strict: surveyRows(profiles.strict),
  legacy: surveyRows(profiles.legacy),
  assisted: surveyRows(profiles.assisted),
};

const keptTable = (profile: string) =>
  readFileSync(join(root, 'grading/machine/survey/report/survey-tables', `${profile}.txt`), 'utf8');

test.each(names)(
  'the table of %s is the one in survey-tables/ (npm run survey:tables makes it)',
  (profile) => {
    expect(surveyTable(profile, rowsOf[profile])).toBe(keptTable(profile));
  },
);

test('the command prints the table of the profile that it is given, or else that of strict', () => {
  expect(survey('--profile', 'legacy')).toEqual({ status: 0, stdout: keptTable('legacy'), stderr: '' });
  expect(survey()).toEqual({ status: 0, stdout: keptTable('strict'), stderr: '' });
});

test('--json prints the same as JSON', () => {
  const stdout = surveyJson('assisted', rowsOf.assisted);
  expect(survey('--profile', 'assisted', '--json')).toEqual({ status: 0, stdout, stderr: '' });
});

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

test.each(names)('the JSON of %s holds to its schema, and tells of each CSR number once', (profile) => {
  const record = schema.parse(surveyJson(profile, rowsOf[profile]), 'JSON');
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

test('a reader who has enough of it ends it quietly', () => {
  const shell = `"${process.execPath}" "${command}" survey --json | head -n 1; echo "\${PIPESTATUS[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '{\n141 0\n', stderr: '' });
});
