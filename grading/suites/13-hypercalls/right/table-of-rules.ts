// Data and a generator: the page's table as rows of rules, words read last first, texts written byte by byte, signed numbers.
import { HypercallError, type HypercallFacade, type HypercallPart } from '../../src/hypervisor/index.js';

interface Row {
  /** What a and b must be multiples of. */
  readonly by: readonly [number, number];
  /** The most that b may be. */
  readonly most?: number;
  /** How many bytes must be in memory at a. */
  readonly bytes?: (a: number, b: number) => number;
  readonly batchable?: true;
  /** Calls that may wait for each other: the first step has checked the rest, the second one carries it out. */
  readonly work: (vm: HypercallFacade, a: number, b: number) => Generator<Refused | 'checked', number>;
}
interface Refused {
  readonly code: number;
  readonly entry: number;
}

const refused = (code: number, entry = 0): Refused => ({ code, entry });
const simple = (act: (vm: HypercallFacade, a: number, b: number) => number | void): Row['work'] =>
  function* (vm, a, b) {
    yield 'checked';
    return act(vm, a, b) ?? 0;
  };
const signed = (word: number) => word | 0;

/** The last word first; each of them once. */
function copyBackwards(vm: HypercallFacade, address: number, words: number): number[] {
  const copy = new Array<number>(words).fill(0);
  for (let i = words - 1; i >= 0; i--) {
    copy[i] = vm.readWord(address + 4 * i);
  }
  return copy;
}

const rows: readonly Row[] = [
  { by: [4, 16], batchable: true, work: simple((vm, a, b) => vm.setCallback(signed(a), signed(b))) },
  {
    by: [4096, 1],
    bytes: (a) => (a === 0 ? -1 : 4096),
    batchable: true,
    work: simple((vm, a) => vm.setPageTable(signed(a))),
  },
  {
    by: [4, 1],
    bytes: () => 28,
    *work(vm, a) {
      const [pc, sp, a0, a6, a7, mode, enabled] = copyBackwards(vm, a, 7).map(signed) as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      if ((pc & 3) !== 0 || (mode !== 0 && mode !== 1) || (enabled !== 0 && enabled !== 1)) {
        yield refused(HypercallError.InvalidParam);
      }
      yield 'checked';
      vm.resume({ pc, sp, a0, a6, a7, mode, enabled });
      return 0;
    },
  },
  { by: [1, 1], batchable: true, work: simple((vm, a, b) => vm.setTimer(signed(a), signed(b))) },
  {
    by: [1, 1],
    most: 1024,
    bytes: (_, b) => b,
    batchable: true,
    work: simple((vm, a, b) => {
      for (let at = a; at < a + b; at++) {
        vm.consoleWrite(vm.readBytes(at, 1));
      }
      vm.consoleWrite([]);
      return b;
    }),
  },
  { by: [1, 1], work: simple((vm) => vm.yield()) },
  { by: [1, 1], work: simple((vm) => vm.block()) },
  {
    by: [4, 1],
    bytes: () => 16,
    batchable: true,
    work: simple((vm, a) => {
      vm.writeWord(a + 12, signed(vm.memoryBase + vm.memorySize - 4096));
      vm.writeWord(a + 8, signed(vm.memorySize));
      vm.writeWord(a + 4, signed(vm.memoryBase));
      vm.writeWord(a, signed(vm.id));
    }),
  },
  { by: [1, 1], work: simple((vm, a) => vm.shutdown(signed(a))) },
  { by: [4, 1], most: 32, bytes: (_, b) => 32 * b, work: batch },
];

/** Checks the rules that all rows share. */
function brokenRule({ by, most = Infinity, bytes }: Row, vm: HypercallFacade, a: number, b: number): number {
  if (a % by[0] !== 0 || b % by[1] !== 0 || b > most) {
    return HypercallError.InvalidParam;
  }
  const length = bytes?.(a, b) ?? -1;
  const inside = a >= vm.memoryBase && a + length <= vm.memoryBase + vm.memorySize;
  return length === -1 || inside ? HypercallError.Success : HypercallError.InvalidAddress;
}

function* batch(vm: HypercallFacade, address: number, count: number): Generator<Refused | 'checked', number> {
  const words = copyBackwards(vm, address, 8 * count);
  const works: Generator<Refused | 'checked', number>[] = [];
  for (let i = 0; i < count; i++) {
    const [number = 0, a = 0, b = 0] = words.slice(8 * i);
    const row = rows[number];
    const code = !row
      ? HypercallError.NotSupported
      : !row.batchable
        ? HypercallError.Denied
        : brokenRule(row, vm, a, b);
    if (code !== HypercallError.Success) {
      yield refused(code, i);
    }
    const work = row!.work(vm, a, b);
    work.next();
    works.push(work);
  }
  yield 'checked';
  const values = works.map((work) => work.next().value as number);
  for (let i = count - 1; i >= 0; i--) {
    vm.writeWord(address + 32 * i + 28, values[i]!);
    vm.writeWord(address + 32 * i + 24, 0);
  }
  return count;
}

export const dispatch: HypercallPart = ({ extension, function: number, args }, vm) => {
  const row = extension === 0x0900_0000 ? rows[number] : undefined;
  if (row === undefined) {
    return { error: HypercallError.NotSupported, value: 0 };
  }
  const [a = 0, b = 0] = args;
  const code = brokenRule(row, vm, a, b);
  if (code !== HypercallError.Success) {
    return { error: code, value: 0 };
  }
  const work = row.work(vm, a, b);
  const first = work.next().value;
  return typeof first === 'object'
    ? { error: first.code, value: first.entry }
    : { error: 0, value: work.next().value as number };
};
