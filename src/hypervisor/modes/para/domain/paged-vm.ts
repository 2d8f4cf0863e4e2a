/**
 * The memory of a paravirtual VM: which machine frames it has, which of others it may map, and the page tables that the hart walks for
 * it. All that the VMM does for one such VM alone builds on this; what it does with others is on a floor above (domain.ts).
 */
import { PAGE_BYTES, type Machine } from '../../../../machine/index.js';
import type { VmmServices } from '../../../cpu/index.js';
import { BootMap, DirectAddressSpace } from '../../../memory/direct/index.js';
import type { DirectPaging, FrameRights } from '../../../sockets/index.js';
import { SHADOW_ROOTS, type Vcpu, type Vm } from '../../../vm/index.js';
import { NO_FRAME, PARA_INFO, SharedInfo, WINDOW, WINDOW_RINGS } from '../shared/index.js';

export class PagedVm {
  readonly machine: Machine;
  readonly vcpu: Vcpu;
  readonly info: SharedInfo;
  readonly bootMap: BootMap;
  readonly space: DirectAddressSpace;
  /** Guest frame by machine frame, of the memory that it has. */
  readonly #own = new Map<number, number>();
  /** Frames of others that it may map. */
  readonly #lent = new Map<number, FrameRights>();

  /** `paging`: the direct-paging part, which serves all such VMs of a VMM. */
  constructor(
    readonly vm: Vm,
    readonly services: VmmServices,
    readonly paging: DirectPaging,
    tableFrames: readonly number[],
  ) {
    const { machine } = services;
    this.machine = machine;
    this.vcpu = vm.vcpu;
    this.info = new SharedInfo(vm, machine);
    const place = { address: WINDOW, rings: WINDOW_RINGS, noFrame: NO_FRAME };
    this.bootMap = new BootMap(machine.memory, vm.memory, tableFrames, place);
    this.space = new DirectAddressSpace(machine, this.bootMap.root, vm.id * SHADOW_ROOTS);
    for (let page = 0; page < this.pages; page++) {
      const guestFrame = vm.memory.base / PAGE_BYTES + page;
      this.#own.set(vm.memory.frameOf(guestFrame)!, guestFrame);
    }
    this.bootMap.window.forEach(({ frame, right }) => this.#lent.set(frame, right));
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

  /** Whether the VMM may write to a frame for its guest: not while it is a page table. */
  mayWriteFrame(frame: number): boolean {
    const { type } = this.paging.info(frame);
    return type !== 'l1' && type !== 'l2';
  }

  /** Whether the VMM may write to these bytes for the guest: none of them lies in a page table. */
  mayWrite(address: number, bytes: number): boolean {
    for (let page = Math.floor(address / PAGE_BYTES); page * PAGE_BYTES < address + bytes; page++) {
      const frame = this.vm.memory.frameOf(page);
      if (frame === undefined || !this.mayWriteFrame(frame)) {
        return false;
      }
    }
    return true;
  }

  /** Cached translations of the VM may be wrong. */
  translationsChanged(): void {
    this.space.changed((frame) => this.paging.info(frame).type === 'l2');
  }

  /** While an exit is handled: the guest's SC.W fails, as after every change of mode. The reservation is still on the hart. */
  endReservation(): void {
    this.machine.hart.clearReservation();
  }
}
