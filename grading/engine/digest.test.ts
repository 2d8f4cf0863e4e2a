import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { Workspace } from '../sandbox/index.js';
import { graderDigest, IncompleteLab } from './digest.js';

const workspace = new Workspace();
const lab = workspace.path('lab');
afterAll(() => workspace.remove());

beforeAll(() => {
  for (const name of ['src', 'exercises', 'solutions', 'grading', 'dist', 'package.json', 'tsconfig.json']) {
    cpSync(join(labRoot(), name), join(lab, name), { recursive: true });
  }
  const { dependencies } = JSON.parse(readFileSync(join(lab, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const [name, version] of Object.entries(dependencies)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ version }));
  }
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(lab, file)), { recursive: true });
  writeFileSync(join(lab, file), text);
}

/** Whether the digest is another one while `file` has `text` at its end. */
function counts(file: string, text = '\n'): boolean {
  const before = readFileSync(join(lab, file), 'utf8');
  const digest = graderDigest(lab);
  write(file, before + text);
  const changed = graderDigest(lab) !== digest;
  write(file, before);
  expect(graderDigest(lab)).toBe(digest);
  return changed;
}

test.each([
  'exercises/08-trap-and-emulate/exercise.json',
  'exercises/08-trap-and-emulate/checks.test.ts',
  'grading/suites/08-trap-and-emulate/hidden.test.ts',
  'grading/suites/08-trap-and-emulate/rig.ts',
  'grading/rig/inside/meter.ts',
  'grading/rig/inside/copy-plain.ts',
  'grading/suite/check.ts',
  'grading/sandbox/limits.ts',
  'solutions/08-trap-and-emulate/emulate.ts',
  'src/hypervisor/for-parts.ts',
  'tsconfig.json',
  'dist/hyperlab.js',
  'dist/compile.js',
  'dist/suite-thread.js',
])('%s decides: the digest covers it', (file) => {
  expect(counts(file)).toBe(true);
});

test('the digest covers which version of a package is installed', () => {
  const digest = graderDigest(lab);
  write('node_modules/ses/package.json', JSON.stringify({ version: '0.0.1' }));
  expect(graderDigest(lab)).not.toBe(digest);
});

test.each([
  ['node_modules/ses/package.json', 'npm ci'],
  ['dist/compile.js', 'npm run build'],
])('without %s one line says what is missing, and that %s brings it back', (file, how) => {
  const place = join(lab, file);
  renameSync(place, `${place}.away`);
  try {
    expect(() => graderDigest(lab)).toThrow(
      new IncompleteLab(`${place}: is missing, and grading needs it: ${how} brings it back`),
    );
  } finally {
    renameSync(`${place}.away`, place);
  }
});

test.each(['grading/engine/digest.test.ts', 'grading/samples/partial/08-trap-and-emulate/emulate.ts'])(
  '%s decides nothing',
  (file) => {
    expect(counts(file)).toBe(false);
  },
);
