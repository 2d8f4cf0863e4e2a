import { compilePart } from '../compile-part.js';
import { compileText, namesForParts } from '../run-script.js';

/** The errors of a part as `line:column message`. */
function errorsOf(text: string): string[] {
  const request = { id: 1, exercise: '08-trap-and-emulate', file: 'emulate.ts', text };
  const reply = compilePart(request, namesForParts);
  return reply.ok ? [] : reply.errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const only =
  'only src/machine, src/assembler, src/guests and src/hypervisor can be imported, each by its index.js';

test.each([
  [
    "const a = import('node:fs');",
    `1:11 import() is not possible in a part: ${only}, with an import at the top`,
  ],
  [
    "import a = require('node:fs');",
    `1:12 import with require() is not possible in a part: ${only}, with "import { … } from '…'"`,
  ],
  ['const a = import.meta.url;', "1:11 'import.meta' is not possible in a part"],
  ['export = 1;', "1:1 'export =' is not possible in a part: write 'export const …'"],
  ['module.exports = {};', "1:1 'module.exports' is not possible in a part: write 'export const …'"],
  // For V8 and SES such names are two: what they are, and what they look like.
  ...['ev\\u0061l', 'argum\\u{65}nts', '\\u0063onsole'].map((name) => [
    `const a = () => ${name}('1');`,
    `1:17 a name with escapes is not possible in a part: write '${name}' with its own letters`,
  ]),
  [
    'class A { #\\u0061 = 1; }',
    String.raw`1:11 a name with escapes is not possible in a part: write '#\u0061' with its own letters`,
  ],
  ['await 1;', "1:1 'await' is not possible at the top level of a part"],
  ['for await (const a of []) a;', "1:1 'await' is not possible at the top level of a part"],
  ['await using a = null;', "1:1 'await' is not possible at the top level of a part"],
  ['if (1) return;', "1:8 'return' is only possible inside a function"],
  [
    'const a = () => arguments;',
    "1:17 'arguments' is only possible inside a function, and arrow functions have none of their own",
  ],
  // The name of a method and a decorator are worked out when the class is made, outside of the method.
  ...[
    'class A { [arguments[2]]() {} }',
    'const o = { get [arguments[2]]() {} };',
    'class A { set [(() => arguments)()](v) {} }',
    'class A { @(arguments[2]) m() {} }',
  ].map((text) => [
    text,
    `1:${text.indexOf('arguments') + 1} 'arguments' is only possible inside a function, and arrow functions have none of their own`,
  ]),
  ['class A { [await 1]() {} }', "1:12 'await' is not possible at the top level of a part"],
  ['class A { async [await 1]() {} }', "1:18 'await' is not possible at the top level of a part"],
] as [string, string][])('%s is refused', (text, error) => {
  expect(errorsOf(text)).toEqual([error]);
});

test('the same words are free where they are harmless', () => {
  const text = `
    type T = { arguments: number };
    const o = { arguments: 1, await: 2, require: 3 };
    class A { arguments = 1; }
    function f() { class B { [arguments.length]() {} } return arguments.length + o.arguments; }
    async function g() { for await (const x of []) x; return await 1; }
    const text = '\\\\u0061' + /\\\\u0062/.source; /* \\\\u0063 */
    const π = /* \\\\u0064 */ text;
    export { f, g, A, π, type T };`;
  expect(errorsOf(text)).toEqual([]);
});

test('every fault is told, in the order of the file, at most twenty', () => {
  const text = `return 1;\nimport 'a';\nimport 'b\\n\\u001b[2J';`;
  expect(errorsOf(text).map((error) => error.slice(0, 24))).toEqual([
    "1:1 'return' is only pos",
    "2:1 import of 'a' is not",
    "3:1 import of 'b \u{FFFD}[2J' is".slice(0, 24),
  ]);
  expect(errorsOf("import 'a';\n".repeat(50))).toHaveLength(20);
});

test('depth is bounded at the same place on every machine', () => {
  const nested = (n: number) => `export const x =\n ${'['.repeat(n)}${']'.repeat(n)};`;
  expect(compileText(nested(390)).ok).toBe(true);
  expect(errorsOf(nested(410))).toEqual([
    expect.stringMatching(/^2:\d+ this is nested too deeply to be read: split up/),
  ]);
});
