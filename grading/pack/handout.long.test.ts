/**
 * The students' repository, as an instructor makes it and a student uses it: installed without a network, solved, compared with
 * `hyperlab grade`, and searched byte by byte for what must stay in the lab.
 */
import { globSync } from 'glob';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import ts from 'typescript';
import { loadExercises } from '../exercises/index.js';
import { findLeaks, withheldTexts } from '../handout/seal/index.js';
import { labRoot } from '../lab-root.js';
import type { CheckResult } from '../result/index.js';
import { Workspace } from '../sandbox/index.js';
import { grade } from './grade.js';
import { wrongAnswers } from './wrong-answers.js';

const root = labRoot();
const exercises = loadExercises(root).map(({ manifest }) => manifest);
const workspace = new Workspace();
const out = workspace.path('handout');
/** Whoever looks for a registry here fails: nobody listens at this port. */
const nobody = {
  PATH: process.env['PATH'],
  HOME: workspace.path('home'),
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_cache: workspace.path('home/npm'),
  npm_config_fetch_retries: '0',
};

/** Of what is written for `--json`, what is compared here. */
interface JestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly location: { readonly line: number; readonly column: number };
    }[];
  }[];
}

const node = (cwd: string, ...args: string[]) =>
  spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: nobody });
const shell = (cwd: string, command: string) =>
  spawnSync('/bin/sh', ['-c', command], { cwd, encoding: 'utf8', env: nobody });
const put = (file: string, text: string | Uint8Array) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

let made: ReturnType<typeof node>;
beforeAll(() => {
  made = node(root, 'dist/hyperlab.js', 'handout', '--out', out);
}, 240_000);
afterAll(() => workspace.remove());

test('it is made in one command', () => {
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);
});

test('a student installs it without a network, and its two commands run', () => {
  const first = exercises[0]!;
  expect(shell(out, 'npm ci')).toMatchObject({ status: 0 });
  const stub = shell(out, `npx --offline hyperlab check ${first.id.slice(0, 2)}`);
  expect(stub.stdout).toContain(`${first.id.slice(0, 2)} ${first.title}: 0 of `);
  const part = join(first.id, first.part.file);
  cpSync(join(root, 'solutions', part), join(out, 'exercises', part));
  const solved = shell(out, `npx --offline hyperlab check ${first.id.slice(0, 2)}`);
  expect(solved.stdout).toMatch(/^(\d\d) .*: (\S+) of \2 points$/m);
  expect(solved.stderr).toBe('');
  cpSync(join(root, 'exercises', part), join(out, 'exercises', part));
}, 240_000);

test('visible checks have the same verdicts and the same words as in hyperlab grade', () => {
  const rounds = [0].map((round) => ({ round, folder: workspace.path(`wrong-${round}`) }));
  for (const { round, folder } of rounds) {
    for (const manifest of exercises) {
      const wrong = visibleMistakes(manifest)[round]!;
      put(join(folder, manifest.id, manifest.part.file), wrong.text);
    }
  }
  const grading = grade(
    rounds.map(({ folder }) => folder),
    workspace.path('graded'),
  );
  for (const { round, folder } of rounds) {
    const student = workspace.path(`student-${round}`);
    cpSync(out, student, { recursive: true });
    cpSync(folder, join(student, 'exercises'), { recursive: true });
    const { stdout } = node(student, 'dist/hyperlab.js', 'check');
    const told = stdout.split('\n');
    for (const { id, checks } of grading.resultOf(`wrong-${round}`).exercises) {
      const visible = checks.filter(({ visibility }) => visibility === 'visible');
      for (const { title, verdict } of visible) {
        expect(`${id}: ${told.find((line) => line.slice(4) === title)}`).toBe(
          `${id}:   ${marks[verdict]} ${title}`,
        );
      }
      const failed = visible.find(({ verdict }) => verdict === 'fail');
      expect(failed).toBeDefined();
      expect(stdout).toContain(failed!.message.split('\n')[0]);
    }
  }
}, 240_000);

const marks: Record<CheckResult['verdict'], string> = { pass: '✓', fail: '✗', error: '!', skipped: '–' };

/** Wrong answers that a visible check finds. */
function visibleMistakes(manifest: (typeof exercises)[number]) {
  const visible = manifest.checks.filter(({ visibility }) => visibility === 'visible').map(({ id }) => id);
  return wrongAnswers(root, manifest).filter(({ fails }) => fails.some((id) => visible.includes(id)));
}

/** Every test of a file of results, as an editor shows it. */
const testsIn = (file: string) =>
  (JSON.parse(readFileSync(file, 'utf8')) as JestResults).testResults.map(
    ({ name, status, assertionResults }) => ({
      file: basename(dirname(name)),
      status,
      tests: assertionResults.map(({ title, status, location }) => ({ title, status, ...location })),
    }),
  );

test("what stands in for Jest says of each check what Jest says where it is installed, and on the check's own line", () => {
  const [first, failing] = exercises as [(typeof exercises)[number], (typeof exercises)[number]];
  const student = workspace.path('with-jest');
  cpSync(out, student, { recursive: true });
  rmSync(join(student, 'node_modules'), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules'), join(student, 'node_modules'));
  const part = join(first.id, first.part.file);
  cpSync(join(root, 'solutions', part), join(student, 'exercises', part));
  const [mistake] = visibleMistakes(failing);
  put(join(student, 'exercises', failing.id, failing.part.file), mistake!.text);
  // As an editor's extension calls it, for a folder of tests.
  const jest = (program: string, results: string) =>
    node(
      student,
      program,
      ...`--testLocationInResults --json --useStderr --outputFile ${results}`.split(' '),
      ...[
        ...[
          '--no-coverage',
          '--watchAll=false',
          '--testPathPatterns',
          `exercises/(${first.id}|${failing.id})`,
        ],
      ],
    );
  const [real, ours] = [workspace.path('jest.json'), workspace.path('ours.json')];
  expect(jest('node_modules/jest/bin/jest.js', real).stderr).toMatch(
    /Tests: +\d+ failed, \d+ passed, \d+ total/,
  );
  const { status, stderr } = jest('dist/jest.js', ours);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^Test results written to: /m) as string,
  });
  const told = testsIn(ours);
  expect(told.map(({ status }) => status)).toEqual(['passed', 'failed']);
  expect(new Set(told[0]!.tests.map(({ line }) => line)).size).toBe(told[0]!.tests.length);
  expect(told).toEqual(testsIn(real).sort((a, b) => (a.file < b.file ? -1 : 1)));
}, 240_000);

test('without a network, npx and npm find it, and an editor gets the list of tests', () => {
  const { id } = exercises[0]!;
  const visible = exercises[0]!.checks.filter(({ visibility }) => visibility === 'visible').length;
  expect(shell(out, `npx --offline jest exercises/${id}`).stderr).toMatch(
    new RegExp(`Tests: +${visible} failed, ${visible} total`),
  );
  const { jestCommandLine } = settings();
  const listed = JSON.parse(
    shell(out, `${jestCommandLine} --listTests --json --watchAll=false`).stdout,
  ) as string[];
  expect(listed).toEqual(exercises.map((each) => join(out, 'exercises', each.id, 'checks.test.ts')));
}, 240_000);

test("a kernel boots on a student's own part, beside stand-ins, and the part that it fails on is named", () => {
  const student = workspace.path('boots');
  cpSync(out, student, { recursive: true });
  const solve = (number: string) => {
    const { id, part } = exercises.find((each) => each.id.startsWith(number))!;
    cpSync(join(root, 'solutions', id, part.file), join(student, 'exercises', id, part.file));
  };
  const boot = (...args: string[]) => node(student, 'dist/hyperlab.js', 'boot', ...args);
  solve('08');
  const { status, stdout } = boot('08');
  expect(stdout).toMatch(
    /mode full\/trap-and-emulate \(08-.*, and stand-ins for the rest\) and halted: \d{7,} instructions/,
  );
  expect(status).toBe(0);

  // Nothing stands in for 12: the stub of 02 is tried beside it, and 12 is not named for what 02 does.
  solve('12');
  const together = boot('--mode', 'full/hardware-assisted');
  expect(together.stdout).toMatch(/^02-frame-allocator: .*still to be/m);
  expect(together.stdout).not.toMatch(/^12-/m);
  expect(together.status).toBe(1);

  expect(boot('14').stderr).toMatch(
    /^hyperlab: 14-direct-paging: mode para is compared with the reference.*\n$/,
  );
  expect(boot('02', '--mode', 'full/binary-translation').stderr).toMatch(
    /^hyperlab: mode full\/binary-translation needs your part of 10-binary-translation as well: [^\n]*\n$/,
  );
}, 240_000);

/** What the extension reads, in the folder that a student opens. */
function settings(): { readonly jestCommandLine: string } {
  const text = readFileSync(join(out, '.vscode/settings.json'), 'utf8');
  return { jestCommandLine: (JSON.parse(text) as Record<string, string>)['jest.jestCommandLine']! };
}

describe('of what is withheld nothing is in it:', () => {
  let files: Map<string, string>;
  beforeAll(() => {
    const paths = globSync('**/*', {
      cwd: out,
      posix: true,
      nodir: true,
      dot: true,
      ignore: 'node_modules/**',
    });
    files = new Map(paths.map((path) => [path, textOf(path)]));
  });
  const textOf = (path: string): string => {
    const bytes = readFileSync(join(out, path));
    return (path.endsWith('gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  };
  const told = () =>
    [...files]
      .filter(([path]) => /^(src|exercises)\//.test(path) && !path.endsWith('.json'))
      .map(([, text]) => text);

  test('no piece of a solution, hidden check, hidden scenario, wrong or right answer, or sample', () => {
    const rigs = made.stdout.match(/grading\/suites\/[^\s,]+/g) ?? [];
    const withheld = withheldTexts(root, rigs);
    expect(withheld.length).toBeGreaterThan(100);
    expect(findLeaks(files, withheld, told())).toEqual([]);
  });

  test('no title and no hint of a hidden check', () => {
    const all = [...files.values()].join('\n');
    const open = told().join('\n');
    const hidden = exercises.flatMap(({ checks }) =>
      checks.filter(({ visibility }) => visibility === 'hidden'),
    );
    expect(hidden.length).toBeGreaterThan(10);
    const texts = hidden
      .flatMap(({ title, hints }) => [title, ...hints])
      .filter((text) => !open.includes(text));
    expect(texts.filter((text) => all.includes(text))).toEqual([]);
  });

  test('no text of a hidden check, however short: what it expects, what it calls things, its id', () => {
    const visible = exercises.flatMap(({ checks }) => checks.filter((each) => each.visibility === 'visible'));
    const ids = exercises.flatMap(({ checks }) =>
      checks.filter((each) => each.visibility === 'hidden').map(({ id }) => id),
    );
    // Two pieces of a message that visible checks of exercise 02 share.
    const shared = ['with firstFrame', 'and frameCount'];
    const open = spoken(
      [...told(), ...visible.flatMap(({ hints, title }) => [title, ...hints]), ...shared].join('\n'),
    );
    const literals = exercises.flatMap(({ id }) =>
      literalsOf(readFileSync(join(root, 'grading/suites', id, 'hidden.test.ts'), 'utf8')),
    );
    const secrets = [
      ...literals.map(spoken).filter((text) => text.length >= SHORTEST_LITERAL),
      ...ids.filter((id) => id.includes('-')),
    ].filter((text) => !open.includes(text));
    expect(secrets.length).toBeGreaterThan(150);
    const all = [...files.values()].map(spoken).join('\n');
    expect(secrets.filter((text) => all.includes(text))).toEqual([]);
  });

  test('no scenario that hidden checks alone call', () => {
    let hidden = 0;
    const built = rigsIn(files.get('dist/bundles/rigs.js')!);
    expect(built).toHaveLength(exercises.length);
    for (const [index, { id }] of exercises.entries()) {
      const rig = readFileSync(join(root, 'grading/suites', id, 'rig.ts'), 'utf8');
      const checks = readFileSync(join(root, 'exercises', id, 'checks.test.ts'), 'utf8');
      const names = scenarioNames(rig);
      const called = names.filter((name) => checks.includes(`'${name}'`));
      expect(scenarioNames(`({${built[index]}`).sort()).toEqual(called.sort());
      hidden += names.length - called.length;
    }
    expect(hidden).toBeGreaterThan(5);
  });

  test('no file of the grader, no test of the lab, no source map', () => {
    const odd = [...files.keys()].filter((path) =>
      /^(grading|solutions)|\.map$|^src\/.*\.test\.ts$|\.diff$/.test(path),
    );
    expect(odd).toEqual([]);
    const built = [...files].filter(([path]) => /^dist\/(bundles\/)?[^/]+\.js$/.test(path));
    expect(built.length).toBeGreaterThan(3);
    const mapped = built.filter(([, text]) =>
      /^\/\/# sourceMappingURL=(?!data:application\/json;base64,\$\{)|\/\/ (grading|src)\//m.test(text),
    );
    expect(mapped.map(([path]) => path)).toEqual([]);
  });

  test('a piece that is put in is found', () => {
    const part = exercises[0]!;
    const solution = readFileSync(join(root, 'solutions', part.id, part.part.file), 'utf8');
    const planted = new Map([
      ['dist/hyperlab.js', `${files.get('dist/hyperlab.js')}${solution.replace(/\s+/g, ' ')}`],
    ]);
    expect(findLeaks(planted, withheldTexts(root, []), told()).length).toBeGreaterThan(5);
  });
});

test('every link of its pages leads to a file', () => {
  const pages = globSync('**/*.md', { cwd: out, posix: true, ignore: 'node_modules/**' });
  const links = pages.flatMap((page) =>
    [...readFileSync(join(out, page), 'utf8').matchAll(/\]\(([^)\s#]+)(#[^)\s]*)?\)/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^(https?:|mailto:)/.test(link))
      .map((link) => join(out, dirname(page), link)),
  );
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((link) => globSync(link).length === 0)).toEqual([]);
});

/** Of texts in hidden checks; shorter ones are words of the field. */
const SHORTEST_LITERAL = 12;

/** White space and the way to write a quote do not count. */
const spoken = (text: string): string =>
  text
    .replace(/\\(['"`])/g, '$1')
    .replace(/\s+|\\n/g, ' ')
    .trim();

/** The texts of a program, and what stands between the values in its templates. */
function literalsOf(text: string): string[] {
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      literals.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('hidden.test.ts', text, ts.ScriptTarget.ES2022, true));
  return literals;
}

/**
 * The bundle from the scenarios of each rig up to those of the next, in the order of the exercises. What follows the scenarios there is
 * no sentence of the language, and nothing is read of it.
 */
const rigsIn = (bundle: string): string[] => bundle.split(/(?=scenarios:\{)/).slice(1);

/** In `scenarios: { … }`, of a source and of what was built of it. */
function scenarioNames(text: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'scenarios' &&
      ts.isObjectLiteralExpression(node.initializer)
    ) {
      names.push(...node.initializer.properties.map(({ name }) => (name as ts.Identifier).text));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('rig.js', text, ts.ScriptTarget.ES2022, true));
  return names;
}
