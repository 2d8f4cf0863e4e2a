/** Two hostile guests beside two honest ones on one VMM; and what must hold whatever the hostile ones do. */
import { createHash } from 'node:crypto';
import { assemble } from '../../../src/assembler/index.js';
import { paraTicker, processes } from '../../../src/guests/index.js';
import { Vmm, resultOf, type Parts, type Vm, type VmOptions } from '../../../src/hypervisor/index.js';
import { strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { MEMORY_BYTES, sourceOf, type Guest } from './guest/index.js';

const STEPS = 20_000;
const honest = [
  { mode: 'para', source: paraTicker },
  { mode: 'full/trap-and-emulate', source: processes },
] as const;

/** A paravirtual one has a disk too. */
const optionsOf = ({ mode, image }: Pick<VmOptions, 'mode' | 'image'>): VmOptions => ({
  mode,
  image,
  memoryBytes: MEMORY_BYTES,
  ...(mode === 'para' && { disk: new Uint8Array(4096) }),
});

/** What is wrong after an attack; undefined: nothing. `parts`: to see whether a wrong part is found. */
export function breach(attackers: readonly Guest[], parts: Parts = referenceParts): string | undefined {
  const guests = attackers.map((guest) => ({ mode: 'para' as const, source: sourceOf(guest) }));
  const programs = [...guests, ...honest].map(({ mode, source }) => ({
    mode,
    image: assemble(source).image,
  }));
  try {
    const vmm = new Vmm({ memoryBytes: 4 * MEMORY_BYTES, profile: strict, parts, sliceSteps: 500 });
    const vms = programs.map((program) => vmm.createVm(optionsOf(program)));
    vmm.run(STEPS);
    return wrongNow(vmm, vms, guests.length) ?? wrongAfterwards(vmm, vms, guests.length);
  } catch (error) {
    return `the VMM threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function wrongNow(vmm: Vmm, vms: readonly Vm[], attackers: number): string | undefined {
  const wrong = [...vmm.audit()];
  vms.slice(attackers).forEach((vm, index) => {
    const [alone, now] = [resultsAlone()[index]!, told(vm)];
    if (JSON.stringify(alone) !== JSON.stringify(now)) {
      wrong.push(
        `VM ${vm.id}, which is honest, ended with ${JSON.stringify(now)} instead of ${JSON.stringify(alone)}`,
      );
    }
  });
  return wrong.length === 0 ? undefined : wrong.slice(0, 5).join('\n');
}

/** The hostile VMs go, one after the other. All their frames are free then, and zeros for the next. */
function wrongAfterwards(vmm: Vmm, vms: readonly Vm[], attackers: number): string | undefined {
  for (const vm of vms.slice(0, attackers)) {
    vmm.destroyVm(vm);
    const wrong = vmm.audit();
    if (wrong.length > 0) {
      return `after VM ${vm.id} was destroyed: ${wrong.slice(0, 5).join('\n')}`;
    }
  }
  const free = vmm.allocator.freeFrames() * 4096;
  return free === attackers * MEMORY_BYTES
    ? undefined
    : `${free} bytes are free after ${attackers} VMs of ${MEMORY_BYTES} are gone`;
}

/** Without the shared-info page, which shows the machine's time: that goes on while others run. */
function told(vm: Vm) {
  const { stop, console, steps } = resultOf(vm);
  const memory = vm.memory.readBytes(vm.memory.base, vm.memory.size - 4096);
  return { stop, console, steps, memory: createHash('sha256').update(memory).digest('hex') };
}

let alone: ReturnType<typeof told>[] | undefined;

/** The honest guests without the others. */
function resultsAlone() {
  alone ??= honest.map(({ mode, source }) => {
    const vmm = new Vmm({ memoryBytes: MEMORY_BYTES, profile: strict, parts: referenceParts });
    const vm = vmm.createVm(optionsOf({ mode, image: assemble(source).image }));
    vmm.run(STEPS);
    return told(vm);
  });
  return alone;
}
