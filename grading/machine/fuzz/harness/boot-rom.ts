/**
 * QEMU's board has a boot ROM from 0x1000 to 0xffff; this board has nothing there. A page-table entry that a program has made of a small
 * number may lead into it: QEMU then reads what the ROM holds, where this machine raises an access fault.
 */
import { Mode, PTE_PPN_SHIFT, PTE_R, PTE_V, PTE_W, PTE_X, RAM_BASE } from '../../../../src/machine/index.js';
import { type Case, CONTROL } from '../case/index.js';
import { batchImage } from './image.js';
import { newMachine, STEPS_A_CASE } from './run-here.js';

const FIRST_FRAME = 0x1;
const LAST_FRAME = 0xf;

/** Runs the batch once more, and returns the positions of the cases in it whose page-table walks led into the boot ROM. */
export function casesInBootRom(cases: readonly Case[]): ReadonlySet<number> {
  const { features } = cases[0]!;
  const machine = newMachine(features);
  machine.load(batchImage(features, cases));
  const { hart, memory } = machine;
  const found = new Set<number>();
  machine.trace = (event) => {
    if (event.kind !== 'walk' || (hart.pc < CONTROL && hart.mode === Mode.Machine)) {
      return; // the second is the harness
    }
    const last = event.entries.at(-1)?.value ?? 0;
    if (isInRom((event.physical ?? 0) / 0x1000) || (isPointer(last) && isInRom(last >>> PTE_PPN_SHIFT))) {
      found.add(memory.words[(CONTROL + 4 - RAM_BASE) >> 2]! - 1);
    }
  };
  machine.run(STEPS_A_CASE * (cases.length + 1));
  return found;
}

function isInRom(frame: number): boolean {
  return frame >= FIRST_FRAME && frame < LAST_FRAME + 1;
}

function isPointer(entry: number): boolean {
  return (entry & (PTE_V | PTE_R | PTE_W | PTE_X)) === PTE_V;
}
