import { findMutants } from './find-mutants.js';

/** What the operator makes of a part, as the new lines. */
function made(operator: string, text: string): string[] {
  return findMutants(text)
    .filter((mutant) => mutant.operator === operator)
    .map(({ becomes }) => becomes);
}

const constants = `import { Csr, SSTATUS_SIE, SSTATUS_SPIE } from '../../src/machine/index.js';\n`;

test.each<[operator: string, text: string, becomes: string[]]>([
  ['condition', 'if (a) { f(); }', ['if (true) { f(); }', 'if (false) { f(); }']],
  ['negation', 'x = !a;', ['x = a;']],
  ['boundary', 'x = a < b;', ['x = a <= b;']],
  ['comparison', 'x = a === b;', ['x = a !== b;']],
  ['logic', 'x = a && b;', ['x = a;', 'x = b;', 'x = a || b;']],
  ['logic', 'x = a ?? b;', ['x = a;', 'x = b;']],
  ['arithmetic', 'x = a % b;', ['x = a * b;']],
  ['arithmetic', 'x -= a;', ['x += a;']],
  ['update', 'x--;', ['x++;']],
  ['bits', 'x = a & ~b;', ['x = a | ~b;', 'x = a;', 'x = ~b;', 'x = a & b;']],
  ['unsigned', 'x = a >>> 0;', ['x = a;']],
  ['number', 'x = a >>> 1;', ['x = a >>> 2;', 'x = a >>> 0;']],
  ['number', 'x = 0x10n;', ['x = 17n;', 'x = 15n;']],
  ['boolean', 'x = true;', ['x = false;']],
  ['text', `x = 'csr';`, [`x = '';`]],
  ['statement', 'f();', [';']],
  ['once', 'for (const a of b) { f(a); }', ['for (const a of b) { f(a); break; }']],
  ['early', 'const f = () => { g(); };', ['const f = () => { return; g(); };']],
  [
    'answer',
    'const f = () => 0;',
    ['undefined', 'true', 'false', '[]'].map((each) => `const f = () => ${each};`),
  ],
  ['arguments', 'f(a, b, b);', ['f(b, a, b);']],
  ['entry', 'x = [a, b];', ['x = [b];', 'x = [a];']],
  ['entry', 'x = { a: 1, b: 2 };', ['x = { b: 2 };', 'x = { a: 1 };']],
  ['method', 'x = a.some(f);', ['x = a.every(f);']],
  ['method', 'x = a.sort();', ['x = a;']],
  ['optional', 'x = a?.b;', ['x = a.b;']],
  ['constant', `${constants}x = Csr.sepc;`, ['x = Csr.scause;']],
  ['constant', `${constants}x = SSTATUS_SIE;`, ['x = SSTATUS_SPIE;', 'x = (SSTATUS_SIE + 1);']],
])('%s: %s', (operator, text, becomes) => {
  expect(made(operator, text).sort()).toEqual([...becomes].sort());
});

test('what does not run is left alone: imports and types', () => {
  expect(findMutants(`import { a } from './a.js';\ntype T = 1 | 'x';\ninterface I { a: 0 }`)).toEqual([]);
});

test('what two operators make alike is one mutant', () => {
  const texts = findMutants('const f = () => true;\nfor (;a > 0;) { if (a) { a--; } }').map(
    ({ text }) => text,
  );
  expect(new Set(texts).size).toBe(texts.length);
});

test('a mutant is named by its line and by what stands around it', () => {
  const text =
    'const part = {\n  allocate(a) {\n    const room = () => a < 1;\n    return room();\n  },\n};\n';
  const mutant = findMutants(text).find(({ operator }) => operator === 'boundary');
  expect(mutant).toMatchObject({
    line: 3,
    within: ['part', 'allocate', 'room'],
    was: 'const room = () => a < 1;',
    becomes: 'const room = () => a <= 1;',
    text: text.replace('<', '<='),
  });
});
