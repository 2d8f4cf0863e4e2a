/** The lists of what parts may import: what is on them, that it is safe, and that they say the same as the layers. */
import * as assemblerIndex from '../../../src/assembler/index.js';
import * as assembler from '../../../src/assembler/for-parts.js';
import * as guestsIndex from '../../../src/guests/index.js';
import * as guests from '../../../src/guests/for-parts.js';
import * as hypervisorIndex from '../../../src/hypervisor/index.js';
import * as hypervisor from '../../../src/hypervisor/for-parts.js';
import * as machineIndex from '../../../src/machine/index.js';
import * as machine from '../../../src/machine/for-parts.js';
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import { compileText } from '../run-script.js';
import { exportedNames, readNamesForParts } from './for-parts.js';

type Values = Readonly<Record<string, unknown>>;

const layers: [name: keyof ReturnType<typeof readNamesForParts>, forParts: Values, index: Values][] = [
  ['machine', machine, machineIndex],
  ['assembler', assembler, assemblerIndex],
  ['guests', guests, guestsIndex],
  ['hypervisor', hypervisor, hypervisorIndex],
];

const names = readNamesForParts(labRoot());

test.each(layers)('the list of src/%s is read as the language reads it', (layer, forParts) => {
  expect([...names[layer]]).toEqual(expect.arrayContaining(Object.keys(forParts)));
});

test.each(layers)(
  'what src/%s has for parts is what its index has by the same name',
  (_layer, forParts, index) => {
    for (const [name, value] of Object.entries(forParts)) {
      expect([name, index[name] === value]).toEqual([name, true]);
    }
  },
);

test('parts are given constants and seven functions: no class, and nothing with a state', () => {
  const values = layers.flatMap(([, forParts]) => Object.entries(forParts));
  const others = values.filter(([, value]) => !isConstant(value)).map(([name]) => name);
  const functions = ['advance', 'causeName', 'csrName', 'inject', 'jumpTo', 'modeName', 'wait'];
  expect(others.sort()).toEqual(functions);
});

test('types are on a list as well as values', () => {
  expect(names.hypervisor).toContain('VcpuFacade');
  expect(names.machine).toContain('Instruction');
});

test.each([
  [
    "export { a, type B as C, d as e } from './x.js';\nexport type { F } from './y.js';",
    ['a', 'C', 'e', 'F'],
  ],
  ['export {};', []],
])('the names of %j are found without running it', (text, found) => {
  expect([...exportedNames('for-parts.ts', text)]).toEqual(found);
});

test.each([
  "export * from './x.js';",
  "export * as x from './x.js';",
  'export const a = 1;',
  "import './x.js';",
])('a list with %j is told at its line', (line) => {
  expect(() => exportedNames('src/x/for-parts.ts', `export {};\n${line}`)).toThrow(
    'src/x/for-parts.ts:2: only "export { name',
  );
});

test('the stubs and the references import nothing that is not listed', () => {
  const ignore = ['**/*.test.ts', 'solutions/*.ts'];
  const parts = globSync('{exercises,solutions}/**/*.ts', { cwd: labRoot(), ignore });
  expect(parts.length).toBeGreaterThan(8);
  for (const part of parts) {
    expect(() => compileText(readFileSync(join(labRoot(), part), 'utf8'))).not.toThrow();
  }
});

/** Numbers, strings, and plain tables of them. */
function isConstant(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'number' || typeof value === 'string';
  }
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return plain && Object.values(value).every(isConstant);
}
