/** Blocks of a random guest with one hart: the serial port, the disk, the interrupt controller. */
import { hash, type Kind, NO_MEMORY, PLIC, store, UART } from './layout.js';
import { DATA, DISK, PLIC_CONTEXT, PLIC_ENABLE, QUEUE, QUEUE_SIZE, TABLES } from './one-hart.js';

export const device: Kind = (random) =>
  `  li t2, ${UART + random.below(8)}\n  li t3, ${random.between(32, 90)}\n  ${random.pick(['sb t3, (t2)', 'lbu t3, (t2)', 'lb t3, (t2)', 'lh t3, (t2)', 'lw t3, (t2)', 'amoadd.w t3, t3, (t2)'])}\n${hash}`;

/** A request to the disk: a header, data and a status. Any of them may be nonsense, and its data may come into a page table. */
export const disk: Kind = (random) => {
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
export const controller: Kind = (random) => {
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
export const listen: Kind = (random) =>
  `  li t2, ${UART}\n  li t3, ${random.below(4)}\n  sb t3, 1(t2)\n  lbu t3, 2(t2)\n${hash}`;
