/** One paravirtual VM, with all that the VMM keeps about it. (Xen's word for a VM is domain.) */
import { PAGE_BYTES, type Machine } from '../../../../machine/index.js';
import type { VmmServices } from '../../../cpu/index.js';
import { BootMap, DirectAddressSpace } from '../../../memory/direct/index.js';
import type { FrameRights } from '../../../sockets/index.js';
import { SHADOW_ROOTS, type Vcpu, type Vm } from '../../../vm/index.js';
import {
  NO_FRAME,
  PARA_INFO,
  WINDOW,
  WINDOW_RINGS,
  ConsoleRing,
  DiskRing,
  Events,
  SharedInfo,
} from '../shared/index.js';
import { ActivePages } from './active-pages.js';
import { Channels } from './channels.js';
import { Grants } from './grants.js';
import type { UpdateRing } from './update-ring.js';
import { worldOf, type ParaWorld } from './world.js';

/** Where the guest's traps go. */
export interface TrapEntry {
  readonly entry: number;
  /** The end of the kernel stack for traps from processes. */
  stack: number;
}

export class Domain {
  readonly world: ParaWorld;
  readonly machine: Machine;
  readonly vcpu: Vcpu;
  readonly info: SharedInfo;
  readonly events: Events;
  readonly bootMap: BootMap;
  readonly space: DirectAddressSpace;
  readonly console: ConsoleRing;
  readonly disk: DiskRing;
  readonly channels: Channels;
  readonly grants: Grants;
  readonly active: ActivePages;
  /** How many pages the VMM wants it to have. */
  target: number;
  trapEntry: TrapEntry | undefined;
  /** Undefined: the kernel has none. */
  updateRing: UpdateRing | undefined;
  /** The same for a kernel that uses the calls of exercise 13. */
  callback: TrapEntry | undefined;
  /** Guest frame by machine frame, of the memory that it has. */
  readonly #own = new Map<number, number>();
  /** Frames of others that it may map. */
  readonly #lent = new Map<number, FrameRights>();

  constructor(
    readonly vm: Vm,
    readonly services: VmmServices,
    tableFrames: readonly number[],
  ) {
    const { machine } = services;
    this.world = worldOf(services);
    this.machine = machine;
    this.vcpu = vm.vcpu;
    this.info = new SharedInfo(vm, machine);
    this.events = new Events(vm.vcpu, this.info);
    const place = { address: WINDOW, rings: WINDOW_RINGS, noFrame: NO_FRAME };
    this.bootMap = new BootMap(machine.memory, vm.memory, tableFrames, place);
    this.space = new DirectAddressSpace(machine, this.bootMap.root, vm.id * SHADOW_ROOTS);
    const [console, disk] = this.bootMap.window;
    this.console = new ConsoleRing(console!.frame, machine, vm.devices);
    const bytes = vm.disk ?? new Uint8Array(0);
    this.disk = new DiskRing(disk!.frame, machine, vm.memory, bytes, (frame) => this.world.mayWrite(frame));
    for (let page = 0; page < this.pages; page++) {
      const guestFrame = vm.memory.base / PAGE_BYTES + page;
      this.#own.set(vm.memory.frameOf(guestFrame)!, guestFrame);
    }
    this.bootMap.window.forEach(({ frame, right }) => this.#lent.set(frame, right));
    this.channels = new Channels(this);
    this.grants = new Grants(this);
    this.active = new ActivePages(this);
    this.target = this.pages;
    this.world.domains.set(vm.id, this);
    this.#describe();
  }

  /** Pages of memory when it was created. */
  get pages(): number {
    return this.vm.memory.size / PAGE_BYTES;
  }

  /** Pages of memory that it has now. */
  get pagesNow(): number {
    return this.#own.size;
  }

  rightTo(frame: number): FrameRights {
    const own = frame === this.info.frame ? 'write' : 'own';
    return this.#own.has(frame) ? own : (this.#lent.get(frame) ?? 'none');
  }

  /** The frames of others that it may map, without the VMM's own. */
  get lent(): number[] {
    const window = new Set(this.bootMap.window.map(({ frame }) => frame));
    return [...this.#lent.keys()].filter((frame) => !window.has(frame));
  }

  /** Lets the VM map a frame of another; undefined: not any more. */
  lend(frame: number, right: 'read' | 'write' | undefined): void {
    if (right === undefined) {
      this.#lent.delete(frame);
    } else {
      this.#lent.set(frame, right);
    }
  }

  /** The machine frames of its memory. */
  get frames(): Iterable<number> {
    return this.#own.keys();
  }

  guestFrameOf(frame: number): number | undefined {
    return this.#own.get(frame);
  }

  /** A page of its memory has come, or gone: then `frame` is undefined, and `old` is what it had. */
  setFrame(guestFrame: number, frame: number | undefined, old: number | undefined): void {
    if (old !== undefined) {
      this.#own.delete(old);
    }
    if (frame !== undefined) {
      this.#own.set(frame, guestFrame);
    }
    this.bootMap.setFrame(guestFrame, frame, old);
    this.info.write(PARA_INFO.pages, this.#own.size);
  }

  /** The machine frame of the page at a guest-physical address; undefined where the VM has none. */
  frameAt(address: number): number | undefined {
    return this.vm.memory.frameOf(Math.floor(address / PAGE_BYTES));
  }

  /** Whether all these bytes are in memory that the VM has. */
  has(address: number, bytes: number): boolean {
    if (!this.vm.memory.contains(address, bytes)) {
      return false;
    }
    for (let page = Math.floor(address / PAGE_BYTES); page * PAGE_BYTES < address + bytes; page++) {
      if (this.vm.memory.frameOf(page) === undefined) {
        return false;
      }
    }
    return true;
  }

  /** Whether the VMM may write to these bytes for the guest: none of them lies in a page table. */
  mayWrite(address: number, bytes: number): boolean {
    for (let page = Math.floor(address / PAGE_BYTES); page * PAGE_BYTES < address + bytes; page++) {
      const frame = this.vm.memory.frameOf(page);
      if (frame === undefined || !this.world.mayWrite(frame)) {
        return false;
      }
    }
    return true;
  }

  /** Cached translations of the VM may be wrong. */
  translationsChanged(): void {
    this.space.changed((frame) => this.world.paging.info(frame).type === 'l2');
  }

  /** While an exit is handled: the guest's SC.W fails, as after every change of mode. The reservation is still on the hart. */
  endReservation(): void {
    this.machine.hart.clearReservation();
  }

  /** Whether traps can reach its kernel yet. */
  get canTrap(): boolean {
    return this.trapEntry !== undefined || this.callback !== undefined;
  }

  /** The VM is gone: nothing in the world is of it any more. */
  remove(): void {
    this.grants.end();
    this.world.paging.end(this.vm.id);
    this.world.domains.delete(this.vm.id);
    for (const other of this.world.domains.values()) {
      other.channels.forget(this);
      other.grants.forget(this);
    }
    this.space.remove();
  }

  /** Ends the VM. */
  end(reason: string): void {
    this.vm.finish({ kind: 'ended', reason });
  }

  #describe(): void {
    this.info.write(PARA_INFO.physicalToMachine, this.bootMap.physicalToMachine);
    this.info.write(PARA_INFO.machineToPhysical, this.bootMap.machineToPhysical);
    this.info.write(PARA_INFO.self, this.info.address);
    this.info.write(PARA_INFO.end, this.bootMap.end);
    this.info.write(PARA_INFO.pages, this.pages);
    this.info.write(PARA_INFO.balloonTarget, this.pages);
    this.info.write(PARA_INFO.colours, this.machine.hart.cache?.colours ?? 1);
  }
}
