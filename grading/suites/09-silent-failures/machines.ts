/** Machines to be surveyed, made from random numbers, and what is true of each. */
import type { HowItFails, Survey } from '../../../src/hypervisor/index.js';
import * as bits from '../../../src/machine/index.js';
import { allHoles, Csr, MSTATUS_TW, type Hole } from '../../../src/machine/index.js';
import type { Handed } from './rig.js';

export type Random = () => number;

/** Which holes belong to machine level. */
const ofMachineLevel = (hole: Hole) => hole === 'mret' || /-m/.test(hole);
export const machineLevel = allHoles.filter(ofMachineLevel);

/** A machine with these holes. Its registers are random, and a quarter of them zero. */
export function machineWith(holes: readonly Hole[], random: Random): Handed {
  const some = (mask: number) => (random() % 4 === 0 ? 0 : (random() & mask) >>> 0);
  const enabled = some(0x222);
  return {
    holes,
    csrs: {
      [Csr.mstatus]: some(STATUS) | (random() % 2 === 0 ? MSTATUS_TW : 0),
      [Csr.mideleg]: some(0x222),
      [Csr.mie]: enabled,
      [Csr.mip]: some(0x222) & ~enabled, // no interrupt comes between
      [Csr.stvec]: some(0xffff_ff01),
      [Csr.mtvec]: some(0xffff_ff01),
      [Csr.satp]: some(0x3f_ffff), // paging is off
      [Csr.scause]: some(0xf),
      [Csr.mcause]: some(0xf),
      [Csr.sepc]: some(0xffff_fffe),
      [Csr.mepc]: some(0xffff_fffe),
      [Csr.mcounteren]: some(7),
      [Csr.scounteren]: some(7),
      [Csr.mcycle]: some(0xffff_ffff),
    },
  };
}

/** Status bits beside TW. MPP is supervisor or user mode. */
const STATUS =
  bits.MSTATUS_SIE |
  bits.MSTATUS_MIE |
  bits.MSTATUS_SPIE |
  bits.MSTATUS_MPIE |
  bits.MSTATUS_SPP |
  (1 << 11) |
  bits.MSTATUS_SUM |
  bits.MSTATUS_MXR |
  bits.MSTATUS_TVM |
  bits.MSTATUS_TSR;

/** Every hole with a chance of one half; the first machines have none, all, and all but one. */
export function randomMachines(count: number, random: Random): Handed[] {
  const missing = allHoles[random() % allHoles.length];
  const first = [[], [...allHoles], allHoles.filter((hole) => hole !== missing)];
  return Array.from({ length: count }, (_, index) =>
    machineWith(first[index] ?? allHoles.filter(() => random() % 2 === 0), random),
  );
}

/** What a right survey of this machine says, both lists sorted. */
export function truthOf({ holes, csrs }: Handed): Survey {
  const enabled = csrs[Csr.mcounteren]! & csrs[Csr.scounteren]!;
  const counters = ['cycle', 'time', 'instret'].filter((_, index) => (enabled >>> index) & 1);
  const wfi = (csrs[Csr.mstatus]! & MSTATUS_TW) === 0 ? ['wfi'] : [];
  return {
    failures: holes.map((hole) => ({ instruction: hole.replace('-', ' '), how: howOf(hole) })),
    legal: [...counters.flatMap((name) => [`read ${name}`, `read ${name}h`]), ...wfi].sort(),
  };
}

function howOf(hole: Hole): HowItFails {
  if (hole.startsWith('read-')) {
    return 'leaks';
  }
  if (hole.startsWith('write-')) {
    return 'dropped';
  }
  return hole === 'sfence.vma' ? 'no effect' : 'mode kept';
}

/** Each text once, sorted. */
export const setOf = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
