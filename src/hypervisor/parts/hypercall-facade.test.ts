import { hypercallFacade, type FacadeMemory, type HypercallEffects } from '../index.js';

/** A facade over a VM that writes down what reaches it. */
function facadeOn() {
  const reached: unknown[][] = [];
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      void reached.push([name, ...values]);
  const memory: FacadeMemory = {
    base: 0x8000_0000,
    size: 0x1000,
    readWord: (address) => address,
    readBytes: (_, length) => new Uint8Array(length),
    writeWord: note('writeWord'),
  };
  const names = [
    'consoleWrite',
    'setCallback',
    'setPageTable',
    'setTimer',
    'resume',
    'yield',
    'block',
    'shutdown',
  ];
  const effects = Object.fromEntries(names.map((name) => [name, note(name)])) as unknown as HypercallEffects;
  return { facade: hypercallFacade(3, memory, effects), reached };
}

const frame = { pc: -4, sp: -1, a0: 2 ** 31, a6: 0, a7: 0, mode: 1, enabled: 0 };

test('signed and unsigned numbers are the same 32 bits', () => {
  const { facade, reached } = facadeOn();
  facade.setCallback(-4, -16);
  facade.setPageTable(-4096);
  facade.setTimer(-1, 2 ** 32 - 1);
  facade.shutdown(-2);
  facade.writeWord(0x8000_0000, -1);
  facade.resume(frame);
  expect(reached).toEqual([
    ['setCallback', 0xffff_fffc, 0xffff_fff0],
    ['setPageTable', 0xffff_f000],
    ['setTimer', 0xffff_ffff, 0xffff_ffff],
    ['shutdown', 0xffff_fffe],
    ['writeWord', 0x8000_0000, 0xffff_ffff],
    ['resume', { ...frame, pc: 0xffff_fffc, sp: 0xffff_ffff }],
  ]);
});

test('what the dispatcher is lent is frozen, and bytes come as an array', () => {
  const { facade } = facadeOn();
  expect(Object.isFrozen(facade)).toBe(true);
  expect(facade.readBytes(0x8000_0000, 2)).toEqual([0, 0]);
});

type Facade = ReturnType<typeof facadeOn>['facade'];
const sly = { toString: () => 'never called' } as unknown as number;

test.each<[what: string, call: (facade: Facade) => void, words: string]>([
  [
    'a number beyond 32 bits',
    (vm) => vm.setTimer(0, 2 ** 32),
    'high must be a 32-bit integer, not 4294967296',
  ],
  ['half a number', (vm) => vm.shutdown(0.5), 'code must be a 32-bit integer, not 0.5'],
  ['an object as a number', (vm) => vm.setPageTable(sly), 'root must be a 32-bit integer, not an object'],
  ['no value for a word', (vm) => vm.writeWord(0, undefined as never), 'value must be a 32-bit integer'],
  ['an address that is none', (vm) => vm.readWord(NaN), 'address must be an integer, not NaN'],
  ['a length that is none', (vm) => vm.readBytes(0, sly), 'length must be an integer, not an object'],
  ['machine mode', (vm) => vm.resume({ ...frame, mode: 3 }), 'mode must be 0 or 1, not 3'],
  ['a byte too large', (vm) => vm.consoleWrite([1, 256]), 'bytes from 0 to 255, not 256'],
  ['a hole for a byte', (vm) => vm.consoleWrite(new Array<number>(2)), 'bytes from 0 to 255, not undefined'],
  [
    'too many bytes',
    (vm) => vm.consoleWrite({ length: 1e9 } as never),
    'at most 32768 bytes, not of 1000000000',
  ],
])('%s is refused in words, and nothing is done', (_what, call, words) => {
  const { facade, reached } = facadeOn();
  expect(() => call(facade)).toThrow(RangeError);
  expect(() => call(facade)).toThrow(words);
  expect(reached).toEqual([]);
});
