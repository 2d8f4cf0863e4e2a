/**
 * The virtual machine monitor. It owns the machine, creates and destroys VMs, gives each its memory, and lets them run.
 */
import {
  Machine,
  PAGE_BYTES,
  RAM_BASE,
  REG_A1,
  placeDeviceTree,
  strict,
  type Image,
  type MachineOptions,
  type Profile,
  type VirtioOptions,
} from '../../machine/index.js';
import { Ledger } from '../accounting/index.js';
import { Scheduler, type Guest, type VmmServices } from '../cpu/index.js';
import { createPool, tableFrames, vmmBytes } from '../memory/index.js';
import { NoRoomForTables } from '../memory/direct/index.js';
import { modes, type VmMode } from '../modes/index.js';
import { checkedAllocator, type Parts } from '../parts/index.js';
import type { FrameAllocator } from '../sockets/index.js';
import { GuestMemory, MAX_VMS, Vm, loadImage, tohostOf } from '../vm/index.js';

export interface VmmOptions {
  /** Memory for guests, in bytes: a whole number of pages. The VMM adds what it needs for itself. */
  readonly memoryBytes: number;
  readonly parts: Parts;
  /** How many VMs it can have at once: 1 to MAX_VMS, which is the default. Its machine has memory for the page tables of so many. */
  readonly vms?: number;
  /** Default: strict. */
  readonly profile?: Profile;
  /** Guest steps in a VM's slice. Default: SLICE_STEPS; the only VM then runs without slices. */
  readonly sliceSteps?: number;
  /** The geometry of the machine's data cache, whose misses then cost cycles. Default: no cache. */
  readonly cache?: MachineOptions['cache'];
  /** Whether the hardware performs misaligned loads and stores, or they trap. Default: 'trap'. */
  readonly misaligned?: MachineOptions['misaligned'];
  /** Whether guests see hardware that sets accessed and dirty bits, or a page fault where they are not set. Default: 'hardware'. */
  readonly accessedDirty?: 'hardware' | 'trap';
}

export interface VmOptions extends VirtioOptions {
  readonly mode: VmMode;
  readonly image: Image;
  /** The VM's memory, in bytes: a whole number of pages. */
  readonly memoryBytes: number;
  /** What is typed at its console. */
  readonly input?: string;
  /** How many vCPUs it has. Default: 1. */
  readonly vcpus?: number;
  /** Whether to put a device tree at the top of its memory, and the address into a1, as firmware does. Default: false. */
  readonly deviceTree?: boolean;
}

/** A VM that cannot be created. One line: what is wrong, and how to mend it. */
export class VmError extends Error {
  override readonly name = 'VmError';
}

export class Vmm {
  readonly machine: Machine;
  readonly allocator: FrameAllocator;
  /** Where all cycles of the machine went. */
  readonly ledger: Ledger;
  readonly #services: VmmServices;
  readonly #scheduler: Scheduler;
  /** What runs the guest of each VM, by the VM's number; undefined where a number is free. */
  readonly #guests: (readonly Guest[] | undefined)[];

  /** @throws VmError for an impossible number of VMs, RangeError for an impossible size of memory */
  constructor(options: VmmOptions) {
    const {
      memoryBytes,
      parts,
      vms = MAX_VMS,
      profile = strict,
      sliceSteps,
      misaligned = 'trap',
      accessedDirty = 'hardware',
      cache,
    } = options;
    if (!Number.isInteger(vms) || vms < 1 || vms > MAX_VMS) {
      throw new VmError(`a VMM has 1 to ${MAX_VMS} VMs at once, not ${vms}`);
    }
    this.#guests = new Array<undefined>(vms).fill(undefined);
    this.machine = new Machine({
      memoryBytes: vmmBytes(vms) + memoryBytes,
      profile,
      firmware: 'vmm',
      misaligned,
      accessedDirty,
      ...(cache && { cache }),
    });
    this.ledger = new Ledger(() => this.machine.cycles);
    const allocator = checkedAllocator(parts.allocator, createPool(this.machine.memory, memoryBytes));
    this.allocator = allocator;
    this.#services = { machine: this.machine, parts, allocator, ledger: this.ledger, accessedDirty };
    this.#scheduler = new Scheduler(this.#services, sliceSteps);
  }

  /** The VMs, in the order of their numbers. */
  get vms(): readonly Vm[] {
    return this.#guests.flatMap((guests) => (guests === undefined ? [] : [guests[0]!.vm]));
  }

  /** A VM that is ready to run. @throws VmError when there is no room for it, ImageError when its image does not fit */
  createVm(options: VmOptions): Vm {
    const { mode: modeName, image, memoryBytes, input, vcpus = 1, deviceTree = false, ...virtio } = options;
    const mode = modes.get(modeName);
    if (mode === undefined) {
      throw new VmError(`there is no mode '${modeName}'; the modes are ${[...modes.keys()].join(', ')}`);
    }
    const { profile } = this.machine.hart;
    if (mode.needsExtension === true && !profile.hypervisor) {
      throw new VmError(
        `mode '${modeName}' needs the hypervisor extension, which profile '${profile.name}' lacks; choose profile 'assisted'`,
      );
    }
    if (!Number.isInteger(vcpus) || vcpus < 1 || vcpus > mode.maxVcpus) {
      throw new VmError(`a VM in mode '${modeName}' has 1 to ${mode.maxVcpus} vCPUs, not ${vcpus}`);
    }
    const id = this.#guests.indexOf(undefined);
    if (id < 0) {
      const { length } = this.#guests;
      throw new VmError(`there ${length === 1 ? 'is 1 VM' : `are ${length} VMs`} already; destroy one first`);
    }
    const memory = this.#allocateMemory(id, memoryBytes);
    try {
      const vm = new Vm(id, modeName, memory, { ...virtio, vcpus });
      this.#load(vm, image, deviceTree, memoryBytes - (mode.reservedBytes ?? 0));
      if (input !== undefined) {
        vm.devices.pushInput(input);
      }
      const guests = mode.boot(vm, this.#services, tableFrames(id));
      this.#guests[id] = guests;
      this.#scheduler.add(vm, guests);
      this.ledger.postOwn('overhead');
      return vm;
    } catch (error) {
      this.allocator.releaseAll(id);
      throw error instanceof NoRoomForTables ? new VmError(error.message) : error;
    }
  }

  /** `usable`: how many bytes of its memory are for the guest. @throws ImageError when the program or the device tree does not fit */
  #load(vm: Vm, image: Image, deviceTree: boolean, usable: number): void {
    const { memory } = vm;
    loadImage(image, memory);
    vm.tohost = tohostOf(image, memory, this.machine.memory, (byte) => vm.devices.putByte(byte));
    const tree = deviceTree ? vm.devices.describe(usable, vm.vcpus.length) : undefined;
    const place = {
      base: memory.base,
      size: usable,
      writeBytes: (address: number, bytes: Uint8Array) => memory.writeBytes(address, bytes),
    };
    const treeAddress = tree === undefined ? 0 : placeDeviceTree(place, tree, image);
    for (const vcpu of vm.vcpus) {
      vcpu.pc = image.entry;
      vcpu.x[REG_A1] = treeAddress;
    }
  }

  /** The VM is gone, and its memory is free again. @throws VmError when the VM is not of this VMM, or is gone already */
  destroyVm(vm: Vm): void {
    const guests = this.#guests[vm.id];
    if (guests?.[0]!.vm !== vm) {
      throw new VmError(`VM ${vm.id} is not of this VMM, or was destroyed before`);
    }
    vm.finish({ kind: 'ended', reason: 'it was destroyed' });
    this.#guests[vm.id] = undefined;
    guests.forEach((guest) => guest.remove());
    this.allocator.releaseAll(vm.id);
    this.#scheduler.remove(vm);
    this.ledger.postOwn('overhead');
  }

  /**
   * Asks a VM to have this many pages of memory from now on: its guest gives pages back, or may take some.
   * @throws VmError when its mode has no balloon, RangeError for a number beyond what it was created with
   */
  setMemoryTarget(vm: Vm, pages: number): void {
    this.#balloonOf(vm).setMemoryTarget(pages);
  }

  /**
   * Estimates how many pages of its memory a VM has used since the last call, from a sample of `size` pages that `seed` chose then, and
   * begins a new sample. Undefined at the first call. @throws VmError when its mode has no balloon
   */
  sampleMemory(vm: Vm, seed: number, size: number): number | undefined {
    const guest = this.#balloonOf(vm);
    const used = guest.sampleMemory(seed, size);
    this.ledger.postOwn('overhead');
    return used;
  }

  /** Lets the VMs run in turn until each has ended or has used up its `steps` guest steps of this call. */
  run(steps: number): void {
    this.#scheduler.run(steps);
  }

  /** For tests: what is wrong in what the VMM keeps about machine frames, a line each; empty when all is right. */
  audit(): readonly string[] {
    return [...modes.values()].flatMap((mode) => mode.audit?.(this.#services) ?? []);
  }

  #balloonOf(vm: Vm): Guest & Required<Pick<Guest, 'setMemoryTarget' | 'sampleMemory'>> {
    const guest = this.#guests[vm.id]?.find((one) => one.vm === vm);
    if (guest?.setMemoryTarget === undefined || guest.sampleMemory === undefined) {
      throw new VmError(`VM ${vm.id} in mode '${vm.mode}' has no balloon`);
    }
    return guest as Guest & Required<Pick<Guest, 'setMemoryTarget' | 'sampleMemory'>>;
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
