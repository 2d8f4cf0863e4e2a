/**
 * The virtual machine monitor: it owns the machine, gives each VM memory of its own, lets the VMs run in turn, and deals with
 * their exits. Where real hardware would vector into a handler of the VMM, `Machine.run` returns a Stop.
 *
 * The machine's memory, from its start:
 *
 *   shadow tables of VM 0 │ of VM 1 │ … │ of VM MAX_VMS - 1 │ the pool, from which guests get their frames
 */
import {
  Csr,
  MSTATUS_TW,
  Machine,
  Mode,
  PAGE_BYTES,
  RAM_BASE,
  costs,
  strict,
  type Image,
  type Profile,
} from '../../machine/index.js';
import { checkedAllocator } from '../parts/checked-allocator.js';
import { deliverEvents } from '../modes/deprivileged/deprivileged-guest.js';
import { exitOf } from '../modes/deprivileged/exits.js';
import { GuestMemory } from '../vm/guest-memory.js';
import { handleExit } from '../modes/deprivileged/handlers.js';
import type { Host } from '../cpu/vmm-services.js';
import { MAX_VMS, SHADOW_FRAMES, SLICE_STEPS } from '../vm/limits.js';
import { loadImage } from '../vm/load-image.js';
import type { Parts } from '../parts/parts.js';
import { ShadowTables } from '../memory/shadow-tables.js';
import type { FrameAllocator, FramePool } from '../sockets/frame-allocator.js';
import { TraceRecorder } from '../observe/trace.js';
import { Vm, type VmMode } from '../vm/vm.js';

export interface VmmOptions {
  /** Memory for guests, in bytes: a whole number of pages. The VMM adds what it needs for itself. */
  readonly memoryBytes: number;
  readonly parts: Parts;
  /** Default: strict. */
  readonly profile?: Profile;
  /** Guest steps in a VM's turn. */
  readonly sliceSteps?: number;
}

export interface VmOptions {
  readonly mode: VmMode;
  readonly image: Image;
  /** The VM's memory: a whole number of pages. */
  readonly memoryBytes: number;
  /** What is typed at its console. */
  readonly input?: string;
  /** Record every guest step (slow). */
  readonly trace?: boolean;
}

/** A VM that cannot be created. One line: what is wrong, and how to mend it. */
export class VmError extends Error {
  override readonly name = 'VmError';
}

export class Vmm {
  readonly machine: Machine;
  readonly allocator: FrameAllocator;
  readonly #host: Host;
  readonly #sliceSteps: number;
  readonly #slots: (Vm | undefined)[] = new Array<undefined>(MAX_VMS).fill(undefined);
  #current: Vm | undefined;

  constructor({ memoryBytes, parts, profile = strict, sliceSteps = SLICE_STEPS }: VmmOptions) {
    const own = MAX_VMS * SHADOW_FRAMES * PAGE_BYTES;
    this.machine = new Machine({ memoryBytes: own + memoryBytes, profile, firmware: 'vmm' });
    this.#host = { machine: this.machine, parts };
    this.#sliceSteps = sliceSteps;
    this.allocator = checkedAllocator(parts.allocator, createPool(this.machine, own));
  }

  /** The VMs, in the order of their numbers. */
  get vms(): readonly Vm[] {
    return this.#slots.filter((vm) => vm !== undefined);
  }

  /** A VM that is ready to run. @throws VmError when there is no room for it, ImageError when its image does not fit */
  createVm(options: VmOptions): Vm {
    const id = this.#slots.indexOf(undefined);
    if (id < 0) {
      throw new VmError(`there are ${MAX_VMS} VMs already; destroy one first`);
    }
    const memory = this.#allocateMemory(id, options.memoryBytes);
    const { machine } = this;
    const shadow = new ShadowTables(machine.memory, this.#ownFrames(id), () => machine.hart.flushTlb());
    const vm = new Vm(id, options.mode, memory, shadow);
    try {
      loadImage(options.image, memory);
    } catch (error) {
      this.allocator.releaseAll(id);
      throw error;
    }
    vm.vcpu.pc = options.image.entry;
    if (options.input !== undefined) {
      vm.devices.pushInput(options.input);
    }
    if (options.trace) {
      vm.trace = new TraceRecorder(vm.vcpu);
    }
    this.#slots[id] = vm;
    return vm;
  }

  /** The VM is gone, and its memory is free again. */
  destroyVm(vm: Vm): void {
    if (this.#slots[vm.id] !== vm) {
      throw new VmError(`VM ${vm.id} is not of this VMM, or was destroyed before`);
    }
    vm.finish({ kind: 'ended', reason: 'it was destroyed' });
    this.#slots[vm.id] = undefined;
    vm.shadow.forget(); // the next VM with this number has the same ASIDs: nothing of this one may be left in the TLB
    this.allocator.releaseAll(vm.id);
    if (this.#current === vm) {
      this.#current = undefined;
    }
  }

  /** Lets the VMs run in turn until each has ended or has used up its `steps` guest steps of this call. */
  run(steps: number): void {
    const ends = new Map(this.vms.map((vm) => [vm, vm.vcpu.steps + steps]));
    let running = true;
    while (running) {
      running = false;
      for (const [vm, last] of ends) {
        const left = last - vm.vcpu.steps;
        if (vm.end !== undefined || left <= 0) {
          continue;
        }
        this.#runSlice(vm, Math.min(left, this.#sliceSteps));
        running = true;
      }
    }
  }

  /** One turn of a VM: at most `steps` guest steps. */
  #runSlice(vm: Vm, steps: number): void {
    const { vcpu } = vm;
    const last = vcpu.steps + steps;
    const cyclesBefore = this.machine.cycles;
    vm.yielded = false;
    while (vm.end === undefined && !vm.yielded && vcpu.steps < last) {
      const before = vcpu.steps;
      deliverEvents(vm, this.#host);
      vm.trace?.begin();
      this.#enter(vm, vm.trace ? 1 : last - vcpu.steps);
      if (vcpu.steps > before) {
        vm.trace?.end();
      }
    }
    vm.cycles += this.machine.cycles - cyclesBefore;
  }

  /** Lets the guest execute until `steps` are over, its timer is due, or it exits; then deals with the exit. */
  #enter(vm: Vm, steps: number): void {
    const { machine } = this;
    const { hart } = machine;
    const { vcpu } = vm;
    this.#load(vm);
    const stepsBefore = machine.steps;
    const stop = machine.run(Math.min(steps, vcpu.timer - vcpu.time));
    vcpu.x.set(hart.x);
    vcpu.pc = hart.pc;
    const retired = machine.steps - stepsBefore;
    if (retired > 0) {
      vm.retire(retired);
    }
    if (stop.kind === 'trap') {
      machine.charge(costs.worldSwitch);
      handleExit(vm, exitOf(stop, vm, machine), this.#host);
    } else if (stop.kind !== 'budget') {
      throw new Error(`the machine stopped with '${stop.kind}', which no guest can cause`);
    }
  }

  /** Puts the guest on the hart: its registers, and what makes U-mode on the hart the mode that the guest believes in. */
  #load(vm: Vm): void {
    const { hart } = this.machine;
    if (this.#current !== vm) {
      hart.clearReservation();
    }
    this.#current = vm;
    hart.x.set(vm.vcpu.x);
    hart.pc = vm.vcpu.pc;
    hart.mode = Mode.User;
    hart.writeCsr(Csr.mstatus, MSTATUS_TW); // WFI traps; all else that is privileged does so anyway
    hart.writeCsr(Csr.satp, vm.satp());
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
    return new GuestMemory(this.machine.memory, this.allocator, id, RAM_BASE, bytes);
  }

  /** The frames of the shadow tables of VM `id`. */
  #ownFrames(id: number): number[] {
    const first = RAM_BASE / PAGE_BYTES + id * SHADOW_FRAMES;
    return Array.from({ length: SHADOW_FRAMES }, (_, index) => first + index);
  }
}

/** The frames behind those of the VMM's own, as the allocator sees them. */
function createPool({ memory }: Machine, ownBytes: number): FramePool {
  const firstFrame = (memory.base + ownBytes) / PAGE_BYTES;
  const frameCount = (memory.size - ownBytes) / PAGE_BYTES;
  return Object.freeze({
    firstFrame,
    frameCount,
    scrub(frame: number) {
      if (!Number.isInteger(frame) || frame < firstFrame || frame >= firstFrame + frameCount) {
        throw new RangeError(`frame ${String(frame)} is not of the pool`);
      }
      const start = frame * PAGE_BYTES - memory.base;
      memory.bytes.fill(0, start, start + PAGE_BYTES);
    },
  });
}
