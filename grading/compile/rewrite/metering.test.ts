import { BudgetUsedUp, compileText, runText } from '../run-script.js';

/** Calls the exported `f` of a part. */
function call(text: string, ...values: unknown[]): { result: unknown; lines: number[] } {
  const { exports, lines } = runText(text);
  lines.length = 0;
  return { result: (exports['f'] as (...values: unknown[]) => unknown)(...values), lines };
}

describe('what never ends is stopped, at its own line', () => {
  test.each([
    ['for without a body', 'for (;;);'],
    ['for', 'for (;;) { let x = 1; x++; }'],
    ['while', 'while (true);'],
    ['while with continue', 'while (true) { continue; }'],
    ['do', 'do { if (1) continue; } while (true)'],
    ['do without a block', 'do ; while (true)'],
    ['for-of', 'const endless = [1]; for (const x of endless) endless.push(x);'],
    ['a labelled loop', 'outer: for (;;) for (;;) continue outer;'],
    ['a loop in a static block', 'class A { static { for (;;); } }'],
    ['a loop in the function of a field', 'class A { x = (() => { for (;;); })(); } new A();'],
    ['a loop in a namespace', 'namespace N { for (;;); }'],
    ['a loop after an expression', 'const a = 1; if (a) while (a) a;'],
  ])('%s', (_, loop) => {
    expect(() => runText(`\n\n${loop}`)).toThrow(new BudgetUsedUp('line 3'));
  });

  test.each([
    ['a function', 'function f() { f(); } f();'],
    ['an arrow', 'const f = () => f(); f();'],
    ['an arrow with a block', 'const f = () => { f(); }; f();'],
    ['a function expression', '(function f(): void { f(); })();'],
    ['a method', 'class A { m() { this.m(); } } new A().m();'],
    ['a static private method', 'class A { static #m() { A.#m(); } static { A.#m(); } }'],
    ['a getter', 'const o = { get x() { return o.x; } }; o.x;'],
    ['a setter', 'const o = { set x(v) { o.x = v; } }; o.x = 1;'],
    ['a constructor', 'class A { constructor() { new A(); } } new A();'],
    ['a field', 'class A { x: A = new A(); } new A();'],
    [
      'a field of a class that is derived',
      'class B {} class A extends B { x: unknown = [new A()]; } new A();',
    ],
    ['a default value', 'function f(x = f()): unknown { return x; } f();'],
    ['a default value in a pattern', 'const f = ({ x = f({}) }) => x; f({});'],
    ['a default value of a generator', 'function* f(x = f()): unknown {} f();'],
    ['a callback of the language', 'const f = (): unknown => [1].map(f); f();'],
    ['a tagged template', 'const f = (): unknown => f``; f``;'],
    ['a generator', 'function* f(): Generator { yield* f(); } f().next();'],
    [
      'classes without a name that make one another',
      'class A { x = class { static y: A = new A(); }; } new A();',
    ],
    [
      'a static block of a class that is a default value',
      'class A { get: () => unknown = Reflect.construct.bind(null, A, []); x = class { static { new A(); } } } new A();',
    ],
  ])('recursion through %s', (_, recursion) => {
    expect(() => runText(recursion, {}, 100)).toThrow(new BudgetUsedUp('line 1'));
  });
});

describe('a part that ends does what it did', () => {
  test('each turn and each call counts once, with the line where the loop or function starts', () => {
    const text = `export const f = (n: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++)
        sum += i;
      for (const x of [1, 2]) { sum += x; }
      for (const k in { a: 1 }) sum += k.length;
      return sum;
    };`;
    expect(call(text, 3)).toEqual({ result: 7, lines: [1, 3, 3, 3, 5, 5, 6] });
  });

  test('arrows keep `this`, their value, their length and their name', () => {
    const text = `
      class A { x = 5; get = () => ({ x: this.x }); list = () => [1, 2]; typed = ((a: number) => a) as Function; }
      const named = (a: number, b = 2, ...c: number[]) => a + b + c.length;
      export const f = () => [new A().get().x, new A().list().length, named.length, named.name,
        new A().get.name, new A().typed.name, named(1), (() => undefined)()];`;
    expect(call(text).result).toEqual([5, 2, 1, 'named', 'get', 'typed', 3, undefined]);
  });

  test('constructors, generators, async functions and labels keep their meaning', async () => {
    const text = `
      class B { constructor(readonly z = 1) {} }
      class A extends B { y = this.z + 1; constructor(public x: number) { super(x); } }
      function* count(n: number) { for (let i = 0; i < n; i++) yield i; }
      export const f = async () => {
        const seen: number[] = [];
        outer: for (const a of count(3)) { for (;;) { if (a === 1) continue outer; seen.push(a); break; } }
        do seen.push(9); while (seen.length < 4);
        const late = async (x: number) => await Promise.resolve(x);
        return [new A(4).y, new B().z, ...seen, await late(7)];
      };`;
    expect(await call(text).result).toEqual([5, 1, 0, 2, 9, 9, 7]);
  });

  test('enums, overloads, abstract classes and decorators come out whole', () => {
    const text = `
      enum E { A, B = A + 5, C = 'c'.length }
      abstract class X { abstract m(): number; }
      class Y extends X { override m() { return 3; } }
      function g(a: number): number; function g(a: string): string; function g(a: unknown) { return a; }
      const log: string[] = [];
      const note = (value: unknown, { name }: { name: string | symbol }) => { log.push(String(name)); };
      class D { @note m() {} }
      @((value: unknown) => void value) class F { @note static ['k' + 1]() {} static n = 2; }
      const Named = class { static own = this.name; };
      export const f = () => [E.B, E[5], E.C, new Y().m(), g(1), Named.own, F.n, Named.name, new D(), log];`;
    const { result } = call(text);
    expect((result as unknown[]).slice(0, 8)).toEqual([5, 'B', 1, 3, 1, 'Named', 2, 'Named']);
    expect((result as unknown[])[9]).toEqual(['m', 'k1']);
  });
});

describe('the meter is out of the part’s reach', () => {
  test('its name is one that the part does not hold', () => {
    const { script } = compileText(
      'const __meter = 1, __meter1 = 2; export const x = [__meter, __layers, "__exports"];',
    );
    expect(script.split('\n')[0]).toBe(
      '(function (__layers1, __exports, __meter2) { "use strict"; (function () {',
    );
  });

  test('shadowing the usual name changes nothing', () => {
    const text = 'const __meter = () => {}; function f(__meter: unknown) { for (;;) __meter; } f(1);';
    expect(() => runText(text)).toThrow(BudgetUsedUp);
  });
});
