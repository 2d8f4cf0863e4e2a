/** What a part may import, and what it is told when it imports something else. */
import { compilePart } from '../compile-part.js';
import type { NamesForParts } from './for-parts.js';
import { namesForParts } from '../run-script.js';

/** The errors of a part as `line:column message`. */
function errorsOf(text: string, names: NamesForParts = namesForParts): string[] {
  const request = { id: 1, exercise: '08-trap-and-emulate', file: 'emulate.ts', text };
  const reply = compilePart(request, names);
  return reply.ok ? [] : reply.errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const only =
  'only src/machine, src/assembler, src/guests and src/hypervisor can be imported, each by its index.js';

test.each([
  ["import { type EmulatePart as E, wait as pause } from '../../../src/hypervisor/for-parts.js'; pause;"],
  ["type A = typeof import('../../../src/machine/index.js');"],
  ["import {} from '../../../src/assembler/index.js';"],
  ["import { advance } from '../../../src/hypervisor/index.js'; advance;"],
  ["import { Csr } from '../../../src/machine/index.ts'; Csr;"],
  ["import * as a from '../../../src/assembler/index'; a;"],
  ["import type { hello } from './src/guests/index.js';"],
  ["export { hello } from '../../../src/guests/index.js';"],
  ["export * from '../../../src/guests/index.js';"],
  ["import '../../../src/machine/index.js';"],
  ["type A = import('../../../src/machine/index.js').Instruction;"],
])('what a layer has for parts may be imported: %s', (text) => {
  expect(errorsOf(text)).toEqual([]);
});

test.each([
  'node:fs',
  'fs',
  'lodash',
  './helper.js',
  '../../src/hypervisor/vcpu.js',
  '../../src/hypervisor',
  '../../src/hypervisor/index.json',
  '../../solutions/08-trap-and-emulate/emulate.js',
  '/lab/src/machine/index.js',
  'src/machine/index.js',
  '../../src/machine/../../grading/index.js',
  'file:///src/machine/index.js',
])('anything else is refused by name: %s', (specifier) => {
  const message = `import of '${specifier}' is not possible in a part: ${only}`;
  expect(errorsOf(`\nimport { a } from '${specifier}';`)).toEqual([`2:1 ${message}`]);
  expect(errorsOf(`import '${specifier}';`)).toEqual([`1:1 ${message}`]);
  expect(errorsOf(`import type { a } from '${specifier}';`)).toEqual([`1:1 ${message}`]);
  expect(errorsOf(`export { a } from '${specifier}';`)).toEqual([`1:1 ${message}`]);
  expect(errorsOf(`export * from '${specifier}';`)).toEqual([`1:1 ${message}`]);
  expect(errorsOf(`type A = import('${specifier}').A;`)).toEqual([`1:10 ${message}`]);
});

const listed = 'src/hypervisor/for-parts.ts lists what it can import';

test.each([
  ["import { Vmm } from '…'; Vmm;", '2:10'],
  ["import { advance, Vmm as advance2 } from '…'; advance2;", '2:19'],
  ["import { type Vmm } from '…';", '2:10'],
  ["import type { Vmm } from '…';", '2:15'],
  ["import { 'Vmm' as V } from '…'; V;", '2:10'],
  ["export { Vmm } from '…';", '2:10'],
  ["export { Vmm as advance } from '…';", '2:10'],
  ["export type { Vmm } from '…';", '2:15'],
  ["type V = import('…').Vmm;", '2:10'],
  ["type V = import('…').Vmm.Options;", '2:10'],
  ["const a = (v: typeof import('…').Vmm) => v;", '2:15'],
])('a name that the layer has, but not for parts, is refused by name: %s', (text, place) => {
  const error = `${place} a part cannot import 'Vmm' from src/hypervisor: ${listed}`;
  expect(errorsOf(`\n${text.replace('…', '../../src/hypervisor/index.js')}`)).toEqual([error]);
  expect(errorsOf(`\n${text.replace('…', '../../src/hypervisor/for-parts.js')}`)).toEqual([error]);
});

test.each([
  "import hypervisor from '…'; hypervisor;",
  "import type hypervisor from '…';",
  "import { default as hypervisor } from '…'; hypervisor;",
  "export { default } from '…';",
])('a layer has no default export: %s', (text) => {
  expect(errorsOf(text.replace('…', '../../src/hypervisor/index.js'))).toEqual([
    expect.stringMatching(/^1:\d+ src\/hypervisor has no default export: write "import { … } from '…'"/),
  ]);
});

test('each wrong name is told at its own place, with the name that was probably meant', () => {
  const text = `import {\n  Csr,\n  SSTATUS_SPPP,\n  Machine,\n} from '../../../src/machine/index.js';`;
  const message = (name: string) => `a part cannot import '${name}' from src/machine: `;
  const where = 'src/machine/for-parts.ts lists what it can import';
  expect(errorsOf(text)).toEqual([
    `3:3 ${message('SSTATUS_SPPP')}did you mean 'SSTATUS_SPP'? ${where}`,
    `4:3 ${message('Machine')}${where}`,
  ]);
});

test('a short list is told as it is', () => {
  const names = { ...namesForParts, hypervisor: new Set(['wait', 'advance']) };
  expect(errorsOf("import { Vmm } from '../../../src/hypervisor/index.js'; Vmm;", names)).toEqual([
    "1:10 a part cannot import 'Vmm' from src/hypervisor: it can import advance, wait (src/hypervisor/for-parts.ts)",
  ]);
});

test('a layer that has nothing for parts says so', () => {
  expect(errorsOf("import { encode } from '../../../src/assembler/index.js'; encode;")).toEqual([
    "1:10 a part cannot import 'encode' from src/assembler: that layer has nothing for parts",
  ]);
});

test('the list decides, and not what the layer has', () => {
  const names = { ...namesForParts, hypervisor: new Set(['Vmm']) };
  expect(errorsOf("import { Vmm } from '../../../src/hypervisor/index.js'; Vmm;", names)).toEqual([]);
  expect(errorsOf("import { wait } from '../../../src/hypervisor/index.js'; wait;", names)).toHaveLength(1);
});
