/** The blocks of a random guest with one hart: an access anywhere, another address space, a trip to user mode, a request to the disk, … */
import type { Random } from '../../fuzz/case/index.js';
import {
  fence,
  FLAGS,
  hash,
  type Kind,
  NO_MEMORY,
  OPEN,
  PLIC,
  pte,
  store,
  UART,
  usedAgain,
  WINDOW,
} from './layout.js';
import {
  DATA,
  DISK,
  KERNEL_TABLE,
  PLIC_CONTEXT,
  PLIC_ENABLE,
  QUEUE,
  QUEUE_SIZE,
  RESERVED,
  ROOTS,
  SUPER,
  TABLES,
} from './one-hart.js';

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
    NO_MEMORY,
    0x8000_0000,
  ]);
  const flags = random.oneIn(4) ? random.below(1024) : random.pick(FLAGS);
  return pte(frame === DATA ? DATA + 4096 * random.below(8) : frame, flags);
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

const satpOf = (root: number, asid: number) => (0x8000_0000 | (asid << 22) | (root >>> 12)) >>> 0;

const switchSpace: Kind = (random) => {
  const satp = random.oneIn(6) ? 0 : satpOf(random.pick(ROOTS), random.below(3));
  return `  li t2, ${satp}\n  csrw satp, t2\n${fence(random)}`;
};

/** From one address space to the other without a fence: each has a number that always means the same root. One page differs. */
const switchUnfenced: Kind = (random) => {
  const slot = random.below(7);
  const maps = ROOTS.map((root, number) => {
    const entry = pte(DATA + 4096 * random.below(4), random.pick([OPEN, OPEN, 0]));
    return `${store(root + 4 * (WINDOW >>> 22), pte(TABLES[number]!, 1))}\n${store(TABLES[number]! + 4 * slot, entry)}`;
  });
  const uses = ROOTS.map(
    (root, number) => `
  li t2, ${satpOf(root, 5 + number)}
  csrw satp, t2
  li t2, ${WINDOW + 4096 * slot}
  ${random.pick(['lw t3, (t2)', 'lw t3, (t2)', 'sw s11, (t2)'])}
${hash}`,
  );
  return `${maps.join('\n')}\n${fence(random)}\n${uses.join('\n')}`;
};

const changeStatus: Kind = (random) =>
  `  li t2, ${random.pick([0x4_0000, 0x8_0000, 0xc_0000])}\n  ${random.pick(['csrs', 'csrc'])} sstatus, t2`;

/** In user mode an interrupt is taken whatever SIE says, which is SPIE here. */
const toUser: Kind = (random) => `
  ${random.oneIn(3) ? 'csrsi sip, 2\n  csrsi sie, 2' : ''}
  li t2, ${WINDOW + 0x7000}
  csrw sepc, t2
  li t2, ${random.pick([0x100, 0x120])}
  csrc sstatus, t2
  li t4, ${address(random)}
  li t5, ${address(random)}
  sret`;

/** A reservation ends with every trap, and with every SRET. The trap handler tries it. */
const reserve: Kind = (random) => {
  const change = [
    '  ebreak',
    '  la t1, there@\n  csrw sepc, t1\n  li t1, 0x100\n  csrs sstatus, t1\n  sret',
    '  nop',
  ];
  return `  li t2, ${RESERVED}
  lr.w t3, (t2)
  la s10, there@
${random.pick(change)}
there@:
  li t2, ${RESERVED}
  sc.w t3, s11, (t2)
${hash}`;
};

/** A root entry that maps 4 MiB at once, and a page of them. */
const superpage: Kind = (random) => {
  const root = random.pick(ROOTS);
  const use = random.pick(['lw t3, (t2)', 'lw t3, (t2)', 'lhu t3, (t2)', 'sw zero, (t2)']);
  return `${store(root + 4 * (SUPER >>> 22), pte(0x8000_0000, random.pick([0xcf, 0xcf, 0x0f, 0x07])))}
  li t2, ${satpOf(root, random.below(3))}
  csrw satp, t2
${fence(random)}
  li t2, ${SUPER + 4096 * random.between(0x28, 0x3f) + 4 * random.below(1024)}
  ${use}
${hash}
${fence(random)}`;
};

/** A guest that waits does so before its timer is due: nothing else would wake it. */
const timer: Kind = (random) => {
  const [delay, last] = random.pick([
    [random.between(5, 40), 'nop'],
    [random.between(5, 40), 'csrsi sip, 2'],
    [random.between(80, 200), 'wfi'],
  ] as const);
  return `
  csrr a0, time
  addi a0, a0, ${delay}
  li a1, 0
  li a7, 0
  ecall
  li t2, 0x22
  csrs sie, t2
  csrsi sstatus, 2
  li t4, ${random.below(20)}
1: addi t4, t4, -1
  bgtz t4, 1b
  ${last}
  csrr t3, sip
  csrci sstatus, 2
${hash}`;
};

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
  `  li t2, ${UART + random.below(8)}\n  li t3, ${random.between(32, 90)}\n  ${random.pick(['sb t3, (t2)', 'lbu t3, (t2)', 'lb t3, (t2)', 'lh t3, (t2)', 'lw t3, (t2)', 'amoadd.w t3, t3, (t2)'])}\n${hash}`;

/** A request to the disk: a header, data and a status. Any of them may be nonsense, and its data may come into a page table. */
const disk: Kind = (random) => {
  const type = random.pick([0, 0, 0, 1, 1, 4, 8, 99]); // read, write, flush, name, and no request at all
  const data = random.pick([DATA, DATA + 0xf00, TABLES[0]!, NO_MEMORY, DATA + 4096 * random.below(8)]);
  const flags = 1 | (type === 1 ? 0 : 2); // it goes on; the device writes it
  const header = QUEUE + 0x800;
  const next = random.oneIn(12) ? random.below(QUEUE_SIZE) : 2; // the chain may have no end
  const words: readonly (readonly [number, number])[] = [
    [header, type],
    [header + 8, random.below(6)], // beyond the last sector, too
    [QUEUE, header],
    [QUEUE + 8, 16],
    [QUEUE + 12, 1 | (1 << 16)],
    [QUEUE + 16, data],
    [QUEUE + 24, random.pick([512, 512, 512, 1024, 20, 0])],
    [QUEUE + 28, flags | (next << 16)],
    [QUEUE + 32, header + 16],
    [QUEUE + 40, 1],
    [QUEUE + 44, 2],
  ];
  return `${words.map(([address, value]) => store(address, value)).join('\n')}
  li t2, ${QUEUE + 16 * QUEUE_SIZE}
  lhu t3, 2(t2)
  andi t4, t3, ${QUEUE_SIZE - 1}
  slli t4, t4, 1
  add t4, t4, t2
  sh zero, 4(t4)
  addi t3, t3, 1
  sh t3, 2(t2)
  li t2, ${DISK}
  sw zero, 0x50(t2)
  sfence.vma
  lw t3, 0x60(t2)
${hash}
  sw t3, 0x64(t2)
  li t2, ${QUEUE + 4096}
  lw t3, (t2)
${hash}
  li t2, ${header + 16}
  lbu t3, (t2)
${hash}`;
};

/** Registers of the interrupt controller: priorities of the disk and the serial port, what is enabled, the threshold, claims. */
const controller: Kind = (random) => {
  const [address, value] = random.pick([
    [PLIC + 4 * random.pick([1, 10]), random.below(8)],
    [PLIC + 4 * random.pick([1, 10]), 7],
    [PLIC_ENABLE, random.pick([0x402, 0x402, 2, 0x400, 0])],
    [PLIC_CONTEXT, random.below(8)],
    [PLIC_CONTEXT + 4, random.pick([1, 10])],
  ] as const);
  return `${store(address, value)}\n  lw t3, (t2)\n${hash}`;
};

/** The serial port has input: it may interrupt. */
const listen: Kind = (random) =>
  `  li t2, ${UART}\n  li t3, ${random.below(4)}\n  sb t3, 1(t2)\n  lbu t3, 2(t2)\n${hash}`;

/** Interrupts of several kinds may be due at once: of a device (mostly the controller lets them), the software's own, and the timer's. */
const external: Kind = (random) => {
  const open = [
    store(PLIC + 4 * random.pick([1, 10]), random.between(1, 7)),
    store(PLIC_ENABLE, 0x402),
    store(PLIC_CONTEXT, 0),
  ];
  const timerIsDue = '  li a0, 0\n  li a1, 0\n  li a7, 0\n  ecall';
  return `${random.oneIn(3) ? '' : open.join('\n')}
${random.oneIn(2) ? timerIsDue : ''}
${random.oneIn(2) ? '  csrsi sip, 2' : ''}
  li t2, ${random.pick([0x200, 0x222, 0x222])}
  csrs sie, t2
  csrr t3, sip
${hash}
  csrsi sstatus, 2
  nop
  nop
  csrci sstatus, 2
  csrr t3, sip
${hash}`;
};

/** Interrupts have one handler each, or all have the same. */
const vector: Kind = (random) => `  ${random.pick(['csrsi', 'csrci'])} stvec, 1`;

/** A page is used, then SUM and MXR change, or the accessed and dirty bits of its entry are cleared; then it is used again. */
const again: Kind = (random) => {
  const root = random.pick(ROOTS);
  const table = random.pick(TABLES);
  return `${store(root + 4 * (WINDOW >>> 22), pte(table, 1))}
  li t2, ${(0x8000_0000 | (root >>> 12)) >>> 0}
  csrw satp, t2
${usedAgain(random, table, DATA)}`;
};

const nonsense: Kind = (random) =>
  `  ${random.pick(['.word 0', '.word 0xffffffff', 'mret', 'ebreak', 'csrr t3, mstatus', 'ecall', 'sfence.vma', 'fence.i'])}`;

export const oneHartBlock: Kind = (random) => random.pick(kinds)(random);

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
  switchUnfenced,
  changeStatus,
  toUser,
  toUser,
  timer,
  changeCsr,
  changeCode,
  device,
  disk,
  controller,
  controller,
  listen,
  external,
  external,
  vector,
  reserve,
  superpage,
  again,
  again,
  nonsense,
];
