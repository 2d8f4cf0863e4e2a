/**
 * A case of espionage: two guests write a secret all over their memory; one of them ends; a third is started in what the
 * second has left, there being no other memory, and looks through it.
 */
import { assemble } from '../../../src/assembler/index.js';
import {
  checkedAllocator,
  PartError,
  VmError,
  Vmm,
  type FrameAllocatorPart,
  type Vm,
} from '../../../src/hypervisor/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { GUEST_FRAMES, keeper, RAM, SECRET, spy } from './guests.js';

const PAGE_BYTES = 4096;
const STEPS = 200_000; // twice what the longer of the two programs takes

export interface Espionage {
  /** How the guest that kept its secret for itself, the one that ended, and the spy came to their ends. */
  ends: string[];
  /** What the spy wrote to its console. */
  report: string;
  /** Words of the first guest's memory that still hold its secret afterwards. */
  kept: number;
  /** The spy's exits. */
  exits: Record<string, number>;
}

export function runEspionage(part: FrameAllocatorPart): Espionage {
  const parts = { ...referenceParts, allocator: mapped(part) };
  const vmm = new Vmm({ memoryBytes: 2 * GUEST_FRAMES * PAGE_BYTES, parts });
  const [first, second] = [start(vmm, keeper, 'first'), start(vmm, keeper, 'second')];
  vmm.run(STEPS);
  vmm.destroyVm(second);
  const third = start(vmm, spy, 'third');
  vmm.run(STEPS);
  return {
    ends: [first, second, third].map(({ end }) =>
      end?.kind === 'finished' ? `finished ${end.code}` : String(end?.kind),
    ),
    report: third.devices.consoleOutput(),
    kept: wordsOf(first).filter((word) => word === SECRET).length,
    exits: { ...third.account.exits },
  };
}

function start(vmm: Vmm, source: string, which: string): Vm {
  const { image } = assemble(source);
  try {
    return vmm.createVm({ mode: 'full/trap-and-emulate', image, memoryBytes: GUEST_FRAMES * PAGE_BYTES });
  } catch (error) {
    if (!(error instanceof VmError)) {
      throw error;
    }
    throw new PartError(
      `allocate refused ${GUEST_FRAMES} frames for the ${which} guest, although so many are free`,
    );
  }
}

/** The words of a guest's memory behind its first frame, in which its program lies. */
function wordsOf(vm: Vm): number[] {
  const bytes = vm.memory.readBytes(RAM + PAGE_BYTES, (GUEST_FRAMES - 1) * PAGE_BYTES);
  return [...new Uint32Array(bytes.buffer)];
}

/** The part, held to what the VMM builds upon: what it says that it has allocated can be translated. */
function mapped(part: FrameAllocatorPart): FrameAllocatorPart {
  return (pool) => {
    const allocator = checkedAllocator(part, pool);
    return {
      ...allocator,
      allocate(vm, first, count) {
        if (!allocator.allocate(vm, first, count)) {
          return false;
        }
        for (let guestFrame = first; guestFrame < first + count; guestFrame++) {
          if (allocator.translate(vm, guestFrame) !== undefined) {
            continue;
          }
          throw new PartError(
            `allocate(${vm}, ${first}, ${count}) returned true, and then translate(${vm}, ${guestFrame}) undefined`,
          );
        }
        return true;
      },
    };
  };
}
