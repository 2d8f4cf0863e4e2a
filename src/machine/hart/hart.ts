/**
 * A hart (unprivileged specification 20191213, section 1.1): everything that the specification calls its state, and
 * what else is known of it while it runs: how the current instruction ends, and how addresses are translated. The state
 * lives in the machine's one buffer, behind RAM, in 32-bit words:
 *
 *   0     x0 to x31
 *   32    pc
 *   33    privilege mode
 *   34    where the interpreter puts what an instruction writes to x0
 *   35    virtualization mode: 1 while a guest runs (V)
 *   64    control and status registers by number
 *   4160  the lookasides
 */
import { CSR_COUNT, CsrFile } from '../csr/csr-file.js';
import type { CodePages } from '../engine/code-pages.js';
import type { Bus } from '../memory/bus.js';
import type { Cache } from '../memory/cache.js';
import type { Counters } from '../csr/counters.js';
import { Csr } from '../isa/csrs.js';
import type { Memory } from '../memory/memory.js';
import { Mode } from '../isa/modes.js';
import { Pmp } from '../memory/pmp.js';
import type { Profile } from '../isa/profiles.js';
import { REG_A0 } from '../isa/registers.js';
import { Lookasides, LOOKASIDES_BYTES } from '../memory/lookasides.js';
import { NOTHING_WATCHED } from '../program/tohost.js';
import type { Tlb } from '../memory/tlb.js';
import type { Tracer } from '../isa/trace.js';
import { refreshContext, Tlbs } from '../memory/translation-context.js';

const PC = 32;
const MODE = 33;
export const SINK = 34; // stands for x0 as a destination
const VIRTUAL = 35;
const CSRS = 64;
const LOOKASIDES = CSRS + CSR_COUNT;

/** Size of a hart's state in the buffer. */
export const HART_BYTES = 4 * LOOKASIDES + LOOKASIDES_BYTES;

/** In `trapCause`: no exception is waiting. */
export const NO_TRAP = -1;
/** In `reservation`: LR.W has reserved nothing. */
export const NO_RESERVATION = -1;

/** Whoever holds one, such as a VMM, may read and set all of it while the machine does not run. */
export class Hart {
  /** Its number, as mhartid shows it. */
  readonly id: number;
  /** Does it execute? The firmware starts and stops harts (SBI HSM); while it is stopped the run loop passes it over. */
  started = true;
  /** The integer registers, signed; x[0] stays 0. */
  readonly x: Int32Array;
  /** The first 64 words of the state, for the interpreter: x0 to x31 by number, and SINK. */
  readonly registers: Int32Array;
  readonly csr: CsrFile;
  readonly #words: Uint32Array;

  readonly memory: Memory;
  /** What is decoded of it, for all harts. */
  readonly code: CodePages;
  readonly bus: Bus;
  readonly counters: Counters;
  readonly profile: Profile;
  /** Are misaligned loads and stores done, or do they trap? LR, SC and AMOs always trap. */
  misaligned: 'hardware' | 'trap' = 'trap';
  /** What a walk does about accessed and dirty bits that are not set. */
  accessedDirty: 'hardware' | 'trap' = 'hardware';
  trace: Tracer | undefined;

  /** The exception that the current instruction raised: its cause and its tval. The run loop delivers it. */
  trapCause: number = NO_TRAP;
  trapValue = 0;
  /**
   * The current instruction ends the slice: by an exception, or because something happened after which the run loop must
   * look around (a CSR or a device was written, the mode changed).
   */
  endsSlice = false;
  /** Where execution goes on; an instruction of the system group may change it. */
  next = 0;
  /** A WFI was executed that has to wait. */
  waiting = false;
  /** Physical address of the word that LR.W reserved. */
  reservation: number = NO_RESERVATION;
  /** The other harts of the machine. */
  peers: readonly Hart[] = [];
  /** Has one of them a reservation, which a store of this hart may break? Kept by the run loop. */
  peersReserve = false;
  /** Offset in RAM of the two words that want to be looked at when they are stored to (an ELF's `tohost`). */
  watchOffset: number = NOTHING_WATCHED;

  /**
   * Of a guest-page fault: the guest-physical address, of 34 bits; and, where it was met in a walk, the
   * pseudoinstruction for htinst, else 0.
   */
  guestPhysical = 0;
  guestInstruction = 0;

  readonly tlbs = new Tlbs();
  readonly lookasides: Lookasides;
  /** The model of a data cache that all harts share, where there is one. The lookasides are then not used. */
  cache: Cache | undefined;
  /** Physical memory protection, where the machine has it. */
  readonly pmp: Pmp | undefined;
  /**
   * Set by translate() where its answer must not be remembered for the page: PMP divides the page, or the access is made as a
   * guest's (HLV, HSV). Whoever wants to know clears it before.
   */
  oneAccessOnly = false;
  // Derived from mode and CSRs by refreshContext, at the start of every slice. `paged`: must TLB or tables be asked?
  fetchTlb: Tlb = this.tlbs.paged.fetch;
  fetchPaged = false;
  fetchContext = 0;
  dataTlb: Tlb = this.tlbs.paged.data;
  dataPaged = false;
  dataContext = 0;
  /** The mode that loads and stores count as (mstatus.MPRV), and whether a guest's. */
  dataMode: number = Mode.Machine;
  dataVirtual = false;
  /** An instruction accesses memory as a guest would (HLV, HLVX, HSV); of HLVX: it needs the permission to execute. */
  actsAsGuest = false;
  executeToLoad = false;

  constructor(
    buffer: ArrayBuffer,
    offset: number,
    parts: {
      id: number;
      memory: Memory;
      code: CodePages;
      bus: Bus;
      counters: Counters;
      profile: Profile;
      pmpEntries: 0 | 16;
    },
  ) {
    this.#words = new Uint32Array(buffer, offset, HART_BYTES / 4);
    this.x = new Int32Array(buffer, offset, 32);
    this.registers = new Int32Array(buffer, offset, CSRS);
    this.lookasides = new Lookasides(buffer, offset + 4 * LOOKASIDES);
    this.id = parts.id;
    this.memory = parts.memory;
    this.code = parts.code;
    this.bus = parts.bus;
    this.counters = parts.counters;
    this.profile = parts.profile;
    this.csr = new CsrFile(this.#words.subarray(CSRS, LOOKASIDES), parts.counters, {
      hypervisor: parts.profile.hypervisor,
      pmpEntries: parts.pmpEntries,
    });
    this.pmp = parts.pmpEntries > 0 ? new Pmp() : undefined;
    this.csr.values[Csr.mhartid] = this.id;
    this.mode = Mode.Machine;
  }

  /** The program counter, unsigned. */
  get pc(): number {
    return this.#words[PC]!;
  }
  set pc(address: number) {
    this.#words[PC] = address;
  }

  /** The privilege mode; see Mode. */
  get mode(): number {
    return this.#words[MODE]!;
  }
  set mode(mode: number) {
    this.#words[MODE] = mode;
  }

  /** Does a guest run: is U-mode VU-mode, and S-mode VS-mode? Always false without the hypervisor extension. */
  get virtual(): boolean {
    return this.#words[VIRTUAL] !== 0;
  }
  set virtual(virtual: boolean) {
    this.#words[VIRTUAL] = virtual ? 1 : 0;
  }

  /** The CSR as machine mode sees it, unsigned; no privilege is asked for. RangeError if there is no such CSR. */
  readCsr(number: number): number {
    return this.csr.read(number);
  }

  /** Writes as machine mode does: illegal values are made legal. RangeError if there is no such CSR. */
  writeCsr(number: number, value: number): void {
    this.csr.write(number, value);
  }

  /** Forgets all translations, as SFENCE.VMA does. A VMM calls it when it changes the world. */
  flushTlb(): void {
    this.tlbs.flush();
    this.lookasides.flush();
  }

  /** Makes the next SC.W fail. A VMM calls it when it delivers a trap to a guest, or changes the world. */
  clearReservation(): void {
    this.reservation = NO_RESERVATION;
  }

  /** All state as after a reset, except that execution starts at `entry`. */
  reset(entry: number): void {
    this.x.fill(0);
    this.x[REG_A0] = this.id; // a0, as firmware passes it on; a1 = 0: there is no device tree
    this.csr.reset();
    this.csr.values[Csr.mhartid] = this.id;
    this.pc = entry;
    this.mode = Mode.Machine;
    this.virtual = false;
    this.waiting = false;
    this.watchOffset = NOTHING_WATCHED;
    this.clearReservation();
    this.flushTlb();
  }

  /** The current instruction traps. Returns 0, for an instruction to return as its result: it is not committed. */
  raise(cause: number, value: number): 0 {
    this.trapCause = cause;
    this.trapValue = value >>> 0;
    this.endsSlice = true;
    return 0;
  }

  /** The exception that was just raised is not delivered: whoever asked, not the program, has the answer. */
  dropException(): void {
    this.trapCause = NO_TRAP;
    this.endsSlice = false;
  }

  /** The current instruction completes, and then the run loop looks around. */
  needAttention(): void {
    this.endsSlice = true;
  }

  /** Brings what is derived from mode and CSRs up to date. */
  refreshContext(): void {
    refreshContext(this);
  }
}
