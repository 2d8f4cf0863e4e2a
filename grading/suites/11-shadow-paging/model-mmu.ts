/**
 * VMs that exist only to be translated for. The facade is the hypervisor's own, over real guest memory in one machine memory; what
 * the part answers and writes is told in words. The situations are plain data, so that the two-stage hardware of oracle.ts can be
 * asked the same.
 */
import {
  GuestMemory,
  PartError,
  translateOn,
  type MmuFacade,
  type ShadowPart,
  type Translation,
} from '../../../src/hypervisor/index.js';
import {
  FINISHER_BASE,
  FINISHER_BYTES,
  Memory,
  PAGE_BYTES,
  RAM_BASE,
  UART_BASE,
  UART_BYTES,
} from '../../../src/machine/index.js';
import { spellEntry, spellNumber } from '../../rig/both-sides/index.js';
import { EXAMPLE_VM, type AccessStep, type Situation, type VmSpec } from './situation.js';
import { spellAccess, spellTranslation } from './spell.js';

/** What came of one access. */
export interface Observed {
  /** What is observed, in words: the call and the entries that its walk meets. */
  readonly what: string;
  /** The answer, without the rights of a page that is mapped. */
  readonly answer: string;
  /** Those rights; '' when nothing is mapped. */
  readonly rights: string;
  /** The words in memory that are others now, a line each. */
  readonly changed: string;
}

export const MAX_PAGES = 32;
export const MAX_VMS = 3;
/** The first machine frames belong to no VM: oracle.ts has its tables there, eight frames a VM. */
const OTHER_FRAMES = 8 * MAX_VMS;
const FIRST_FRAME = RAM_BASE / PAGE_BYTES + OTHER_FRAMES;
/** Calls of the facade that one access may need; a walk needs about five. Beyond this is a runaway. */
const MAX_CALLS = 10_000;

/** Bytes of machine memory for so many VMs: no more than need be, since most of a situation's time goes into making it. */
export function modelBytes(vms: number): number {
  return (OTHER_FRAMES + MAX_PAGES * vms) * PAGE_BYTES;
}

/** The machine frame of a page of VM number `vm` of `vms`. Neighbours are far apart, with frames of all VMs between them. */
export function machineFrame(vm: number, page: number, vms: number): number {
  return FIRST_FRAME + ((page * 13 + 7) % MAX_PAGES) * vms + vm;
}

/** The number of a VM's page, counted from its base; undefined where it has no memory. */
export function pageOf({ base, pages, holes = [] }: VmSpec, guestFrame: number): number | undefined {
  const page = guestFrame - base / PAGE_BYTES;
  return page >= 0 && page < pages && !holes.includes(page) ? page : undefined;
}

/** A serial port and a finisher, as on the bare machine, or nothing. */
export function isDevice({ devices = true }: VmSpec, address: number): boolean {
  return devices && isBoardDevice(address);
}

function isBoardDevice(address: number): boolean {
  return within(address, UART_BASE, UART_BYTES) || within(address, FINISHER_BASE, FINISHER_BYTES);
}

const within = (address: number, base: number, bytes: number) => address >= base && address < base + bytes;

/**
 * All situations have the same memory, one after the other: fresh pages for each would take longer than all that happens in them. Each
 * one leaves it as it found it, with zeros alone: what was written is told by the memory, and is always an aligned word.
 */
const memory = new Memory(new ArrayBuffer(modelBytes(MAX_VMS)), modelBytes(MAX_VMS));
const written: number[] = [];
memory.onWrite = (offset) => written.push(offset / 4);

function erase(): void {
  written.forEach((word) => (memory.words[word] = 0));
  written.length = 0;
}

/** What the part makes of each access of the situation. */
export function observe(shadow: ShadowPart, { vms = [EXAMPLE_VM], steps }: Situation): Observed[] {
  const guests = vms.map((spec, number) => new ModelGuest(spec, number, vms.length));
  try {
    return steps.flatMap((step) => {
      const guest = guests[step.vm ?? 0]!;
      if ('write' in step) {
        guest.write(step.write);
        return [];
      }
      return [guest.translate(shadow, step)];
    });
  } finally {
    guests.forEach((guest) => guest.end());
    erase();
  }
}

class ModelGuest {
  readonly #spec: VmSpec;
  /** 'for VM 1 with 64 KiB from 0x8000_0000 on, ' where that is not plain. */
  readonly #name: string;
  readonly #memory: GuestMemory;
  readonly #number: number;
  /** Of the VMs in this memory. */
  readonly #count: number;
  #ended = false;

  constructor(spec: VmSpec, number: number, vms: number) {
    const { base, pages } = spec;
    this.#spec = spec;
    this.#number = number;
    this.#count = vms;
    this.#name = nameOf(spec, number, vms > 1);
    const frameMap = (guestFrame: number) => {
      const page = this.#ended ? undefined : pageOf(spec, guestFrame);
      return page === undefined ? undefined : machineFrame(number, page, vms);
    };
    this.#memory = new GuestMemory(memory, frameMap, base, pages * PAGE_BYTES);
  }

  /** The situation is over. A part that has kept its facade finds no memory there any more: it is that of the next situation. */
  end(): void {
    this.#ended = true;
  }

  write(words: Readonly<Record<number, number>>): void {
    for (const [address, word] of Object.entries(words)) {
      this.#memory.writeWord(Number(address), word);
    }
  }

  translate(shadow: ShadowPart, step: AccessStep): Observed {
    const before = new Map<number, number>();
    const said = spellAccess(step, (address) => this.#read(address)) + this.#name;
    const translation = this.#call(shadow, step, before, said);
    const changed = [...before]
      .filter(([address, word]) => this.#memory.readWord(address) !== word)
      .sort(([a], [b]) => a - b)
      .map(([address]) => `[${spellNumber(address)}] = ${spellEntry(this.#memory.readWord(address))}`);
    return {
      what: `what ${said} answers and writes`,
      ...spellTranslation(translation, (frame) => this.#guestFrameOf(frame)),
      changed: changed.join('\n'),
    };
  }

  /** `before` gets the words that are written, as they were. */
  #call(shadow: ShadowPart, step: AccessStep, before: Map<number, number>, said: string): Translation {
    let calls = 0;
    const counted = <T>(answer: T): T => {
      if (++calls > MAX_CALLS) {
        throw new PartError(`shadow asked its mmu more than ${MAX_CALLS} times for one access`);
      }
      return answer;
    };
    const mmu: MmuFacade = {
      mode: step.mode,
      satp: step.satp,
      sum: step.sum ?? false,
      mxr: step.mxr ?? false,
      frameOf: (guestFrame) => counted(this.#memory.frameOf(guestFrame)),
      isDevice: (address) => counted(isDevice(this.#spec, address)),
      readEntry: (address) => counted(this.#memory.readWord(address)),
      writeEntry: (address, entry) => {
        const word = counted(this.#memory.readWord(address));
        before.set(address, before.get(address) ?? word);
        this.#memory.writeWord(address, entry);
      },
    };
    try {
      return translateOn(shadow, step, mmu);
    } catch (thrown) {
      throw withCall(thrown, said);
    }
  }

  /** The guest frame behind a machine frame of this VM, for the words of a message. */
  #guestFrameOf(frame: number): number {
    for (let page = 0; page < this.#spec.pages; page++) {
      if (machineFrame(this.#number, page, this.#count) === frame) {
        return this.#spec.base / PAGE_BYTES + page;
      }
    }
    throw new Error(`machine frame ${frame} is none of this VM's`); // a bug: the answer was checked
  }

  #read(address: number): number | undefined {
    const there = pageOf(this.#spec, Math.floor(address / PAGE_BYTES)) !== undefined;
    return there ? this.#memory.readWord(address) : undefined;
  }
}

/** All that is special about a VM, in words. */
function nameOf(spec: VmSpec, number: number, oneOfSeveral: boolean): string {
  const { base, pages, holes = [], devices = true } = spec;
  const isExample = base === EXAMPLE_VM.base && pages === EXAMPLE_VM.pages && holes.length === 0;
  if (isExample && devices) {
    return oneOfSeveral ? `, for VM ${number},` : '';
  }
  const without = holes.map((page) => spellNumber(base + page * PAGE_BYTES)).join(', ');
  return (
    `, for ${oneOfSeveral ? `VM ${number}` : 'a VM'} with ${pages} pages from ${spellNumber(base)} on` +
    `${holes.length === 0 ? '' : ` and none at ${without}`}${devices ? '' : ' and without devices'},`
  );
}

/** What the facade or the check of the answer refuses is told with the call that led to it. */
function withCall(thrown: unknown, said: string): unknown {
  if (thrown instanceof RangeError) {
    return new RangeError(`${thrown.message}; the call was ${said}`);
  }
  return thrown instanceof PartError ? new PartError(`${thrown.message}; the call was ${said}`) : thrown;
}
