/**
 * A hostile paravirtual guest, made from a seed: its kernel sets up page tables as an honest one does, and then makes one attack after the
 * other. Each block is one: a forged entry, a call with arguments from anywhere, a lie in a ring, a grant that is used and misused, a
 * balloon that gives a page twice, a table that is edited through another mapping. A trap takes it to the next block.
 */
import { Random } from '../../random.js';

export const MEMORY_BYTES = 256 * 1024;

const BASE = 0x8000_0000;
export const page = (number: number) => BASE + 4096 * number;
// Pages that an honest kernel would have: root, tables of memory and window, stack, updates, calls.
export const ROOT = page(24);
export const TABLE = page(25);
export const WINDOW_TABLE = page(26);
const STACK = page(28);
export const UPDATES = page(29);
const CALLS = page(30);
const FIRST_PLAY = 32;
const PLAY_PAGES = 30;
export const SHARED = page(63);
const WINDOW = 0xffc0_0000;
const OPEN = 0xdf; // V R W X U A D
const READ = 0xd3;

export interface Guest {
  readonly blocks: readonly string[];
}

export function hostileGuest(seed: number): Guest {
  const random = new Random(seed);
  return { blocks: Array.from({ length: random.between(10, 80) }, () => random.pick(kinds)(random)) };
}

/** The assembly of a guest. */
export function sourceOf({ blocks }: Guest): string {
  const body = blocks.map(
    (block, index) =>
      `  la s10, next${index}\n  li sp, ${STACK + 4096}\n${block.replaceAll('@', String(index))}\nnext${index}:`,
  );
  return `${prologue}\n${body.join('\n')}\n${epilogue}`;
}

/** A hypercall of PARA_EXTENSION. */
export const call = (number: number, ...args: readonly number[]) =>
  [
    ...args.map((value, index) => `  li a${index}, ${value}`),
    `  li a6, ${number}`,
    '  li a7, 0x09000001',
    '  ecall',
  ].join('\n');

export const store = (address: number, value: number) =>
  `  li t2, ${address}\n  li t3, ${value}\n  sw t3, (t2)`;

/** t3 becomes an entry for the machine frame of a page of its own. t2 is used. */
export const ownEntry = (address: number, flags: number) => `  lw t2, 64(s1)
  li t3, ${Math.floor(address / 4096) * 4}
  add t2, t2, t3
  lw t3, (t2)
  slli t3, t3, 10
  ori t3, t3, ${flags & 0x7ff}`;

/** An update of one entry, whose new value is in t3. */
export const update = (where: number) =>
  `  li t2, ${UPDATES}\n  li t4, ${where}\n  sw t4, (t2)\n  sw t3, 4(t2)\n${call(9, UPDATES, 1)}`;

const prologue = `
_start:
  li s1, ${SHARED}
  la a0, handler
  li a1, ${STACK + 4096}
  li a6, 1
  li a7, 0x09000001
  ecall
${ownEntry(TABLE, 1)}
${`  li t2, ${ROOT + 4 * (BASE >>> 22)}\n  sw t3, (t2)`}
${ownEntry(WINDOW_TABLE, 1)}
${`  li t2, ${ROOT + 4 * (WINDOW >>> 22)}\n  sw t3, (t2)`}
  li s2, ${TABLE}
  lw s3, 64(s1)
  li s4, ${BASE >>> 10}
  add s3, s3, s4
  li s5, 64
1: lw t3, (s3)
  slli t3, t3, 10
  ori t3, t3, ${OPEN}
  sw t3, (s2)
  addi s2, s2, 4
  addi s3, s3, 4
  addi s5, s5, -1
  bnez s5, 1b
  li s2, ${WINDOW_TABLE}
  lw s3, 64(s1)
  li s4, ${SHARED >>> 10}
  add s3, s3, s4
  li s5, 3
2: lw t3, (s3)
  slli t3, t3, 10
  ori t3, t3, ${OPEN & ~8}
  sw t3, (s2)
  addi s2, s2, 4
  addi s3, s3, 4
  addi s5, s5, -1
  bnez s5, 2b
  li s5, 2
3: lw t3, (s3)
  slli t3, t3, 10
  ori t3, t3, ${READ}
  sw t3, (s2)
  addi s2, s2, 4
  addi s3, s3, 4
  addi s5, s5, -1
  bnez s5, 3b
  li t3, ${ROOT}
${update(4)}
start:`;

const epilogue = `
${call(8, 0)}
  .align 2
handler:
  sw s10, (sp)
  li t0, 0x120
  sw t0, 128(sp)
  li a6, 3
  li a7, 0x09000001
  ecall`;

type Kind = (random: Random) => string;

const play = (random: Random) => page(FIRST_PLAY + random.below(PLAY_PAGES));

/** A guest-physical address: mostly a page to play with, sometimes one that matters, sometimes nonsense. */
function address(random: Random): number {
  const offset = random.pick([0, 0, 0, 4, 8, 2, 0xffc, 0xfff]);
  switch (random.below(6)) {
    case 0:
      return random.pick([ROOT, TABLE, WINDOW_TABLE, STACK, UPDATES, SHARED, BASE]) + offset;
    case 1:
      return (
        random.pick([
          0,
          1,
          2,
          3,
          4,
          5,
          6,
          page(64),
          page(65),
          0xffff_f000,
          0xffff_fffc,
          WINDOW,
          WINDOW + 4096,
        ]) >>> 0
      );
    default:
      return play(random) + offset;
  }
}

/** A number that some call could mistake: a page, a size, a VM, a channel, a frame. */
const value = (random: Random) =>
  random.pick([
    () => address(random),
    () => random.below(5),
    () => random.below(70),
    () => 0x8_0000 + random.below(0x1000),
    () => random.word(),
  ])() >>> 0;

/** t3 becomes an entry: of a page of its own with any flags, or forged. */
function anyEntry(random: Random): string {
  const flags = random.pick([1, 1, OPEN, OPEN, READ, 0, 0x3f, 0xff, 0xe1, random.below(0x400)]);
  if (random.below(3) > 0) {
    return ownEntry(random.pick([play(random), play(random), ROOT, TABLE, WINDOW_TABLE, SHARED]), flags);
  }
  const frame = random.pick([0, 0x1_0000, 0x8_0000 + random.below(0x900), 0x3f_ffff]); // a device, the VMM, another VM, nothing
  return `  li t3, ${((frame << 10) | flags) >>> 0}`;
}

const entryOf = (random: Random) =>
  random.pick([ROOT, TABLE, WINDOW_TABLE, play(random), play(random)]) +
  4 * random.pick([0, 1, 513, 1023, 32 + random.below(31), random.below(1024)]);

/** Not the end, and no return from a trap: these are rarer. */
const callNumber = (random: Random) =>
  random.below(50) === 0
    ? random.pick([3, 8])
    : random.pick([0, 1, 2, 4, 5, 6, 7, 9, 10, random.between(11, 21)]);

const anyCall: Kind = (random) =>
  call(callNumber(random), value(random), value(random), value(random), value(random), value(random));

const forgedEntry: Kind = (random) => `${anyEntry(random)}\n${update(entryOf(random))}`;

/** Writes a table by plain stores, and then wants it to be one. */
const ownTable: Kind = (random) => {
  const table = play(random);
  const entries = Array.from(
    { length: random.below(4) },
    () => `${anyEntry(random)}\n  li t2, ${table + 4 * random.below(1024)}\n  sw t3, (t2)`,
  );
  return `${entries.join('\n')}\n  li t3, ${table}\n${update(random.pick([1, 2, 2, 4, 5]))}`;
};

const command: Kind = (random) => `  li t3, ${address(random)}\n${update(random.below(7))}`;

/** A store through whatever maps the page now: its own map, a user's table that was made its own. */
const plainStore: Kind = (random) =>
  `  li t2, ${random.pick([address(random), entryOf(random), WINDOW + 4 * random.below(5 * 1024)]) >>> 0}\n${anyEntry(random).replaceAll('t2', 't5')}\n  sw t3, (t2)\n  lw t4, (t2)`;

const lyingRing: Kind = (random) => {
  const ring = WINDOW + 4096 * random.between(1, 2);
  const lies = Array.from({ length: random.between(1, 4) }, () =>
    store(ring + 4 * random.below(40), value(random)),
  );
  return `${lies.join('\n')}\n${call(10, random.below(2))}`;
};

const flood: Kind = (random) =>
  `  li s6, ${random.between(10, 200)}\n1: ${call(10, random.below(8)).trim()}\n  addi s6, s6, -1\n  bnez s6, 1b`;

/** Grants to the other guest, which is VM 0 or 1, and sometimes gives the page back at once. */
const grant: Kind = (random) => {
  const at = random.pick([play(random), play(random), address(random)]);
  const back = `  li t3, 0\n${update(TABLE + 4 * Math.floor(Math.abs(at - BASE) / 4096))}\n${call(18, at)}`;
  return `${call(14, random.below(2), at, random.below(2))}\n${random.below(3) === 0 ? back : ''}`;
};

/** Maps what it may map, or may not, and keeps it, or ends it. */
const useGrant: Kind = (random) => `${call(16, random.below(2), random.between(1, 4))}
  slli t3, a1, 10
  ori t3, t3, ${random.pick([OPEN, READ])}
${update(TABLE + 4 * random.between(64, 90))}
${random.pick(['', '', endGrant(random)])}`;
const endGrant: Kind = (random) =>
  random.below(2) === 0 ? call(15, random.between(1, 4)) : call(17, random.below(2), random.between(1, 4));

/** Takes the page out of its map first, as it must; then gives it back once or twice, or gets it again. */
const balloon: Kind = (random) => {
  const at = play(random);
  const calls = Array.from({ length: random.between(1, 3) }, () => call(random.pick([18, 18, 19]), at));
  const unmap = `  li t3, 0\n${update(TABLE + 4 * ((at - BASE) / 4096))}`;
  const again = `${ownEntry(at, OPEN)}\n${update(TABLE + 4 * ((at - BASE) / 4096))}`;
  return [random.below(4) > 0 ? unmap : '', ...calls, random.below(2) > 0 ? again : ''].join('\n');
};

const channels: Kind = (random) =>
  random.pick([
    call(11, random.below(4)),
    call(12, random.below(4), random.below(8)),
    call(13, random.below(8)),
    call(10, random.below(34)),
  ]);

const batch: Kind = (random) => {
  const calls = Array.from({ length: random.between(1, 3) }, (_, index) =>
    [callNumber(random), value(random), value(random), value(random), 0, 0]
      .map((word, at) => store(CALLS + 32 * index + 4 * at, word))
      .join('\n'),
  );
  return `${calls.join('\n')}\n${call(0, random.pick([CALLS, CALLS, address(random)]), random.pick([calls.length, 33]))}`;
};

/** Calls of exercise 13, whose part the VMM lends its memory to. Not those that end it. */
const otherCall: Kind = (random) =>
  `  li a0, ${value(random)}\n  li a1, ${random.pick([0, 1, 32, value(random)])}\n  li a6, ${random.pick([1, 2, 4, 7, 9])}\n  li a7, 0x09000000\n  ecall`;

/** Returns into a process, or with a stack that is none. */
const tripToUser: Kind = (random) => `${random.below(2) === 0 ? `  li t3, ${ROOT}\n${update(5)}` : ''}
  li sp, ${random.pick([STACK + 2048, STACK + 2048, address(random)])}
  la t0, next@
  sw t0, (sp)
  li t0, ${random.pick([0x120, 0x120, 0x120, 0x100, 0x20, 0])}
  sw t0, 128(sp)
${call(3)}`;

/** Puts updates into a ring of its own, some of them nonsense, and lets the VMM do them now or on its next way to a process. */
const updateRing: Kind = (random) => {
  const ring = random.pick([page(FIRST_PLAY), page(FIRST_PLAY), page(FIRST_PLAY + 8), address(random)]);
  const updates = Array.from({ length: random.between(1, 3) }, (_, index) =>
    [
      anyEntry(random),
      `  li t2, ${(ring + 8 + 8 * index) >>> 0}`,
      `  li t4, ${random.pick([entryOf(random), entryOf(random), random.below(7)])}`,
      '  sw t4, (t2)',
      '  sw t3, 4(t2)',
    ].join('\n'),
  );
  const asked = store(ring, random.pick([updates.length, updates.length, value(random)]));
  return `${updates.join('\n')}\n${asked}\n${random.pick([call(20, ring), call(20, ring), ''])}`;
};

/** How often each kind comes. */
const shares: readonly (readonly [number, Kind])[] = [
  [2, anyCall],
  [3, forgedEntry],
  [2, ownTable],
  [2, command],
  [2, plainStore],
  [1, lyingRing],
  [1, flood],
  [3, grant],
  [3, useGrant],
  [2, endGrant],
  [2, balloon],
  [1, channels],
  [1, batch],
  [1, otherCall],
  [1, tripToUser],
  [1, updateRing],
];
const kinds: readonly Kind[] = shares.flatMap(([share, kind]) => Array.from({ length: share }, () => kind));
