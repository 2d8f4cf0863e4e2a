/**
 * What the VMM builds for a paravirtual VM in frames of its own: the boot map, by which the VM runs until its kernel has tables of its
 * own, and the window, pages of the VMM that the kernel may map.
 *
 * The boot map shows the VM's memory at its guest-physical addresses, and the window at a fixed place. In the window lie the two
 * tables that a kernel with direct paging needs, since its own tables hold machine frames: guest frame to machine frame, and back. Each
 * VM has its own, in which the frames of others are absent.
 */
import {
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  RAM_BASE,
  type Memory,
} from '../../../machine/index.js';
import type { GuestMemory } from '../../vm/index.js';
import { entryAddress, findEntry } from './walk.js';

const WORDS = PAGE_BYTES / 4;
const FIRST = RAM_BASE / PAGE_BYTES;
const EVERYTHING = PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D;

/** The VMM has too few frames of its own for the tables of so large a VM, or machine. */
export class NoRoomForTables extends Error {
  override readonly name = 'NoRoomForTables';
}

export interface WindowPage {
  readonly frame: number;
  readonly right: 'read' | 'write';
}

export interface WindowPlace {
  /** Virtual address of the window; at the start of 4 MiB. */
  readonly address: number;
  /** How many pages of it, after the shared-info page, the guest may write. */
  readonly rings: number;
  /** What stands in a table of frames where there is none. */
  readonly noFrame: number;
}

export class BootMap {
  readonly root: number;
  /** The pages of the window after the first, which is the VM's own shared-info page. */
  readonly window: readonly WindowPage[];
  /** Virtual addresses at which the words of guest frame 0 and of machine frame 0 would stand. */
  readonly physicalToMachine: number;
  readonly machineToPhysical: number;
  readonly #memory: Memory;
  readonly #guest: GuestMemory;
  readonly #free: number[];
  readonly #place: WindowPlace;

  /** `frames`: machine frames of the VMM for it. @throws NoRoomForTables when they are too few for so much memory */
  constructor(memory: Memory, guest: GuestMemory, frames: readonly number[], place: WindowPlace) {
    this.#memory = memory;
    this.#guest = guest;
    this.#free = [...frames].reverse();
    this.#place = place;
    const guestPages = guest.size / PAGE_BYTES;
    const tableOfGuest = Math.ceil((guestPages + frames.length) / WORDS);
    const tableOfMachine = Math.ceil(memory.size / PAGE_BYTES / WORDS);
    const needed = 2 + place.rings + tableOfGuest + tableOfMachine + Math.ceil(guestPages / WORDS);
    if (needed > frames.length) {
      throw new NoRoomForTables(
        `the tables of frames for ${guestPages} pages on a machine of ${memory.size} bytes need ${needed} frames of the VMM, ` +
          `and there are ${frames.length}: give the VM or the machine less memory`,
      );
    }
    this.root = this.#take();
    const pages = (count: number, right: WindowPage['right']) =>
      Array.from({ length: count }, () => ({ frame: this.#take(), right }));
    this.window = [...pages(place.rings, 'write'), ...pages(tableOfGuest + tableOfMachine, 'read')];
    const tables = place.address + (1 + place.rings) * PAGE_BYTES;
    this.physicalToMachine = tables - 4 * FIRST;
    this.machineToPhysical = tables + tableOfGuest * PAGE_BYTES - 4 * FIRST;
    for (let word = 0; word < (tableOfGuest + tableOfMachine) * WORDS; word++) {
      this.#writeWindow(tables + 4 * word, place.noFrame);
    }
    this.#map();
  }

  /** The guest-physical address of the first byte after the window, whose pages follow the VM's memory. */
  get end(): number {
    return this.#guest.base + this.#guest.size + this.window.length * PAGE_BYTES;
  }

  /** Whether the boot map lets the VM write to a page of its memory. True when this has changed it. */
  setWritable(guestFrame: number, writable: boolean): boolean {
    const found = findEntry(this.#memory, this.root, guestFrame * PAGE_BYTES);
    if (found === undefined || (found.entry & PTE_V) === 0 || ((found.entry & PTE_W) !== 0) === writable) {
      return false;
    }
    this.#memory.write32(entryAddress(found.frame, found.index), (found.entry ^ PTE_W) >>> 0);
    return true;
  }

  /** Takes the accessed bit from the entry of a page. Returns whether it was set. */
  takeAccessed(guestFrame: number): boolean {
    const found = findEntry(this.#memory, this.root, guestFrame * PAGE_BYTES);
    if (found === undefined || (found.entry & PTE_V) === 0 || (found.entry & PTE_A) === 0) {
      return false;
    }
    this.#memory.write32(entryAddress(found.frame, found.index), (found.entry & ~PTE_A) >>> 0);
    return true;
  }

  /** A page of the VM's memory has this machine frame now; undefined: it has none. `old`: the one that it had. */
  setFrame(guestFrame: number, frame: number | undefined, old: number | undefined): void {
    const { noFrame } = this.#place;
    if (old !== undefined) {
      this.#writeWindow(this.machineToPhysical + 4 * old, noFrame);
    }
    if (frame !== undefined) {
      this.#writeWindow(this.machineToPhysical + 4 * frame, guestFrame);
    }
    this.#writeWindow(this.physicalToMachine + 4 * guestFrame, frame ?? noFrame);
    this.#mapPage(guestFrame * PAGE_BYTES, frame, EVERYTHING);
  }

  #map(): void {
    const { base, size } = this.#guest;
    for (let at = base; at < base + size; at += PAGE_BYTES) {
      this.setFrame(at / PAGE_BYTES, this.#guest.frameOf(at / PAGE_BYTES), undefined);
    }
    const self = base + size - PAGE_BYTES;
    this.#mapPage(this.#place.address, this.#guest.frameOf(self / PAGE_BYTES), EVERYTHING & ~PTE_X);
    this.window.forEach(({ frame, right }, index) => {
      const guestFrame = (base + size) / PAGE_BYTES + index;
      const rights = EVERYTHING & ~PTE_X & (right === 'write' ? ~0 : ~PTE_W);
      this.#mapPage(this.#place.address + (1 + index) * PAGE_BYTES, frame, rights);
      this.#writeWindow(this.physicalToMachine + 4 * guestFrame, frame);
      this.#writeWindow(this.machineToPhysical + 4 * frame, guestFrame);
    });
  }

  #mapPage(address: number, frame: number | undefined, rights: number): void {
    const place = entryAddress(this.root, address >>> 22);
    if (this.#memory.read32(place) === 0) {
      this.#memory.write32(place, ((this.#take() << PTE_PPN_SHIFT) | PTE_V) >>> 0);
    }
    const { frame: table, index } = findEntry(this.#memory, this.root, address)!;
    const entry = frame === undefined ? 0 : ((frame << PTE_PPN_SHIFT) | rights) >>> 0;
    this.#memory.write32(entryAddress(table, index), entry);
  }

  /** Writes a word of the two tables of frames, by its virtual address. */
  #writeWindow(address: number, value: number): void {
    const offset = address - this.#place.address - PAGE_BYTES;
    const { frame } = this.window[Math.floor(offset / PAGE_BYTES)]!;
    this.#memory.write32(frame * PAGE_BYTES + (offset % PAGE_BYTES), value >>> 0);
  }

  /** A page of zeros. */
  #take(): number {
    const frame = this.#free.pop();
    if (frame === undefined) {
      throw new Error('the boot map has no frame left'); // a bug: the constructor has counted
    }
    this.#memory.writeBytes(frame * PAGE_BYTES, new Uint8Array(PAGE_BYTES));
    return frame;
  }
}
