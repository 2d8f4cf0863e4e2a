/** Imports run one way. The rule stands in CONTRIBUTING.md, "Layers"; this test names each line that breaks it. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { labRoot } from './lab-root.js';

/** What each layer may import beside itself. Only `grading` may import packages and Node.js. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/machine': [],
  'src/assembler': ['src/machine'],
  'src/guests': ['src/machine'],
  'src/hypervisor': ['src/machine', 'src/assembler', 'src/guests'],
  exercises: ['src/machine', 'src/assembler', 'src/guests', 'src/hypervisor'],
  solutions: ['src/machine', 'src/assembler', 'src/guests', 'src/hypervisor'],
  grading: [
    'src/machine',
    'src/assembler',
    'src/guests',
    'src/hypervisor',
    'solutions',
    'exercises',
    'packages',
  ],
};

interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

/** What is wrong with an import, in one line; undefined when it is allowed. */
export function brokenRule({ file, line, specifier }: Import): string | undefined {
  const from = layerOf(file);
  if (from === undefined) {
    return `${file}:${line} belongs to no layer (CONTRIBUTING.md, "Layers")`;
  }
  const isTest = file.endsWith('.test.ts');
  const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
  const to = target === undefined ? 'packages' : layerOf(target);
  const where = `${file}:${line} imports '${specifier}': `;
  const rule = ' (CONTRIBUTING.md, "Layers")';
  if (to === from) {
    return undefined;
  }
  // Tests stand beside what they test; they may use packages, and any layer but `grading`.
  const allowed =
    isTest && from !== 'grading'
      ? [...Object.keys(mayImport).filter((l) => l !== 'grading'), 'packages']
      : mayImport[from]!;
  if (to === undefined || !allowed.includes(to)) {
    return `${where}${from} may not import ${to ?? 'a path outside the layers'}${rule}`;
  }
  const isLayerOfSource = to.startsWith('src/');
  if (isLayerOfSource && target !== `${to}/index.js`) {
    return `${where}${to} is to be imported through its index.js${rule}`;
  }
  return undefined;
}

function layerOf(path: string): string | undefined {
  return Object.keys(mayImport).find((layer) => path === layer || path.startsWith(`${layer}/`));
}

function importsOf(file: string, text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    file,
    line: text.slice(0, pos).split('\n').length,
    specifier: fileName,
  }));
}

test('no file imports against the direction of the layers', () => {
  const files = globSync('{src,exercises,solutions,grading}/**/*.ts', {
    cwd: labRoot(),
    posix: true,
    ignore: ['grading/samples/**', 'grading/suites/*/wrong/**'],
  });
  const broken = files.flatMap((file) =>
    importsOf(file, readFileSync(posix.join(labRoot(), file), 'utf8')).map(brokenRule),
  );
  expect(broken.filter((line) => line !== undefined)).toEqual([]);
  expect(files.length).toBeGreaterThan(50);
});

test.each([
  ['src/machine/hart.ts', 'node:fs', 'src/machine may not import packages'],
  ['src/machine/hart.ts', '../hypervisor/index.js', 'src/machine may not import src/hypervisor'],
  ['src/assembler/encode.ts', '../machine/decode.js', 'through its index.js'],
  ['solutions/08-x/emulate.ts', '../../src/hypervisor/vmm.js', 'through its index.js'],
  ['exercises/08-x/checks.test.ts', '../../grading/suite/check.js', 'exercises may not import grading'],
  ['src/hypervisor/vmm.ts', '../../solutions/reference-parts.js', 'src/hypervisor may not import solutions'],
])('%s importing %s breaks a rule', (file, specifier, words) => {
  expect(brokenRule({ file, line: 3, specifier })).toContain(words);
});

test('a layer may import what stands below it, and grading may import packages', () => {
  expect(
    brokenRule({ file: 'src/hypervisor/vmm.ts', line: 1, specifier: '../machine/index.js' }),
  ).toBeUndefined();
  expect(brokenRule({ file: 'grading/cli/main.ts', line: 1, specifier: 'commander' })).toBeUndefined();
});
