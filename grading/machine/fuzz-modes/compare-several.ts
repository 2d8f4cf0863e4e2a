/** A random guest with several harts on the bare machine and in a VM: its logs, its console, its memory and its end. */
import { Vmm, type VmMode } from '../../../src/hypervisor/index.js';
import { hex, Machine, strict, type Image, type Profile } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { LOG_WORDS, logOf, MEMORY_BYTES } from './guest/index.js';

/** Several times what the longest guest takes. */
const BUDGET = 2_000_000;
/** Slices end in the middle of turns. */
const SLICE_STEPS = 777;

interface Ended {
  readonly end: string;
  readonly console: string;
  readonly memory: Uint8Array;
}

export function compareSeveral(
  image: Image,
  harts: number,
  mode: VmMode,
  hardware: Profile,
): string | undefined {
  const bare = runBare(image, harts);
  if (!bare.end.includes('finished')) {
    throw new Error(`the random guest is no good: on the bare machine it ends with ${bare.end}`);
  }
  try {
    return compare(bare, runInVm(image, harts, mode, hardware), harts);
  } catch (error) {
    return `the VMM threw: ${String(error)}`; // no guest may do that
  }
}

function runBare(image: Image, harts: number): Ended {
  const machine = new Machine({ memoryBytes: MEMORY_BYTES, harts, profile: strict, firmware: 'sbi' });
  machine.load(image);
  const stop = machine.run(BUDGET);
  return {
    end: JSON.stringify(stop),
    console: machine.consoleOutput(),
    memory: machine.memory.readBytes(machine.memory.base, MEMORY_BYTES),
  };
}

function runInVm(image: Image, harts: number, mode: VmMode, profile: Profile): Ended {
  const vmm = new Vmm({
    memoryBytes: MEMORY_BYTES,
    parts: referenceParts,
    profile,
    sliceSteps: SLICE_STEPS,
  });
  const vm = vmm.createVm({ mode, image, memoryBytes: MEMORY_BYTES, vcpus: harts });
  vmm.run(BUDGET);
  return {
    end: JSON.stringify(vm.end ?? { kind: 'budget' }),
    console: vm.devices.consoleOutput(),
    memory: vm.memory.readBytes(vm.memory.base, MEMORY_BYTES),
  };
}

/** The first difference in a log tells most, so logs come first. */
function compare(bare: Ended, inVm: Ended, harts: number): string | undefined {
  for (let hart = 0; hart < harts; hart += 1) {
    const [ours, theirs] = [logIn(bare.memory, hart), logIn(inVm.memory, hart)];
    const at = ours.findIndex((entry, index) => entry !== theirs[index]);
    if (at >= 0) {
      return told(`hart ${hart}, entry ${at} of its log`, ours[at]!, theirs[at]!);
    }
  }
  const [word] = firstWord(bare.memory, inVm.memory);
  return bare.end !== inVm.end
    ? told('its end', bare.end, inVm.end)
    : bare.console !== inVm.console
      ? told('its console', JSON.stringify(bare.console), JSON.stringify(inVm.console))
      : word;
}

const told = (what: string, bare: string, inVm: string) =>
  `${what}\n  on the bare machine: ${bare}\n  in the VM:           ${inVm}`;

const NAMES = ['scause', 'sepc', 'stval', 'sstatus', 'hash'];

/** A page of entries as text; those that were never written are all zeros. */
function logIn(memory: Uint8Array, hart: number): string[] {
  const view = new DataView(memory.buffer, memory.byteOffset);
  const start = logOf(hart) - 0x8000_0000;
  return Array.from({ length: Math.floor(1024 / LOG_WORDS) }, (_, entry) =>
    NAMES.map(
      (name, word) => `${name} ${hex(view.getUint32(start + 4 * (LOG_WORDS * entry + word), true))}`,
    ).join(', '),
  );
}

/** Empty when all memory is the same. */
function firstWord(bare: Uint8Array, inVm: Uint8Array): string[] {
  const at = bare.findIndex((byte, index) => byte !== inVm[index]) & ~3;
  const wordIn = (memory: Uint8Array) =>
    hex(new DataView(memory.buffer, memory.byteOffset).getUint32(at, true));
  return at < 0 ? [] : [told(`memory at ${hex(0x8000_0000 + at)}`, wordIn(bare), wordIn(inVm))];
}
