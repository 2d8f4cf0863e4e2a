import { runText } from '../run-script.js';

const layers = {
  hypervisor: { advance: () => 'advanced', inject: (cause: number) => cause },
  machine: { Csr: { Sepc: 0x141 } },
};

function exportsOf(text: string): Record<string, unknown> {
  return { ...runText(text, layers).exports };
}

test('named, renamed and whole imports read from the layers', () => {
  const text = `
    import { advance, inject as raise } from '../../../src/hypervisor/index.js';
    import * as machine from '../../../src/machine/index.js';
    export const x = [advance(), raise(2), machine.Csr.Sepc];`;
  expect(exportsOf(text)).toEqual({ x: ['advanced', 2, 0x141] });
});

test('imports count from the first line, wherever they stand', () => {
  const text = `export const x = advance();\nimport { advance } from '../../../src/hypervisor/index.js';`;
  expect(exportsOf(text)).toEqual({ x: 'advanced' });
});

test('an import that is only a type needs nothing to be there', () => {
  const text = `
    import type { EmulatePart } from '../../../src/hypervisor/index.js';
    import { type VcpuFacade, Outcome } from '../../../src/hypervisor/index.js';
    import { type Instruction as Decoded, Mnemonic } from '../../../src/machine/index.js';
    const x: EmulatePart | VcpuFacade | Outcome | Decoded | Mnemonic = 1;
    export { x, type VcpuFacade };`;
  expect({ ...runText(text, {}).exports }).toEqual({ x: 1 });
});

test('every form of export reaches the rig', () => {
  const text = `
    export const a = 1, { b, c: [d, , ...e], f = 2 } = { b: 3, c: [4, 5, 6] } as any;
    export let late = 0;
    export function g() { return 'g'; }
    export async function* h() {}
    export class K { static k = 1; }
    export enum E { X }
    export namespace N { export const y = 1; }
    const i = 7;
    export { i, i as j, i as 'a name' };
    late = 8;
    export { advance, inject as raise } from '../../../src/hypervisor/index.js';
    export * as machine from '../../../src/machine/index.js';
    export * from '../../../src/machine/index.js';
    export default i;
    export interface Nothing {}
    export declare const nothing: number;`;
  const found = exportsOf(text);
  expect(Object.keys(found).sort()).toEqual(
    [
      'a', 'b', 'd', 'e', 'f', 'late', 'g', 'h', 'K', 'E', 'N', 'i', 'j', 'a name',
      'advance', 'raise', 'machine', 'Csr', 'default',
    ].sort(), // prettier-ignore
  );
  expect(found).toMatchObject({
    a: 1,
    b: 3,
    d: 4,
    e: [6],
    f: 2,
    late: 8,
    j: 7,
    'a name': 7,
    default: 7,
    machine: layers.machine,
  });
});

test('a default function or class without a name is exported too', () => {
  expect((exportsOf('export default function () { return 1; }')['default'] as () => number)()).toBe(1);
  expect(typeof exportsOf('export default class {}')['default']).toBe('function');
  expect((exportsOf('export default class Named {}')['default'] as { name: string }).name).toBe('Named');
});

test('require, module and exports are not there', () => {
  expect(exportsOf('export const x = [typeof require, typeof module, typeof exports, typeof this];')).toEqual(
    {
      x: ['undefined', 'undefined', 'undefined', 'undefined'],
    },
  );
});
