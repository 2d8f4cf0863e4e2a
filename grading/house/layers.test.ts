/** Imports run one way, between layers, between the rooms of a layer, and between files. The test names what breaks the rule. */
import { globSync } from 'glob';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { labRoot } from '../lab-root.js';
import { findCircles } from './circles.js';
import { floors } from './floors.js';
import { brokenRule, findImports } from './imports.js';

test('no file imports against the direction of the layers, or from a room above its own', () => {
  const imports = findImports(labRoot());
  expect(imports.map(brokenRule).filter((line) => line !== undefined)).toEqual([]);
  expect(new Set(imports.map(({ file }) => file)).size).toBeGreaterThan(50);
});

test('no files import each other in a circle, in one room or in several', () => {
  expect(findCircles(findImports(labRoot()))).toEqual([]);
});

test('a circle is told with all files on it', () => {
  const importing = (file: string, specifier: string) => ({ file, line: 1, specifier });
  const straight = [importing('a/one.ts', './two.js'), importing('a/two.ts', '../b/three.js')];
  expect(findCircles(straight)).toEqual([]);
  expect(findCircles([...straight, importing('b/three.ts', '../a/two.js')])).toEqual([
    'a/two.ts > b/three.ts > a/two.ts',
  ]);
});

test.each(Object.entries(floors))(
  'every room of %s is a folder with files in it, and listed once',
  (layer, rooms) => {
    const folders = globSync('**/*.ts', { cwd: join(labRoot(), layer), posix: true }).map((file) =>
      posix.dirname(file),
    );
    for (const room of rooms) {
      expect(existsSync(join(labRoot(), layer, room))).toBe(true);
      expect(room === 'schemas' || folders.includes(room)).toBe(true); // the schemas are JSON
    }
    expect(new Set(rooms).size).toBe(rooms.length);
  },
);

test.each([
  ['src/machine/hart/hart.ts', 'node:fs', 'src/machine may not import packages'],
  ['src/machine/hart/hart.ts', '../../hypervisor/index.js', 'src/machine may not import src/hypervisor'],
  ['src/assembler/encode.ts', '../machine/decode.js', 'through its index.js'],
  ['solutions/08-x/emulate.ts', '../../src/hypervisor/vmm.js', 'through its index.js'],
  ['exercises/08-x/checks.test.ts', '../../grading/suite/check.js', 'exercises may not import grading'],
  ['src/hypervisor/vmm.ts', '../../solutions/reference-parts.js', 'src/hypervisor may not import solutions'],
  ['src/machine/memory/tlb/tlb.ts', '../../hart/index.js', 'room memory/tlb may not import room hart'],
  [
    'src/machine/hart/hart.ts',
    '../memory/tlb/tlb.js',
    'room memory/tlb is to be imported through its index.js',
  ],
  ['src/machine/hart/hart.ts', '../machine.js', 'room hart may not import room .'],
  ['src/machine/attic/old.ts', '../memory/index.js', 'src/machine/attic/old.ts stands in no room'],
])('%s importing %s breaks a rule', (file, specifier, words) => {
  expect(brokenRule({ file, line: 3, specifier })).toContain(words);
});

test('a layer may import what stands below it, a room likewise, and grading may import packages', () => {
  for (const [file, specifier] of [
    ['src/hypervisor/vmm.ts', '../machine/index.js'],
    ['src/machine/hart/hart.ts', '../memory/index.js'],
    ['src/machine/hart/traps.ts', './hart.js'],
    ['src/machine/hart/traps.test.ts', '../machine.js'],
    ['grading/cli/main.ts', 'commander'],
  ] as const) {
    expect(brokenRule({ file, line: 1, specifier })).toBeUndefined();
  }
});
