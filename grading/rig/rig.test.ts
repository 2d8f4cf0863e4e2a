/**
 * What if a part …? Each abuse is asked of a real rig in the real sandbox. `tick(line)` is the meter's call, which the part
 * compiler puts into every loop and function; here it is written by hand.
 */
import { join } from 'node:path';
import { Workspace } from '../sandbox/workspace.js';
import { labRoot } from '../lab-root.js';
import { detectSandbox } from '../sandbox/detect.js';
import { bundleRigs } from './bundle.js';
import { CallFailed, RigClient } from './client.js';
import { startRig } from './start.js';

/** Hangs where no meter counts: with a look-ahead there is no way in linear time. */
const HANG = '/^(?=a)(a+)+$/.test("a".repeat(40) + "b")';

const workspace = new Workspace();
const bundle = join(workspace.folder, 'probe.js');
const clients: RigClient[] = [];
/** Rigs of whole tables. */
const kept: RigClient[] = [];

beforeAll(() => bundleRigs(labRoot(), { probe: './grading/rig/fixtures/probe-rig.js' }, bundle));
afterEach(() => clients.splice(0).forEach((client) => client.close()));
afterAll(() => {
  kept.forEach((client) => client.close());
  workspace.remove();
});

/** A rig whose part is `(input) => { body }`. */
function rigWith(body: string, milliseconds = 10_000): RigClient {
  const script = `(function (layers, exports, tick) { "use strict"; exports.part = (input) => { ${body} }; })`;
  return rigOf(script, milliseconds);
}

function rigOf(script: string, milliseconds = 10_000): RigClient {
  const client = newClient(script, milliseconds);
  clients.push(client);
  return client;
}

function newClient(script: string, milliseconds: number): RigClient {
  return new RigClient(
    () => startRig(bundle, detectSandbox()),
    { rig: 'probe', script, exportName: 'part' },
    { callMilliseconds: milliseconds, suiteMilliseconds: 3 * milliseconds, suiteTurns: 250_000 },
  );
}

/**
 * One rig for the bodies of a whole table; the input chooses. A start takes a quarter of a second, and each call finds a fresh
 * instance of the part anyway.
 */
function tableRig(bodies: readonly string[]): (body: string, scenario?: string) => Promise<unknown> {
  const functions = bodies.map((body) => `() => { ${body} }`).join(',\n');
  const script = `(function (layers, exports, tick) { "use strict"; exports.part = (input) => [${functions}][input](); })`;
  let client: RigClient | undefined;
  return async (body, scenario = 'echo') => {
    if (client === undefined) {
      client = newClient(script, 10_000);
      kept.push(client);
    }
    return (await client.call(scenario, bodies.indexOf(body))).value;
  };
}

async function echo(body: string, input: unknown = null): Promise<unknown> {
  return (await rigWith(body).call('echo', input)).value;
}

async function failureOf(call: Promise<unknown>): Promise<CallFailed['failure']> {
  const outcome = await call.catch((error: unknown) => error);
  if (outcome instanceof CallFailed) {
    return outcome.failure;
  }
  throw new Error(`expected the call to fail, but it gave ${JSON.stringify(outcome)}`);
}

test('values cross as plain JSON, in both directions', async () => {
  expect(await echo('return { got: input, n: NaN, u: undefined };', { a: [1, 'x'] })).toEqual({
    got: { a: [1, 'x'] },
    n: 'NaN',
    u: null,
  });
});

test('a name of the language is a name like any other in what is handed back', async () => {
  const text = '{"__proto__":{"a":1},"constructor":2,"toString":3}';
  expect(JSON.stringify(await echo(`return JSON.parse('${text}');`))).toBe(text);
});

test('each call finds a fresh instance of the part, with nothing left of the last', async () => {
  const client = rigOf('(function (l, exports) { let n = 0; exports.part = () => ++n; })');
  expect((await client.call('twice', null)).value).toEqual([1, 2]);
  expect((await client.call('twice', null)).value).toEqual([1, 2]);
});

test('no place that an instance can reach keeps anything for the next', async () => {
  const client = rigOf(`(function (l, exports, tick) { "use strict";
    class Counted { static made = 0; }
    function called() {}
    called.times = 0;
    const pattern = /a/g;
    function* numbers() { let n = 0; for (;;) { tick(1); yield n++; } }
    const running = numbers();
    const template = ((text) => () => text\`x\`)((parts) => parts);
    const shared = [globalThis, console, console.log, template(), template().raw, tick, l, l.machine, l.machine.Csr,
      Object, Array.prototype, Symbol, Float64Array, Object.getPrototypeOf(running)];
    exports.part = () => {
      const before = shared.map((place) => place.left ?? null);
      for (const place of shared) { try { place.left = 1; } catch {} }
      return [before, ++Counted.made, ++called.times, pattern.test('aa') && pattern.lastIndex, running.next().value];
    };
  })`);
  const fresh = [Array(14).fill(null), 1, 1, 1, 0];
  expect((await client.call('echo', null)).value).toEqual(fresh);
  expect((await client.call('echo', null)).value).toEqual(fresh);
});

describe('what if a part', () => {
  test.each([
    ['throws', 'if (input === 2) throw new Error("no"); return 1;', 'Error: no, in the call part(2)'],
    ['loops for ever', 'while (input === 2) tick(1); return 1;', 'loop turns and calls, in the call part(2)'],
  ])('%s at the second call of several? That call is told', async (_what, body, words) => {
    const failure = await failureOf(rigWith(body).call('each', [1, 2, 3]));
    expect(failure.message).toContain(words);
    const long = await failureOf(rigWith('throw input.length;').call('each', ['x'.repeat(9999)]));
    expect(long.message).toMatch(/^the number 9999, in the call part\("x{900,1000}…$/);
  });

  test('fails after all calls came back? None is told', async () => {
    const client = rigWith('if (input === 2) throw new Error("no"); return input === 3 ? () => 1 : 1;');
    expect((await failureOf(client.call('each', [2]))).message).toContain('in the call part(2)');
    expect((await failureOf(client.call('each', [1, 3]))).message).not.toContain('in the call');
    expect((await failureOf(client.call('echo', 2))).message).not.toContain('in the call');
  });

  test('loops for ever? Its budget ends it, with the line', async () => {
    const failure = await failureOf(rigWith('for (;;) tick(7);').call('echo', null));
    expect(failure).toMatchObject({ kind: 'endless', sourceLine: 7 });
  });

  test('catches the end of its budget and goes on? Used up is used up', async () => {
    const body = 'for (let i = 0; i < 200000; i++) { try { tick(3); } catch {} } return "done";';
    expect(await failureOf(rigWith(body).call('echo', null))).toMatchObject({
      kind: 'endless',
      sourceLine: 3,
    });
  });

  test('leaves a promise behind that loops? It stops when the call is over, and the next call works', async () => {
    const client = rigWith('Promise.resolve().then(() => { for (;;) tick(1); }); return 5;');
    expect((await client.call('echo', null)).value).toBe(5);
    expect((await client.call('echo', null)).value).toBe(5);
  });

  test('loops where no meter can count? The wall clock ends it, and the next call works', async () => {
    const client = rigWith(`return input === "hang" ? ${HANG} : 1;`, 1500);
    expect(await failureOf(client.call('echo', 'hang'))).toMatchObject({ kind: 'died', reason: 'time' });
    expect((await client.call('echo', null)).value).toBe(1);
    expect(client.repeatable).toBe(false);
  });

  test('takes all memory? Its process dies, and the next call works', async () => {
    const client = rigWith(
      'if (input) { const a = []; for (;;) a.push(new Array(100000).fill(1.5)); } return 1;',
    );
    expect(await failureOf(client.call('echo', true))).toMatchObject({ kind: 'died' });
    expect((await client.call('echo', null)).value).toBe(1);
  });

  test('takes memory outside the heap? The address space is bounded', async () => {
    const body =
      'const a = []; for (let i = 0; i < 4096; i++) { a.push(new Uint8Array(1 << 26)); } return a.length;';
    expect(await failureOf(rigWith(body).call('echo', null))).toMatchObject({ kind: 'threw' });
  });

  test('recurses for ever? It is told as its own mistake', async () => {
    const failure = await failureOf(rigWith('const f = () => f() + 1; return f();').call('echo', null));
    expect(failure).toMatchObject({
      kind: 'threw',
      message: expect.stringContaining('call stack') as string,
    });
  });

  test('throws? The message and the line in its script come back', async () => {
    const failure = await failureOf(rigWith('\n\nthrow new TypeError("no such frame");').call('echo', null));
    expect(failure).toMatchObject({
      kind: 'threw',
      message: 'TypeError: no such frame',
      position: { line: 3 },
    });
  });

  const thrown = ['"text"', 'null', '{ toString() { throw 1; } }', 'Object.create(null)', 'Symbol("s")'];
  const askThrown = tableRig(thrown.map((value) => `throw ${value};`));
  test.each(thrown)('throws %s? It is the part that threw', async (value) => {
    expect(await failureOf(askThrown(`throw ${value};`))).toMatchObject({
      kind: 'threw',
    });
  });

  const dressed = [
    ['an object dressed as an error', 'throw Object.create(Error.prototype);'],
    ['an error whose name lies', 'const e = new Error("x"); e.name = "PartError"; throw e;'],
    [
      'an error from deep inside the language',
      'let a = [Symbol()]; for (let i = 0; i < 40; i++) { tick(1); a = [a]; } return String(a);',
    ],
    [
      'the end of the stack, with no line of its own in sight',
      'let a = []; for (let i = 0; i < 100000; i++) { tick(1); a = [a]; } return String(a);',
    ],
  ];
  const askDressed = tableRig(dressed.map(([, body]) => body as string));
  test.each(dressed)('throws %s? It is the part that threw', async (_name, body) => {
    expect(await failureOf(askDressed(body))).toMatchObject({ kind: 'threw' });
  });

  test('has a regular expression that tries too much? V8 counts, and starts again in linear time', async () => {
    expect(await echo('return /^(a+)+$/.test("a".repeat(40) + "b");')).toBe(false);
  });

  test('hangs again and again? When the time of all calls is used up, it is not asked any more', async () => {
    const client = rigWith(`return ${HANG};`, 300);
    for (let i = 0; i < 3; i++) {
      expect(await failureOf(client.call('echo', null))).toMatchObject({ kind: 'died', reason: 'time' });
    }
    expect(await failureOf(client.call('echo', null))).toMatchObject({ kind: 'died', reason: 'time in all' });
  });

  test('takes nearly all of its time in each call? That is on the account as well', async () => {
    const client = rigWith(`return [1, 2].map(() => new Array(2e6).fill("b").join("").length)[0];`);
    expect((await client.call('echo', null)).value).toBe(2_000_000);
    const quick = new RigClient(() => startRig(bundle, detectSandbox()), client.part, {
      suiteMilliseconds: 1,
    });
    clients.push(quick);
    await quick.call('echo', null);
    expect(quick.repeatable).toBe(true);
    expect(await failureOf(quick.call('echo', null))).toMatchObject({ reason: 'time in all' });
    quick.nextSuite();
    await quick.call('echo', null);
    expect(quick.repeatable).toBe(false); // what a clock has decided stays so
  });

  test('uses up nearly all of its budget in each call? The turns of all calls are bounded', async () => {
    const client = rigWith('for (let i = 0; i < 90000; i++) tick(1); return 1;');
    for (let i = 0; i < 3; i++) {
      await client.call('echo', null);
    }
    expect(await failureOf(client.call('echo', null))).toMatchObject({ reason: 'turns in all' });
    expect(client.repeatable).toBe(true); // turns are the same on every machine
  });

  test('leaves promises behind that nothing can count? The call that left them has no answer', async () => {
    const body = `if (input) { const endless = {}; endless.then = Array.prototype.forEach.bind([endless]); Promise.resolve(endless); }
      return 1;`;
    const client = rigWith(body, 1500);
    expect(await failureOf(client.call('echo', true))).toMatchObject({ kind: 'died', reason: 'time' });
    expect((await client.call('echo', false)).value).toBe(1);
  });

  test('looks for source text of ours? No function shows any', async () => {
    const body = `const shown = (f) => Function.prototype.toString.call(f) + String(f) + \`\${f}\`;
      return [layers.hypervisor.advance, console.log, tick, Object.keys, () => 1].map((f) => f + "" + ((() => 1).toString.call(f)));`;
    const native = 'function () { [native code] }';
    expect(await echo(body)).toEqual(Array.from({ length: 5 }, () => native + native));
  });

  test('catches an error of ours? Its class is frozen', async () => {
    const body = `try { input(); } catch (error) {
      const kind = error.constructor;
      return [kind, kind.prototype, Object.getPrototypeOf(kind)].every(Object.isFrozen) && kind.name;
    }`;
    expect((await rigWith(body).call('refuse', null)).value).toBe('PartError');
    const spent =
      'try { for (;;) tick(1); } catch (error) { error.constructor.prototype.name = "x"; } return 1;';
    expect(await failureOf(rigWith(spent).call('echo', null))).toMatchObject({ kind: 'endless' });
    const taken =
      'try { for (;;) tick(1); } catch (error) { return error.constructor === RangeError && Object.isFrozen(error); }';
    expect(await failureOf(rigWith(taken).call('echo', null))).toMatchObject({ kind: 'endless' });
  });

  const unreadable = [
    ['a proxy that was revoked', 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy;'],
    [
      'a revoked proxy of a function',
      'const { proxy, revoke } = Proxy.revocable(() => 1, {}); revoke(); return proxy;',
    ],
    [
      'a getter of the language that throws',
      'return Object.defineProperty({}, "toString", { get: Symbol.prototype.valueOf });',
    ],
    ['a conversion of the language that throws', 'return { toString: Symbol.prototype.valueOf };'],
    [
      '300 conversions in one another',
      'let a = { toString: Symbol.prototype.valueOf }; for (let i = 0; i < 300; i++) { tick(1); a = [a]; } return a;',
    ],
    ['nothing that can be converted', 'return Object.create(null);'],
    [
      'a proxy that lies about its class',
      'throw new Proxy(new Error("x"), { getPrototypeOf() { throw 1; } });',
    ],
  ];
  const askUnreadable = tableRig(unreadable.map(([, body]) => body as string));
  test.each(unreadable)(
    'fails inside of our code with %s? It is the part that threw',
    async (_name, body) => {
      expect(await failureOf(askUnreadable(body, 'convert'))).toMatchObject({ kind: 'threw' });
    },
  );

  test('hands back more text than anyone can read? It is cut off', async () => {
    const body = 'const s = "x".repeat(1 << 20); return [s, s, s, s, s];';
    expect(await failureOf(rigWith(body).call('echo', null))).toMatchObject({ kind: 'nonsense' });
  });

  const notPlain = ['() => 1', 'Symbol()', '10n', '{ get a() { return () => 1; } }'];
  const askNotPlain = tableRig(notPlain.map((value) => `return (${value});`));
  test.each(notPlain)('hands back %s? That is no plain data', async (value) => {
    expect(await failureOf(askNotPlain(`return (${value});`))).toMatchObject({
      kind: 'nonsense',
    });
  });

  test('hands back a structure without end? It is cut off', async () => {
    const circle = 'const a = []; a.push(a); return a;';
    expect(await failureOf(rigWith(circle).call('echo', null))).toMatchObject({ kind: 'nonsense' });
    const long = 'return new Proxy([], { get: (t, k) => (k === "length" ? 1e12 : 1) });';
    expect(await failureOf(rigWith(long).call('echo', null))).toMatchObject({ kind: 'nonsense' });
  });

  test('is no function? That is said', async () => {
    const client = rigOf('(function (l, exports) { exports.part = { kind: "advance" }; })');
    expect(await failureOf(client.call('echo', null))).toMatchObject({ kind: 'nonsense' });
  });

  test('exports nothing under its name? That is said', async () => {
    expect(await failureOf(rigOf('(function () {})').call('echo', null))).toMatchObject({ kind: 'missing' });
  });

  const absent = [
    ['process', 'return typeof process;'],
    ['require', 'return typeof require;'],
    ['a timer', 'return typeof setTimeout;'],
    ['the network', 'return typeof fetch;'],
    ['WebAssembly', 'return typeof WebAssembly;'],
    ['shared memory', 'return typeof SharedArrayBuffer;'],
    ['the real global object', 'return typeof globalThis.process;'],
    [
      'a way to make code from text, which no meter would count',
      'return typeof eval + typeof Function + typeof Compartment;',
    ],
  ];
  const askAbsent = tableRig(absent.map(([, body]) => body as string));
  test.each(absent)('looks for %s? There is none', async (_name, body) => {
    expect(await askAbsent(body)).toMatch(/^(undefined)+$/);
  });

  const refused = [
    ['the clock', 'return Date.now();'],
    ['randomness', 'return Math.random();'],
    ['the realm through a constructor', 'return (() => 1).constructor("return process")();'],
    ['an import', 'return (0, globalThis.eval)("im" + "port(\\"node:fs\\")");'],
    ['Object.prototype', 'Object.prototype.toJSON = () => 1; return 1;'],
    ['Array.prototype', 'Array.prototype.push = () => 1; return 1;'],
    ['a machine of its own', 'return new layers.machine.Machine({ memoryBytes: 4096 });'],
    ['a VMM of its own', 'return new layers.hypervisor.Vmm({});'],
    ['a function of the layers', 'layers.hypervisor.advance.call = () => 1; return 1;'],
    ['the names of a layer', 'layers.machine.Csr.satp = 0; return 1;'],
    ['the global object', 'globalThis.left = 1; return 1;'],
  ];
  const askRefused = tableRig(refused.map(([, body]) => body as string));
  test.each(refused)('reaches for %s? It is refused', async (_name, body) => {
    expect(await failureOf(askRefused(body))).toMatchObject({ kind: 'threw' });
  });

  test('computes with float arrays? All of them is there but their bytes', async () => {
    const body = `
      class Grid extends Float32Array { get first() { return this[0]; } }
      const a = Float64Array.from([3, 1, 2]).sort(), b = new Float64Array(new Float32Array([0.5, NaN]));
      const copy = new Float64Array(a); copy.set([7], 2);
      return [a.join(), a.subarray(1).join(), a.subarray(-2, -1).join(), a.map((x) => x * 2).slice(1).join(), b.join(),
        copy.join(), new Grid(2).fill(4).subarray(1).join(), new Grid([5]).first, new Grid(1) instanceof Float32Array,
        Float64Array.BYTES_PER_ELEMENT, Float64Array.of(1).constructor === Float64Array, Float64Array.name];`;
    expect(await echo(body)).toEqual([
      '1,2,3',
      '2,3',
      '2',
      '4,6',
      '0.5,NaN',
      '1,2,7',
      '4',
      5,
      true,
      8,
      true,
      'Float64Array',
    ]);
  });

  const bytes = [
    ['its buffer', 'return new Float64Array(1).buffer;'],
    [
      'the buffer through another getter',
      'return Reflect.get(Int8Array.prototype, "buffer", new Float64Array(1));',
    ],
    ['an array on a buffer', 'return new Float64Array(new ArrayBuffer(8));'],
    [
      'an array on a buffer by its constructor',
      'return new (new Float64Array(1).constructor)(new ArrayBuffer(8));',
    ],
    [
      'an array of a subclass on a buffer',
      'class A extends Float32Array {} return new A(new ArrayBuffer(8), 4, 1);',
    ],
    [
      'an array on a buffer by Reflect',
      'return Reflect.construct(Float32Array, [new ArrayBuffer(8)], Uint8Array);',
    ],
    ['its bytes as text', 'return new TextDecoder("latin1").decode(new Float64Array(1));'],
  ];
  const askBytes = tableRig(bytes.map(([, body]) => body as string));
  test.each(bytes)(
    'looks for the bits of NaN in a float array, by %s? It is refused',
    async (_name, body) => {
      expect(await failureOf(askBytes(body))).toMatchObject({
        kind: 'threw',
        message: expect.stringContaining('a part cannot see the bytes of a float array') as string,
      });
    },
  );

  test('has a subclass of a float array wait for the buffer? subarray does not hand it out', async () => {
    const body = `
      const seen = [];
      class Waiting extends Float64Array { constructor(...args) { super(...args); seen.push(typeof args[0]); } }
      const own = new Float64Array(2);
      new Waiting(2).subarray(1);
      class Species extends Float64Array { static get [Symbol.species]() { return Waiting; } }
      new Species(2).subarray({ valueOf: () => 1 });
      return seen;`;
    expect(await echo(body)).toEqual(['number']);
  });

  test('asks for a huge float array? It is told so, at its line', async () => {
    const failure = await failureOf(rigWith('\nreturn new Float64Array(1e9);').call('echo', null));
    expect(failure).toMatchObject({ kind: 'threw', position: { line: 2 } });
  });

  test('tells the hours of a date? They are those of UTC, wherever it is graded', async () => {
    expect(await echo('return [new Date(0).getHours(), new Date(0).getTimezoneOffset()];')).toEqual([0, 0]);
  });

  test('prints a flood? The start is kept, and the rest counted', async () => {
    const { console } = await rigWith('for (let i = 0; i < 90000; i++) console.log("line", i);').call(
      'echo',
      null,
    );
    expect(console.length).toBeLessThan(10_000);
    expect(console).toMatch(/^line 0\nline 1\n/);
    expect(console).toMatch(/more: only the first/);
  });

  test('prints what cannot be read? It is named, not thrown', async () => {
    const body =
      'console.log({ get a() { throw 1; } }, [1, { b: "x" }], null, undefined, () => 1); return 1;';
    const { console } = await rigWith(body).call('echo', null);
    expect(console).toBe('{ a: [getter] } [1, { b: "x" }] null undefined [function]\n');
  });
});

const named = [
  [`throw 'no';`, 'the string "no"'],
  [`throw null;`, 'null'],
  [`throw undefined;`, 'undefined'],
  [`throw -1;`, 'the number -1'],
  [`throw 5n;`, 'the bigint 5n'],
  [`throw { code: 1 };`, 'the object { code: 1 }'],
  [`throw [1];`, 'the array [1]'],
  [`throw new Map([[1, 2]]);`, 'Map(1) { 1 => 2 }'],
  [`throw () => 1;`, 'a function'],
  [`throw Promise.resolve();`, 'Promise {}'],
  [`throw new Error();`, 'Error'],
  [`throw Object.assign(new Error('x'), { name: null });`, 'Error: x'],
  [`throw new Proxy({}, { ownKeys() { throw 1; } });`, 'a value that cannot be shown'],
];
const askNamed = tableRig(named.map(([body]) => body as string));
test.each(named)(
  'what a part throws is named so that "your code threw" can stand before it: %s',
  async (body, message) => {
    expect(await failureOf(askNamed(body))).toMatchObject({ kind: 'threw', message });
  },
);

test('a mistake of the rig itself is told as ours', async () => {
  expect(await failureOf(rigWith('return 1;').call('faulty', null))).toMatchObject({ kind: 'rig' });
  expect(await failureOf(rigWith('return 1;').call('nowhere', null))).toMatchObject({ kind: 'rig' });
});
