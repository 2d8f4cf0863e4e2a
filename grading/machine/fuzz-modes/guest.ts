/**
 * A random S-mode guest, made from a seed: its kernel sets up paging, and then runs one random block after the other. Each block is a
 * small attack on the VMM's bookkeeping: an access anywhere, a changed page-table entry, another address space, a trip to user mode, a
 * timer, a store to its own code. The trap handler mixes what it sees into a register, so that a wrong cause or address is never lost.
 *
 * Virtual addresses: the kernel's memory and the serial port are mapped to themselves. From WINDOW on lie eight pages whose entries the
 * blocks change, and from SUPER on a root entry that is a superpage, a pointer or nonsense.
 */
import { Random } from '../fuzz/case/index.js';

export const MEMORY_BYTES = 256 * 1024;

const ROOTS = [0x8002_0000, 0x8002_1000];
const TABLES = [0x8002_2000, 0x8002_3000]; // of the window, one for each root
const KERNEL_TABLE = 0x8002_4000;
const DEVICE_TABLE = 0x8002_5000;
const DATA = 0x8003_0000; // eight frames
const USER_CODE = DATA + 0x7000;
const WINDOW = 0x4000_0000;
const SUPER = 0x4040_0000;
const UART = 0x1000_0000;
const OPEN = 0xcf; // V R W X A D

export interface Guest {
  readonly blocks: readonly string[];
}

export function randomGuest(seed: number): Guest {
  const random = new Random(seed);
  return { blocks: Array.from({ length: random.between(5, 60) }, () => random.pick(kinds)(random)) };
}

/** The assembly of a guest. */
export function sourceOf({ blocks }: Guest): string {
  const body = blocks.map(
    (block, index) => `  la s10, next${index}\n${block.replaceAll('@', String(index))}\nnext${index}:`,
  );
  return `${prologue}\n${body.join('\n')}\n${epilogue}`;
}

const pte = (frame: number, flags: number) => (((frame >>> 12) << 10) | flags) >>> 0;
const store = (address: number, value: number) => `  li t2, ${address}\n  li t3, ${value}\n  sw t3, (t2)`;

/** Every store to a table is fenced at once, because a block may jump into this code again, at another address. */
const prologue = `
  la t0, handler
  csrw stvec, t0
  li s11, 1
  la s10, start
${ROOTS.flatMap((root, number) => [
  store(root + 4 * (0x8000_0000 >>> 22), pte(KERNEL_TABLE, 1)),
  store(root + 4 * (UART >>> 22), pte(DEVICE_TABLE, 1)),
  store(root + 4 * (WINDOW >>> 22), pte(TABLES[number]!, 1)),
]).join('\n  sfence.vma\n')}
  sfence.vma
${store(DEVICE_TABLE, pte(UART, OPEN))}
  sfence.vma
  li t2, ${KERNEL_TABLE}
  li t3, ${pte(0x8000_0000, OPEN)}
  li t4, 64
1: sw t3, (t2)
  sfence.vma
  addi t2, t2, 4
  addi t3, t3, 0x400
  addi t4, t4, -1
  bnez t4, 1b
${TABLES.map((table) => `${store(table + 28, pte(USER_CODE, 0xdf))}\n  sfence.vma`).join('\n')}
  la t2, user
  li t3, ${USER_CODE}
  li t4, 8
2: lw t5, (t2)
  sw t5, (t3)
  addi t2, t2, 4
  addi t3, t3, 4
  addi t4, t4, -1
  bnez t4, 2b
start:`;

const epilogue = `
  mv a0, s11
  li t0, ${UART}
  csrw satp, zero
  sfence.vma
  sb s11, (t0)
  li a7, 8
  ecall
user:
  lw t3, (t4)
  add s11, s11, t3
  sw s11, (t5)
  ecall
  ecall
  ecall
  ecall
  ecall
  .align 2
handler:
  sfence.vma
  csrr t0, scause
  slli t1, s11, 5
  add s11, s11, t1
  xor s11, s11, t0
  csrr t1, stval
  add s11, s11, t1
  csrr t1, sepc
  xor s11, s11, t1
  bltz t0, interrupted
  csrw sepc, s10
  li t1, 0x100
  csrs sstatus, t1
  sret
interrupted:
  li a0, -1
  li a1, -1
  li a7, 0
  ecall
  csrci sip, 2
  sret`;

type Kind = (random: Random) => string;

const hash = '  slli t4, s11, 3\n  add s11, s11, t4\n  xor s11, s11, t3';

/** An address: mostly in the window, sometimes anywhere. */
function address(random: Random): number {
  const offset = random.pick([0, 4, 8, 0xffc, 0xffe, 0xfff, random.below(4096) & ~3]);
  switch (random.below(8)) {
    case 0:
      return (SUPER + 4096 * random.below(64) + offset) >>> 0;
    case 1:
      return random.pick([0, 0x8004_0000, 0x0010_1000, 0xffff_fffc, UART + 8, DATA + offset]) >>> 0;
    default:
      return WINDOW + 4096 * random.below(8) + offset;
  }
}

const access: Kind = (random) => {
  const operation = random.pick([
    'lw t3, (t2)',
    'lb t3, (t2)',
    'lhu t3, (t2)',
    'sw s11, (t2)',
    'sh s11, (t2)',
    'sb s11, (t2)',
    'amoadd.w t3, s11, (t2)',
    'lr.w t3, (t2)\n  sc.w t3, s11, (t2)',
    'jalr t3, (t2)',
  ]);
  return `  li t2, ${address(random)}\n  li t3, 0\n  ${operation}\n  sfence.vma\n${hash}`; // it may have hit a page table
};

/** Any flags, on any frame: data, page tables, a device, no memory at all. */
function anyEntry(random: Random): number {
  const frame = random.pick([
    DATA,
    DATA,
    DATA,
    ROOTS[0]!,
    TABLES[0]!,
    KERNEL_TABLE,
    UART,
    0x9000_0000,
    0x8000_0000,
  ]);
  const flags = random.oneIn(4)
    ? random.below(1024)
    : random.pick([0xd7, 0xdf, 0xcf, 0xc7, 0x17, 0x07, 0x0f, 0x5f, 0x13, 0x19, 0]);
  return pte(frame === DATA ? DATA + 4096 * random.below(8) : frame, flags);
}

function fence(random: Random): string {
  return random.pick(['  sfence.vma', '  sfence.vma zero, zero', '  li t4, 0\n  sfence.vma zero, t4']);
}

const changeEntry: Kind = (random) =>
  `${store(random.pick(TABLES) + 4 * random.below(8), anyEntry(random))}\n${fence(random)}`;

const changeRoot: Kind = (random) => {
  const entry = random.pick([
    pte(TABLES[0]!, 1),
    pte(TABLES[1]!, 1),
    pte(0x8000_0000, 0xdf),
    pte(0x8000_0000, 0xcf),
    anyEntry(random),
  ]);
  const index = random.pick([WINDOW, SUPER]) >>> 22;
  return `${store(random.pick(ROOTS) + 4 * index, entry)}\n${fence(random)}`;
};

const readEntry: Kind = (random) =>
  `  li t2, ${random.pick(TABLES) + 4 * random.below(8)}\n  lw t3, (t2)\n${hash}`;

const switchSpace: Kind = (random) => {
  const satp = random.oneIn(6)
    ? 0
    : (0x8000_0000 | (random.below(3) << 22) | (random.pick(ROOTS) >>> 12)) >>> 0;
  return `  li t2, ${satp}\n  csrw satp, t2\n${fence(random)}`;
};

const changeStatus: Kind = (random) =>
  `  li t2, ${random.pick([0x4_0000, 0x8_0000, 0xc_0000])}\n  ${random.pick(['csrs', 'csrc'])} sstatus, t2`;

const toUser: Kind = (random) => `
  li t2, ${WINDOW + 0x7000}
  csrw sepc, t2
  li t2, 0x100
  csrc sstatus, t2
  li t4, ${address(random)}
  li t5, ${address(random)}
  sret`;

const timer: Kind = (random) => `
  csrr a0, time
  addi a0, a0, ${random.between(5, 40)}
  li a1, 0
  li a7, 0
  ecall
  li t2, 0x22
  csrs sie, t2
  csrsi sstatus, 2
  li t4, ${random.below(20)}
1: addi t4, t4, -1
  bgtz t4, 1b
  ${random.pick(['wfi', 'nop', 'csrsi sip, 2', 'nop'])}
  csrr t3, sip
  csrci sstatus, 2
${hash}`;

const csrs = [
  'sscratch',
  'sepc',
  'scause',
  'stval',
  'scounteren',
  'sie',
  'sip',
  'senvcfg',
  'time',
  'instret',
  'cycle',
  'mstatus',
  'hgatp',
];
const changeCsr: Kind = (random) => {
  const csr = random.pick(csrs);
  const reads = csr === 'time' || csr === 'instret';
  const name = csr === 'cycle' || csr === 'hgatp' ? 'sscratch' : csr; // the cycles of a VM are not those of the bare machine
  return `  ${reads ? `csrr t3, ${name}` : `${random.pick(['csrrw', 'csrrs', 'csrrc'])} t3, ${name}, s11`}\n  csrw scounteren, 7\n${hash}`;
};

const changeCode: Kind = (random) => {
  const word = ((random.below(2048) << 20) | (27 << 15) | (27 << 7) | 0x13) >>> 0; // addi s11, s11, …
  return `  la t2, patch@\n  li t3, ${word}\n  sw t3, (t2)\n  fence.i\npatch@: nop`;
};

const device: Kind = (random) =>
  `  li t2, ${UART + random.below(8)}\n  li t3, ${random.between(32, 90)}\n  ${random.pick(['sb t3, (t2)', 'lbu t3, (t2)', 'lbu t3, (t2)', 'lw t3, (t2)', 'amoadd.w t3, t3, (t2)'])}\n${hash}`;

const nonsense: Kind = (random) =>
  `  ${random.pick(['.word 0', '.word 0xffffffff', 'mret', 'ebreak', 'csrr t3, mstatus', 'ecall', 'sfence.vma', 'fence.i'])}`;

const kinds: readonly Kind[] = [
  access,
  access,
  access,
  access,
  changeEntry,
  changeEntry,
  changeRoot,
  readEntry,
  switchSpace,
  switchSpace,
  changeStatus,
  toUser,
  toUser,
  timer,
  changeCsr,
  changeCode,
  device,
  nonsense,
];
