/** Blocks of a random guest with one hart: a trip to user mode, interrupts, CSRs, changed code, and nonsense. */
import { hash, type Kind, PLIC, store, WINDOW } from './layout.js';
import { PLIC_CONTEXT, PLIC_ENABLE, RESERVED } from './one-hart.js';
import { address } from './one-hart-paging.js';
import { addToHash } from './shared-blocks.js';

/** In user mode an interrupt is taken whatever SIE says, which is SPIE here. */
export const toUser: Kind = (random) => `
  ${random.oneIn(3) ? 'csrsi sip, 2\n  csrsi sie, 2' : ''}
  li t2, ${WINDOW + 0x7000}
  csrw sepc, t2
  li t2, ${random.pick([0x100, 0x120])}
  csrc sstatus, t2
  li t4, ${address(random)}
  li t5, ${address(random)}
  sret`;

/** A reservation ends with every trap, and with every SRET. The trap handler tries it. */
export const reserve: Kind = (random) => {
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

/** A guest that waits does so before its timer is due: nothing else would wake it. */
export const timer: Kind = (random) => {
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

/** Interrupts of several kinds may be due at once: of a device (mostly the controller lets them), the software's own, and the timer's. */
export const external: Kind = (random) => {
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
export const changeCsr: Kind = (random) => {
  const csr = random.pick(csrs);
  const reads = csr === 'time' || csr === 'instret';
  const name = csr === 'cycle' || csr === 'hgatp' ? 'sscratch' : csr; // the cycles of a VM are not those of the bare machine
  return `  ${reads ? `csrr t3, ${name}` : `${random.pick(['csrrw', 'csrrs', 'csrrc'])} t3, ${name}, s11`}\n  csrw scounteren, 7\n${hash}`;
};

export const changeCode: Kind = (random) => {
  const word = addToHash(random);
  return `  la t2, patch@\n  li t3, ${word}\n  sw t3, (t2)\n  fence.i\npatch@: nop`;
};

export const nonsense: Kind = (random) =>
  `  ${random.pick(['.word 0', '.word 0xffffffff', 'mret', 'ebreak', 'csrr t3, mstatus', 'ecall', 'sfence.vma', 'fence.i'])}`;
