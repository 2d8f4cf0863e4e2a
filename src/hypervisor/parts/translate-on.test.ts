import { translateOn } from '../index.js';
import type { MmuFacade, ShadowPart, Translation } from '../index.js';

/** A VM with memory at guest frame 5 alone, in machine frame 0x8_0007; it writes down the entries that are written. */
function translated(shadow: (mmu: MmuFacade) => Translation) {
  const written: number[][] = [];
  const mmu: MmuFacade = {
    mode: 1,
    satp: 0x8000_0005,
    sum: true,
    mxr: false,
    frameOf: (guestFrame) => (guestFrame === 5 ? 0x8_0007 : undefined),
    isDevice: (address) => address === 0x1000_0000,
    readEntry: (address) => address,
    writeEntry: (address, entry) => void written.push([address, entry]),
  };
  const part: ShadowPart = (_access, lent) => shadow(lent);
  return { result: () => translateOn(part, { address: 0x1234, kind: 'load' }, mmu), written };
}

const all = { read: true, write: true, execute: true };

test('what the part is lent is frozen, and shows the guest as it is', () => {
  const { result } = translated((mmu) => {
    expect(Object.isFrozen(mmu)).toBe(true);
    expect([mmu.mode, mmu.satp, mmu.sum, mmu.mxr, mmu.readEntry(0x5008), mmu.isDevice(0x1000_0000)]).toEqual([
      1,
      0x8000_0005,
      true,
      false,
      0x5008,
      true,
    ]);
    return { kind: 'page fault' };
  });
  expect(result()).toEqual({ kind: 'page fault' });
});

test('a frame may be mapped after frameOf has told it, and in that call alone', () => {
  const told = translated((mmu) => ({ kind: 'map', frame: mmu.frameOf(5)!, ...all }));
  expect(told.result()).toEqual({ kind: 'map', frame: 0x8_0007, ...all });
  const untold = translated(() => ({ kind: 'map', frame: 0x8_0007, ...all }));
  expect(untold.result).toThrow('shadow mapped frame 524295, which frameOf has not returned in this call');
});

test('signed and unsigned entries are the same 32 bits', () => {
  const { result, written } = translated((mmu) => {
    mmu.writeEntry(0x5000, -1);
    return { kind: 'access fault' };
  });
  result();
  expect(written).toEqual([[0x5000, 0xffff_ffff]]);
});

const sly = { toString: () => 'never called' } as unknown as number;

test.each<[what: string, use: (mmu: MmuFacade) => unknown, words: string]>([
  ['half a guest frame', (mmu) => mmu.frameOf(5.5), 'guestFrame must be an integer, not 5.5'],
  ['an object as an address', (mmu) => mmu.isDevice(sly), 'address must be an integer, not an object'],
  [
    'no address at all',
    (mmu) => mmu.readEntry(undefined as never),
    'address must be an integer, not undefined',
  ],
  ['an entry beyond 32 bits', (mmu) => mmu.writeEntry(0, 2 ** 32), 'entry must be a 32-bit integer'],
])('%s is refused in words', (_what, use, words) => {
  const { result, written } = translated((mmu) => {
    use(mmu);
    return { kind: 'page fault' };
  });
  expect(result).toThrow(RangeError);
  expect(result).toThrow(words);
  expect(written).toEqual([]);
});
