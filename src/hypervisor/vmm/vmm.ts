/**
 * The virtual machine monitor. It owns the machine, creates and destroys VMs, gives each its memory, and lets them run.
 */
import { Machine, PAGE_BYTES, RAM_BASE, strict, type Image, type Profile } from '../../machine/index.js';
import { Scheduler, type Guest, type VmmServices } from '../cpu/index.js';
import { VMM_BYTES, createPool, tableFrames } from '../memory/index.js';
import { modes, type VmMode } from '../modes/index.js';
import { checkedAllocator, type Parts } from '../parts/index.js';
import type { FrameAllocator } from '../sockets/index.js';
import { GuestMemory, MAX_VMS, SLICE_STEPS, Vm, loadImage } from '../vm/index.js';

export interface VmmOptions {
  /** Memory for guests, in bytes: a whole number of pages. The VMM adds what it needs for itself. */
  readonly memoryBytes: number;
  readonly parts: Parts;
  /** Default: strict. */
  readonly profile?: Profile;
  /** Guest steps in a VM's slice. Default: SLICE_STEPS. */
  readonly sliceSteps?: number;
}

export interface VmOptions {
  readonly mode: VmMode;
  readonly image: Image;
  /** The VM's memory, in bytes: a whole number of pages. */
  readonly memoryBytes: number;
  /** What is typed at its console. */
  readonly input?: string;
}

/** A VM that cannot be created. One line: what is wrong, and how to mend it. */
export class VmError extends Error {
  override readonly name = 'VmError';
}

export class Vmm {
  readonly machine: Machine;
  readonly allocator: FrameAllocator;
  readonly #services: VmmServices;
  readonly #scheduler: Scheduler;
  /** The guests by the numbers of their VMs; undefined where a number is free. */
  readonly #guests: (Guest | undefined)[] = new Array<undefined>(MAX_VMS).fill(undefined);

  constructor({ memoryBytes, parts, profile = strict, sliceSteps = SLICE_STEPS }: VmmOptions) {
    this.machine = new Machine({ memoryBytes: VMM_BYTES + memoryBytes, profile, firmware: 'vmm' });
    this.#services = { machine: this.machine, parts };
    this.#scheduler = new Scheduler(this.machine, sliceSteps);
    this.allocator = checkedAllocator(parts.allocator, createPool(this.machine.memory));
  }

  /** The VMs, in the order of their numbers. */
  get vms(): readonly Vm[] {
    return this.#allGuests().map(({ vm }) => vm);
  }

  /** A VM that is ready to run. @throws VmError when there is no room for it, ImageError when its image does not fit */
  createVm({ mode: modeName, image, memoryBytes, input }: VmOptions): Vm {
    const mode = modes.get(modeName);
    if (mode === undefined) {
      throw new VmError(`there is no mode '${modeName}'; the modes are ${[...modes.keys()].join(', ')}`);
    }
    const id = this.#guests.indexOf(undefined);
    if (id < 0) {
      throw new VmError(`there are ${MAX_VMS} VMs already; destroy one first`);
    }
    const vm = new Vm(id, modeName, this.#allocateMemory(id, memoryBytes));
    try {
      loadImage(image, vm.memory);
    } catch (error) {
      this.allocator.releaseAll(id);
      throw error;
    }
    vm.vcpu.pc = image.entry;
    if (input !== undefined) {
      vm.devices.pushInput(input);
    }
    this.#guests[id] = mode.boot(vm, this.#services, tableFrames(id));
    return vm;
  }

  /** The VM is gone, and its memory is free again. @throws VmError when the VM is not of this VMM, or is gone already */
  destroyVm(vm: Vm): void {
    const guest = this.#guests[vm.id];
    if (guest?.vm !== vm) {
      throw new VmError(`VM ${vm.id} is not of this VMM, or was destroyed before`);
    }
    vm.finish({ kind: 'ended', reason: 'it was destroyed' });
    this.#guests[vm.id] = undefined;
    guest.remove();
    this.allocator.releaseAll(vm.id);
    this.#scheduler.remove(guest);
  }

  /** Lets the VMs run in turn until each has ended or has used up its `steps` guest steps of this call. */
  run(steps: number): void {
    this.#scheduler.run(this.#allGuests(), steps);
  }

  #allGuests(): Guest[] {
    return this.#guests.filter((guest) => guest !== undefined);
  }

  #allocateMemory(id: number, bytes: number): GuestMemory {
    if (!Number.isInteger(bytes) || bytes <= 0 || bytes % PAGE_BYTES !== 0) {
      throw new VmError(`a VM has a whole number of pages of ${PAGE_BYTES} bytes, not ${bytes} bytes`);
    }
    if (!this.allocator.allocate(id, RAM_BASE / PAGE_BYTES, bytes / PAGE_BYTES)) {
      const free = this.allocator.freeFrames() * PAGE_BYTES;
      throw new VmError(
        `a VM of ${bytes} bytes does not fit: ${free} bytes are free; give it less, or the machine more`,
      );
    }
    const frameMap = (guestFrame: number) => this.allocator.translate(id, guestFrame);
    return new GuestMemory(this.machine.memory, frameMap, RAM_BASE, bytes);
  }
}
