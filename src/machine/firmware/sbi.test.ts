import { handleSbi, SbiError, SbiExtension, type SbiPlatform } from '../index.js';

/** A platform that records what it is asked for, and has eight bytes of memory at address 100. */
function recorder(input = '') {
  const memory = new Uint8Array(8);
  const calls: string[] = [];
  let printed = '';
  const pending = [...input].map((character) => character.charCodeAt(0));
  const platform: SbiPlatform = {
    putByte: (byte) => void (printed += String.fromCharCode(byte)),
    getByte: () => pending.shift() ?? -1,
    setTimer: (ticks) => void calls.push(`timer ${ticks}`),
    shutdown: (code) => void calls.push(`shutdown ${code}`),
    reset: () => void calls.push('reset'),
    readByte: (address) => memory[address - 100],
    writeByte: (address, byte) => {
      const there = address >= 100 && address < 108;
      if (there) {
        memory[address - 100] = byte;
      }
      return there;
    },
  };
  return { platform, memory, calls, printed: () => printed };
}

/** Calls function `fid` with these arguments. */
function call(platform: SbiPlatform, extension: number, fid: number, ...args: number[]) {
  const registers = Int32Array.from({ length: 8 }, (_, index) => args[index] ?? 0);
  registers[6] = fid;
  registers[7] = extension;
  return handleSbi(registers, platform);
}

const { Base, Time, SystemReset, DebugConsole } = SbiExtension;
const INVALID = { a0: SbiError.InvalidParameter, a1: 0 };
const NOT_SUPPORTED = { a0: SbiError.NotSupported, a1: 0 };

test('the base extension returns the version, probes extensions and identifies the machine', () => {
  const { platform } = recorder();
  expect(call(platform, Base, 0)).toEqual({ a0: 0, a1: 0x0200_0000 });
  expect([1, 2, 4, 5, 6].map((fid) => call(platform, Base, fid).a0)).toEqual([0, 0, 0, 0, 0]);
  const probed = [0, 1, 2, 8, Base, Time, SystemReset, DebugConsole, 3, 0x73_5049, 0x48_534d];
  expect(probed.map((extension) => call(platform, Base, 3, extension).a1)).toEqual([
    1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0,
  ]);
});

test.each([
  [3, 0],
  [0x73_5049, 0],
  [Base, 7],
  [Time, 1],
  [SystemReset, 1],
  [DebugConsole, 3],
  [-1, 0],
])('extension %i, function %i returns that it is not supported', (extension, fid) => {
  expect(call(recorder().platform, extension, fid)).toEqual(NOT_SUPPORTED);
});

test('both timer calls take a time of 64 bits from two registers', () => {
  const { platform, calls } = recorder();
  expect(call(platform, Time, 0, -1, 1)).toEqual({ a0: 0, a1: 0 });
  call(platform, SbiExtension.SetTimer, 0, 5, 2);
  expect(calls).toEqual([`timer ${2 ** 33 - 1}`, `timer ${2 ** 33 + 5}`]);
});

test('legacy calls return a value in a0 and keep a1', () => {
  const { platform, calls, printed } = recorder('A');
  expect(call(platform, SbiExtension.ConsolePutchar, 0, 0x148, 42)).toEqual({ a0: 0, a1: 42 });
  expect(printed()).toBe('H');
  expect(call(platform, SbiExtension.ConsoleGetchar, 0, 0, 42)).toEqual({ a0: 65, a1: 42 });
  expect(call(platform, SbiExtension.ConsoleGetchar, 0, 0, 42)).toEqual({ a0: -1, a1: 42 });
  call(platform, SbiExtension.Shutdown, 0);
  expect(calls).toEqual(['shutdown 0']);
});

test('system reset shuts down or restarts, and refuses reserved types and reasons', () => {
  const { platform, calls } = recorder();
  call(platform, SystemReset, 0, 0, 0);
  call(platform, SystemReset, 0, 0, 1);
  call(platform, SystemReset, 0, 1, 0);
  call(platform, SystemReset, 0, 2, 0);
  expect(call(platform, SystemReset, 0, 3, 0)).toEqual(INVALID);
  expect(call(platform, SystemReset, 0, 0, 2)).toEqual(INVALID);
  expect(calls).toEqual(['shutdown 0', 'shutdown 1', 'reset', 'reset']);
});

test('the debug console prints memory and single bytes, and refuses a buffer that is not all in memory', () => {
  const { platform, memory, printed } = recorder();
  memory.set([72, 105]);
  expect(call(platform, DebugConsole, 0, 2, 100, 0)).toEqual({ a0: 0, a1: 2 });
  expect(call(platform, DebugConsole, 2, 0x121)).toEqual({ a0: 0, a1: 0 });
  expect(call(platform, DebugConsole, 0, 3, 106, 0)).toEqual(INVALID);
  expect(call(platform, DebugConsole, 0, 1, 100, 1)).toEqual(INVALID); // an address above 2^32
  expect(printed()).toBe('Hi!');
});

test('the debug console reads the input that there is, and loses none if the buffer is not in memory', () => {
  const { platform, memory } = recorder('abc');
  expect(call(platform, DebugConsole, 1, 2, 107, 0)).toEqual(INVALID);
  expect(call(platform, DebugConsole, 1, 2, 100, 0)).toEqual({ a0: 0, a1: 2 });
  expect(call(platform, DebugConsole, 1, 5, 102, 0)).toEqual({ a0: 0, a1: 1 });
  expect(String.fromCharCode(...memory.subarray(0, 3))).toBe('abc');
});

test('the debug console returns an error for a buffer that can be read but not written', () => {
  const { platform } = recorder('abc');
  const readOnly = { ...platform, writeByte: () => false };
  expect(call(readOnly, DebugConsole, 1, 2, 100, 0)).toEqual(INVALID);
});

test('a call that asks for too much does less and returns how much', () => {
  const { platform, printed } = recorder();
  const endless = { ...platform, readByte: () => 46 };
  expect(call(endless, DebugConsole, 0, -1, 0, 0)).toEqual({ a0: 0, a1: 4096 });
  expect(printed()).toHaveLength(4096);
});
