import { assemble } from '../../../assembler/index.js';
import { Cache } from './cache.js';
import { costs, Machine } from '../../index.js';

const geometry = { bytes: 1024, ways: 2, lineBytes: 16 }; // 32 sets, 512 bytes a way

/** Accesses these offsets in order: h for each hit, m for each miss. */
function pattern(cache: Cache, ...offsets: number[]): string {
  return offsets.map((offset) => (cache.access(offset) ? 'h' : 'm')).join('');
}

test('the first access to a line misses, and the others to it hit', () => {
  expect(pattern(new Cache(geometry), 0, 4, 15, 16, 12)).toBe('mhhmh');
});

test('a set holds as many lines as there are ways, and the least recently used line is replaced', () => {
  expect(pattern(new Cache(geometry), 0, 512, 0, 1024, 0, 512)).toBe('mmhmhm');
});

test('walking through twice the size of the cache misses each line each time', () => {
  const cache = new Cache(geometry);
  const walk = Array.from({ length: 128 }, (_, line) => 16 * line);
  pattern(cache, ...walk, ...walk);
  expect([cache.hits, cache.misses]).toEqual([0, 256]);
});

test('a cache that was cleared knows no line, and counts anew', () => {
  const cache = new Cache(geometry);
  pattern(cache, 0, 512, 0);
  cache.clear();
  expect([cache.hits, cache.misses]).toEqual([0, 0]);
  expect(pattern(cache, 0, 512, 0)).toBe('mmh');
});

test('frames of one colour compete, and frames of two colours do not', () => {
  const large = { bytes: 16384, ways: 1, lineBytes: 64 };
  expect(new Cache(large).colours).toBe(4);
  expect(pattern(new Cache(large), 0, 0x4000, 0, 0x4000)).toBe('mmmm');
  expect(pattern(new Cache(large), 0, 0x1000, 0, 0x1000)).toBe('mmhh');
});

test.each([
  { bytes: 1000, ways: 2, lineBytes: 16 },
  { bytes: 1024, ways: 3, lineBytes: 16 },
  { bytes: 1024, ways: 2, lineBytes: 2 },
  { bytes: 16, ways: 2, lineBytes: 16 },
  { bytes: 2 ** 27, ways: 2, lineBytes: 16 },
])('the geometry %j is refused', (wrong) => {
  expect(() => new Cache(wrong)).toThrow(/cannot be: ways, lineBytes/);
});

test('a program pays for its cache misses, and computes the same', () => {
  const source = `
    la t0, data
    li t1, 4
  1: lw a0, 0(t0); sw a0, 4(t0); lb a1, 9(t0); amoadd.w a2, a0, (t0)
    addi t0, t0, 16; addi t1, t1, -1; bnez t1, 1b
    lw a3, -16(t0)
    .data
    .balign 16
  data: .space 64, 1
  `;
  const [plain, cached] = [undefined, geometry].map((cache) => {
    const machine = new Machine({ memoryBytes: 0x4000, ...(cache && { cache }) });
    machine.load(assemble(source).image);
    machine.run(32);
    return machine;
  }) as [Machine, Machine];
  expect(plain.cache).toBeUndefined();
  expect([cached.cache?.misses, cached.cache?.hits]).toEqual([4, 13]);
  expect(cached.cycles - plain.cycles).toBe(4 * costs.cacheMiss);
  expect([...cached.hart.x]).toEqual([...plain.hart.x]);
});
