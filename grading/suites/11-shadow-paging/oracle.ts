/**
 * The truth about a translation: what hardware with two stages does (privileged specification 1.12, chapter 8). The guest's table is
 * its VS-stage table, the frame map becomes a G-stage table, and a hart of the profile `assisted` walks both. Nothing here knows how
 * to walk a table.
 */
import {
  Access,
  assisted,
  Cause,
  Csr,
  Machine,
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
  SATP_MODE_SV32,
  SSTATUS_MXR,
  SSTATUS_SUM,
  translate,
  type Hart,
} from '../../../src/machine/index.js';
import type { Translation } from '../../../src/hypervisor/index.js';
import { spellEntry, spellNumber } from '../../rig/both-sides/index.js';
import { isDevice, machineFrame, modelBytes, pageOf, type Observed } from './model-mmu.js';
import { EXAMPLE_VM, type AccessStep, type Situation, type VmSpec } from './situation.js';
import { spellTranslation } from './spell.js';

type Expected = Omit<Observed, 'what'>;
const accesses = { fetch: Access.Fetch, load: Access.Load, store: Access.Store } as const;
/** A root of Sv32x4 is four frames, aligned to them; then come its leaf tables. */
const G_STAGE_FRAMES = 8;
const ROOT_FRAMES = 4;
const PAGE_WORDS = PAGE_BYTES / 4;

/** What each access of the situation must come to. */
export function expected({ vms = [EXAMPLE_VM], steps }: Situation): Expected[] {
  const machine = new Machine({ memoryBytes: modelBytes(vms.length), profile: assisted });
  const guests = vms.map((spec, number) => new TwoStageGuest(machine, spec, number, vms.length));
  return steps.flatMap((step) => {
    const guest = guests[step.vm ?? 0]!;
    if ('write' in step) {
      guest.write(step.write);
      return [];
    }
    return [guest.expected(step)];
  });
}

class TwoStageGuest {
  readonly #machine: Machine;
  readonly #spec: VmSpec;
  readonly #number: number;
  /** Of the VMs in this memory. */
  readonly #count: number;
  readonly #hgatp: number;
  /** Each page that there is: its number, and its guest frame. */
  readonly #pages: readonly (readonly [page: number, guestFrame: number])[];

  constructor(machine: Machine, spec: VmSpec, number: number, count: number) {
    this.#machine = machine;
    this.#spec = spec;
    this.#number = number;
    this.#count = count;
    this.#pages = Array.from(
      { length: spec.pages },
      (_, page) => [page, spec.base / PAGE_BYTES + page] as const,
    ).filter(([, guestFrame]) => pageOf(spec, guestFrame) !== undefined);
    const root = RAM_BASE / PAGE_BYTES + number * G_STAGE_FRAMES;
    this.#hgatp = (SATP_MODE_SV32 | root) >>> 0;
    this.#fillGStage(root);
  }

  write(words: Readonly<Record<number, number>>): void {
    for (const [address, word] of Object.entries(words)) {
      this.#machine.memory.write32(this.#machineAddress(Number(address)), word >>> 0);
    }
  }

  expected(step: AccessStep): Expected {
    const before = this.#words();
    const translation = this.#translate(step);
    const after = this.#words();
    const changed: string[] = [];
    for (let i = 0; i < after.length; i++) {
      if (after[i] !== before[i]) {
        changed.push(`[${spellNumber(this.#guestAddress(i))}] = ${spellEntry(after[i]!)}`);
      }
    }
    return {
      ...spellTranslation(translation, (frame) => this.#guestFrameOf(frame)),
      changed: changed.join('\n'),
    };
  }

  #translate(step: AccessStep): Translation {
    const { hart } = this.#machine;
    this.#enter(hart, step);
    hart.accessedDirty = 'hardware';
    const physical = translate(hart, step.address, accesses[step.kind], 1);
    if (physical >= 0) {
      // What hardware allows that never sets A and D needs no change of the guest's table.
      hart.accessedDirty = 'trap';
      const allows = (access: Access) => {
        hart.flushTlb();
        return translate(hart, step.address, access, 1) >= 0;
      };
      return {
        kind: 'map',
        frame: Math.floor(physical / PAGE_BYTES),
        read: allows(Access.Load),
        write: allows(Access.Store),
        execute: allows(Access.Fetch),
      };
    }
    if (hart.guestFault === undefined) {
      return { kind: pageFaults.includes(hart.trapCause) ? 'page fault' : 'access fault' };
    }
    // The G-stage has no page there: the VM has no memory.
    const { guestPhysical, pseudoinstruction } = hart.guestFault;
    const byTheAccess = pseudoinstruction === 0; // not by the walk, on its way through the guest's table
    return byTheAccess && step.kind !== 'fetch' && isDevice(this.#spec, guestPhysical)
      ? { kind: 'device', address: guestPhysical }
      : { kind: 'access fault' };
  }

  #enter(hart: Hart, { mode, satp, sum = false, mxr = false }: AccessStep): void {
    hart.writeCsr(Csr.hgatp, this.#hgatp);
    hart.writeCsr(Csr.vsatp, satp);
    hart.writeCsr(Csr.vsstatus, (sum ? SSTATUS_SUM : 0) | (mxr ? SSTATUS_MXR : 0));
    hart.mode = mode;
    hart.virtual = true;
    hart.flushTlb();
    hart.refreshContext();
    hart.guestFault = undefined;
  }

  /** Every page of the VM, with every right: what is forbidden is forbidden by the guest's table. */
  #fillGStage(root: number): void {
    const { memory } = this.#machine;
    const everything = PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D;
    let next = root + ROOT_FRAMES;
    for (const [page, guestFrame] of this.#pages) {
      const entry = root * PAGE_BYTES + Math.floor(guestFrame / 1024) * 4;
      if (memory.read32(entry) === 0) {
        memory.write32(entry, ((next++ << PTE_PPN_SHIFT) | PTE_V) >>> 0);
      }
      const leaves = memory.read32(entry) >>> PTE_PPN_SHIFT;
      const leaf = (this.#machineFrame(page) << PTE_PPN_SHIFT) | everything;
      memory.write32(leaves * PAGE_BYTES + (guestFrame % 1024) * 4, leaf >>> 0);
    }
  }

  /** All of the VM's memory, page by page. */
  #words(): Uint32Array {
    const { memory } = this.#machine;
    const words = new Uint32Array(this.#pages.length * PAGE_WORDS);
    this.#pages.forEach(([page], i) => {
      const start = (this.#machineFrame(page) * PAGE_BYTES - memory.base) / 4;
      words.set(memory.words.subarray(start, start + PAGE_WORDS), i * PAGE_WORDS);
    });
    return words;
  }

  /** The guest-physical address of a word of #words. */
  #guestAddress(index: number): number {
    const [, guestFrame] = this.#pages[Math.floor((index * 4) / PAGE_BYTES)]!;
    return guestFrame * PAGE_BYTES + ((index * 4) % PAGE_BYTES);
  }

  #machineAddress(address: number): number {
    const page = pageOf(this.#spec, Math.floor(address / PAGE_BYTES))!;
    return this.#machineFrame(page) * PAGE_BYTES + (address % PAGE_BYTES);
  }

  #machineFrame(page: number): number {
    return machineFrame(this.#number, page, this.#count);
  }

  #guestFrameOf(frame: number): number {
    return this.#pages.find(([page]) => this.#machineFrame(page) === frame)![1];
  }
}

const pageFaults: readonly number[] = [Cause.InstructionPageFault, Cause.LoadPageFault, Cause.StorePageFault];
