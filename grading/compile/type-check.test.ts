import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { compilePart } from './compile-part.js';
import { namesForParts } from './run-script.js';
import { TypeChecker } from './type-check.js';

describe('against the lab', () => {
  const types = new TypeChecker(labRoot());
  const check = (text: string) =>
    types
      .check([{ exercise: '08-trap-and-emulate', file: 'emulate.ts', text }])[0]!
      .map(({ line, column, message }) => `${line}:${column} ${message}`);

  test('a type error is told at its place, and the code is compiled all the same', () => {
    const text = "export const x: number = 'one';\nconsole.log(x);\n";
    const part = { exercise: '08-trap-and-emulate', file: 'emulate.ts', text };
    expect(compilePart({ id: 1, ...part }, namesForParts)).toMatchObject({ ok: true });
    expect(types.check([part])).toEqual([
      [
        {
          file: '08-trap-and-emulate/emulate.ts',
          line: 1,
          column: 14,
          message: "Type 'string' is not assignable to type 'number'.",
        },
      ],
    ]);
  });

  describe('parts that are checked together', () => {
    const part = (exercise: string, text: string) => ({ exercise, file: 'a.ts', text });
    const told = (...parts: ReturnType<typeof part>[]) =>
      types.check(parts).map((errors) => errors.map(({ message }) => message.split('. ')[0]));

    test('are told what each is told by itself, in the order asked', () => {
      const texts = ['export const x: number = "1";', 'const a = 1; interface A { b: 1 }', 'x; a;'];
      const parts = texts.map((text, index) => part(`0${index}-x`, text));
      expect(told(...parts)).toEqual(parts.map((one) => told(one)[0]));
      expect(told(...parts)[2]).toHaveLength(2);
    });

    test.each([
      'declare global { interface Array<T> { mine: T } var mine: number; } export {};',
      'decl\\u0061re global { interface Array<T> { mine: T } var mine: number; } export {};',
      '/// <reference lib="dom" />\nexport const mine = document;',
    ])('cannot change the types of one another: %s', (text) => {
      const victim = part('02-x', 'export const y = [[].mine, mine, document];');
      expect(told(part('01-x', text), victim)[1]).toEqual(told(victim)[0]);
      expect(told(victim)[0]).toHaveLength(3);
    });

    test('have their errors also when one of them cannot be worked out', () => {
      const deep = part('01-x', `export const x = /${'('.repeat(50_000)}${')'.repeat(50_000)}/;`);
      expect(told(deep, part('02-x', 'export const y: string = 1;'))).toEqual([
        [expect.stringMatching(/^types were not checked/)],
        ["Type 'number' is not assignable to type 'string'."],
      ]);
    });
  });

  test('what the layers have for parts is known, and nothing else is', () => {
    const index = "'../../src/hypervisor/index.js'";
    expect(
      check(`import { advance, type Outcome } from ${index};\nexport const x: Outcome = advance();`),
    ).toEqual([]);
    expect(check(`import { Nonsense } from ${index};\nNonsense;`)).toEqual([
      `1:10 Module '"../../src/hypervisor/index.js"' has no exported member 'Nonsense'.`,
    ]);
    expect(check(`import { Vmm } from ${index};\nVmm;`)).toEqual([
      `1:10 Module '"../../src/hypervisor/index.js"' has no exported member 'Vmm'.`,
    ]);
    expect(check(`import * as h from ${index};\nh.advance(); h.Vmm; export type V = h.Vmm;`)).toEqual([
      expect.stringMatching(
        /^2:16 Property 'Vmm' does not exist on type 'typeof import\("src\/hypervisor\/for-parts"\)'/,
      ),
      expect.stringMatching(/^2:39 Namespace '".*src\/hypervisor\/for-parts"' has no exported member 'Vmm'/),
    ]);
  });

  test('messages do not tell where the lab lies', () => {
    const [message] = check("import hypervisor from '../../src/hypervisor/index.js';\nhypervisor;");
    expect(message).toContain('src/hypervisor/for-parts');
    expect(message).not.toContain(labRoot());
  });

  test('a part finds the language and a console, no Node.js and no browser', () => {
    expect(check('console.log(1); console.error([].at(-1));')).toEqual([]);
    expect(check('process; document; console.table([]);').map((error) => error.split('. ')[0])).toEqual([
      expect.stringContaining("Cannot find name 'process'"),
      expect.stringContaining("Cannot find name 'document'"),
      expect.stringContaining("Property 'table' does not exist"),
    ]);
  });

  test('types are as strict as in the lab itself', () => {
    expect(check('export const f = (a) => a;\nexport const g = (a: number[]): number => a[0];')).toEqual([
      "1:19 Parameter 'a' implicitly has an 'any' type.",
      "2:43 Type 'number | undefined' is not assignable to type 'number'. Type 'undefined' is not assignable to type 'number'.",
    ]);
  });

  test('a type that cannot be worked out does not bring the checker down', () => {
    const text = `export const x = /${'('.repeat(50_000)}${')'.repeat(50_000)}/;`;
    expect(check(text)).toEqual([
      expect.stringMatching(/^1:1 types were not checked: this file is nested too deeply/),
    ]);
    expect(check('export const x: number = 1;')).toEqual([]);
  });

  test('files outside the lab’s sources are not read, whatever a part refers to', () => {
    const text = '/// <reference path="../../package.json" />\n/// <reference types="node" />\nprocess;';
    expect(check(text)).toEqual([
      "2:23 Cannot find type definition file for 'node'.",
      expect.stringContaining("3:1 Cannot find name 'process'"),
    ]);
  });
});

describe('against a folder of its own', () => {
  let root: string;
  const options = {
    compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2023'] },
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lab-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('a source that changed is read again', () => {
    const source = join(root, 'src/machine/for-parts.ts');
    mkdirSync(join(root, 'src/machine'), { recursive: true });
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(options));
    writeFileSync(join(root, 'src/machine/index.ts'), '');
    writeFileSync(source, 'export const a = 1;');
    const types = new TypeChecker(root);
    const check = () =>
      types.check([
        {
          exercise: '01-x',
          file: 'x.ts',
          text: "import { a } from '../../src/machine/index.js';\nexport const b: number = a;",
        },
      ])[0];
    expect(check()).toEqual([]);
    writeFileSync(source, "export const a = '1';");
    utimesSync(source, 1, 1);
    expect(check()).toMatchObject([
      { line: 2, message: "Type 'string' is not assignable to type 'number'." },
    ]);
  });

  test('a lab without usable options is our own fault, and told at once', () => {
    expect(() => new TypeChecker(root)).toThrow(/tsconfig\.json: Cannot read file/);
    writeFileSync(join(root, 'tsconfig.json'), '{ "compilerOptions": { "target": "es1" } }');
    expect(() => new TypeChecker(root)).toThrow(/tsconfig\.json: Argument for '--target'/);
  });
});
