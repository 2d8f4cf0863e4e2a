/** The VM of exercise 13's checks: one call of its facade is one moment, and all that it sees is told. */
import { takeUnfinishedCall } from '../../rig/inside/index.js';
import {
  HYPERCALL_EXTENSION,
  type HypercallFacade,
  type HypercallPart,
} from '../../../src/hypervisor/index.js';
import { observe, type Situation } from './model-vm.js';
import { shrink } from './shrink.js';

const BASE = 0x8000_0000;
const call = (number: number, ...args: number[]) => ({
  extension: HYPERCALL_EXTENSION,
  function: number,
  args: [0, 1, 2, 3, 4, 5].map((i) => args[i] ?? 0),
});
const fine = { error: 0, value: 0 };

/** What a dispatcher does for one call of Yield. */
const doneBy = (part: HypercallPart, situation: Partial<Situation> = {}) =>
  observe(part, { calls: [call(5)], ...situation })[0]!
    .done.split('\n')
    .slice(1);

test('one readBytes is one look, whichever of its words change; the next one sees the changes', () => {
  const words = { [BASE]: [0x11111111, 0x22222222] };
  const changes = { [BASE]: 0x33333333, [BASE + 4]: 0x44444444 };
  const look: HypercallPart = (_, vm) => {
    vm.consoleWrite(vm.readBytes(BASE + 2, 4));
    vm.yield();
    vm.consoleWrite(vm.readBytes(BASE + 2, 4));
    return fine;
  };
  expect(doneBy(look, { words, changes })).toEqual([
    String.raw`consoleWrite("\x11\x11\"\"")`,
    'yield()',
    'consoleWrite("33DD")',
  ]);
});

test('a text is the same in one piece, in several, and with empty ones', () => {
  const whole = doneBy((_, vm) => (vm.consoleWrite([104, 105]), fine));
  const pieces = doneBy(
    (_, vm) => (vm.consoleWrite([104]), vm.consoleWrite([]), vm.consoleWrite([105]), fine),
  );
  expect(whole).toEqual(['consoleWrite("hi")']);
  expect(pieces).toEqual(whole);
  expect(doneBy((_, vm) => (vm.consoleWrite([]), fine))).toEqual([]);
});

test('a word that is written as it stands is not changed; one that is changed and changed back is told', () => {
  const words = { [BASE + 8]: [7] };
  expect(doneBy((_, vm) => (vm.writeWord(BASE + 8, 7), fine), { words })).toEqual([]);
  const there = doneBy((_, vm) => (vm.writeWord(BASE + 8, 1), vm.writeWord(BASE + 8, 7), fine), { words });
  expect(there).toEqual(['[0x8000_0008] = 7']);
});

test('a call is told as a student would type it, with what it finds in memory', () => {
  const entries = [3, 5, 6, 0, 0, 0, 0, 0, 3, 5, 6, 0, 0, 0, 0, 0, 12];
  const words = { [BASE]: [...entries, 0, 0, 0, 0] };
  const asked = [
    call(9, BASE, 3),
    call(2, BASE + 4),
    call(2, 2),
    call(9, BASE + 0xffe0, 2),
    call(10, 1),
    { ...call(4, 0x8000_fffe, 1025), extension: HYPERCALL_EXTENSION + 1 },
  ];
  const vm = { id: 9, memoryBase: BASE, memorySize: 0x1_0000 };
  const told = observe(() => fine, { vm, words, calls: asked }).map(({ what }) => what);
  const around = 'answers and does on VM 9 with 0x1_0000 bytes from 0x8000_0000 on';
  expect(told).toEqual([
    `what Multicall(0x8000_0000, 3) of a batch of 2 times SetTimer(5, 6), function 12 ${around}`,
    `what ReturnTo(0x8000_0004) of a frame with pc 5, sp 6, a0 0, a6 0, a7 0, mode 0, enabled 0 ${around}`,
    `what ReturnTo(2) ${around}`,
    `what Multicall(0x8000_ffe0, 2) of a batch of SetCallback(0, 0), (no memory) ${around}`,
    `what function 10 ${around}`,
    `what ConsoleWrite(0x8000_fffe, 1025) of extension 0x0900_0001 ${around}`,
  ]);
});

test.each<[what: string, part: HypercallPart, words: string]>([
  ['throws', () => JSON.parse('{') as never, 'JSON'],
  [
    'reads outside of the memory',
    (_, vm) => ({ error: 0, value: vm.readWord(4) }),
    "4 bytes at guest-physical address 0x4 are not all in the VM's memory",
  ],
  ['returns no result', () => 7 as never, 'it must return an object { error, value }'],
])('a dispatcher that %s leaves behind which call it was', (_what, part, words) => {
  expect(() => doneBy(part)).toThrow(words);
  expect(takeUnfinishedCall()).toBe('Yield()');
});

test('a dispatcher that remembers the VM before this one finds that one’s memory', () => {
  let first: HypercallFacade | undefined;
  const remembers: HypercallPart = (_, vm) => ({ error: 0, value: (first ??= vm).readWord(BASE) });
  const answers = [7, 8].map(
    (word) => observe(remembers, { words: { [BASE]: [word] }, calls: [call(5)] })[0]!.done,
  );
  expect(answers).toEqual(['answers { error: 0, value: 7 }', 'answers { error: 0, value: 7 }']);
});

test('a dispatcher that goes on and on is ended', () => {
  const runaway: HypercallPart = (_, vm) => {
    for (;;) {
      vm.yield();
    }
  };
  expect(() => doneBy(runaway)).toThrow('more than 50000 things for one call');
  const vm = { id: 1, memoryBase: 0, memorySize: 2 ** 32 };
  const reader: HypercallPart = (_, whole) => (whole.readBytes(0, 2 ** 32), fine);
  expect(() => doneBy(reader, { vm })).toThrow('more than 128 pages');
});

test('a failing situation shrinks to the one call and the one entry that fail', async () => {
  const entry = (number: number, a: number) => [number, a, 0, 0, 0, 0, 0, 0];
  const batch = [entry(3, 1), entry(3, 2), entry(3, 77), entry(3, 4)].flat();
  const words = { [BASE]: batch };
  const calls = [call(5), call(9, BASE, 4), call(6)];
  const fails = (situation: Situation) =>
    observe(() => fine, situation).some(({ what }) => what.includes('SetTimer(77, 0)'));
  const small = await shrink({ words, calls }, (some) => Promise.resolve(some.map(fails)));
  expect(observe(() => fine, small).map(({ what }) => what)).toEqual([
    'what Multicall(0x8000_0000, 1) of a batch of SetTimer(77, 0) answers and does',
  ]);
});
