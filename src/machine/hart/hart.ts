/**
 * A hart (unprivileged specification 20191213, section 1.1): everything that the specification calls its state, and
 * what the simulator knows beside it: how the current instruction ends, and how addresses are translated. The state
 * lives in the machine's one buffer, after RAM, in 32-bit words:
 *
 *   0     x0 to x31
 *   32    pc
 *   33    privilege mode
 *   34    where the interpreter puts what an instruction writes to x0
 *   35    virtualization mode: 1 while a guest runs (V)
 *   64    control and status registers by number
 *   4160  the lookasides
 */
import { type Counters, CSR_COUNT, CsrFile } from '../csr/index.js';
import {
  AddressPath,
  type Bus,
  type Cache,
  type GuestFault,
  Lookasides,
  LOOKASIDES_BYTES,
  type Memory,
  type MemoryUser,
  Pmp,
  refreshPaths,
  Tlbs,
} from '../memory/index.js';
import { Csr, Mode, type Profile, REG_A0, type Tracer } from '../isa/index.js';
import { NOTHING_WATCHED } from '../program/index.js';

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

/** The instructions of RAM that an engine has decoded. A store tells it what is no longer true. */
export interface DecodedCode {
  /** Is there decoded code in this page of RAM? */
  holds(page: number): boolean;
  /** `size` bytes were written at this offset in RAM. */
  invalidate(offset: number, size: number): void;
}

/** What a hart is made of beside its state. */
export interface HartSetup {
  readonly id: number;
  readonly memory: Memory;
  readonly code: DecodedCode;
  readonly bus: Bus;
  readonly counters: Counters;
  readonly profile: Profile;
  readonly pmpEntries: 0 | 16;
}

/** Whoever holds one, such as a VMM, may read and set all of it while the machine does not run. */
export class Hart implements MemoryUser {
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
  readonly code: DecodedCode;
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
  /** Where the exception is a guest-page fault: what the hypervisor is told beside the trap value. */
  guestFault: GuestFault | undefined;
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

  readonly tlbs = new Tlbs();
  readonly lookasides: Lookasides;
  /** The model of a data cache that all harts share, where there is one. The lookasides are then not used. */
  cache: Cache | undefined;
  /** Physical memory protection, where the machine has it. */
  readonly pmp: Pmp | undefined;
  /** How fetches, and loads and stores, come to memory. Brought up to date at the start of every slice. */
  readonly fetchPath = new AddressPath(this.tlbs.paged.fetch);
  readonly #ownDataPath = new AddressPath(this.tlbs.paged.data);
  /** Another one stands here while HLV or HSV accesses memory as a guest would. */
  dataPath: AddressPath = this.#ownDataPath;

  constructor(buffer: ArrayBuffer, offset: number, setup: HartSetup) {
    this.#words = new Uint32Array(buffer, offset, HART_BYTES / 4);
    this.x = new Int32Array(buffer, offset, 32);
    this.registers = new Int32Array(buffer, offset, CSRS);
    this.lookasides = new Lookasides(buffer, offset + 4 * LOOKASIDES);
    this.id = setup.id;
    this.memory = setup.memory;
    this.code = setup.code;
    this.bus = setup.bus;
    this.counters = setup.counters;
    this.profile = setup.profile;
    this.csr = new CsrFile(this.#words.subarray(CSRS, LOOKASIDES), setup.counters, {
      hypervisor: setup.profile.hypervisor,
      pmpEntries: setup.pmpEntries,
    });
    this.pmp = setup.pmpEntries > 0 ? new Pmp() : undefined;
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
  raise(cause: number, value: number, guest?: GuestFault): 0 {
    this.trapCause = cause;
    this.trapValue = value >>> 0;
    this.guestFault = guest;
    this.endsSlice = true;
    return 0;
  }

  /** The exception that was just raised is not delivered. The caller handles this fault; the program never sees it. */
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
    this.dataPath = this.#ownDataPath;
    refreshPaths(this);
  }
}
