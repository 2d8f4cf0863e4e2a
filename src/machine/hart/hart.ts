/**
 * A hart (unprivileged specification 20191213, section 1.1). It holds the state that the specification defines, and what the
 * simulator needs in addition: how the current instruction ends, and how addresses are translated. The state lies in the one
 * buffer of the machine, after RAM, in 32-bit words:
 *
 *   0     x0 to x31
 *   32    pc
 *   33    privilege mode
 *   34    the sink: the interpreter writes results for x0 here, so that x0 stays 0
 *   35    virtualization mode (V): 1 while a guest runs
 *   64    control and status registers (CSRs) by number
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
  type Reserver,
  SatpWalk,
  Tlbs,
} from '../memory/index.js';
import { Csr, Mode, type Profile, REG_A0, type Tracer } from '../isa/index.js';
import { NOTHING_WATCHED } from '../program/index.js';

const PC = 32;
const MODE = 33;
export const SINK = 34; // replaces x0 as a destination
const VIRTUAL = 35;
const CSRS = 64;
const LOOKASIDES = CSRS + CSR_COUNT;

/** Size of a hart's state in the buffer. */
export const HART_BYTES = 4 * LOOKASIDES + LOOKASIDES_BYTES;

/** Value of `trapCause`: the current instruction has raised no exception. */
export const NO_TRAP = -1;
/** Value of `reservation`: there is no reservation. */
export const NO_RESERVATION = -1;

/** The instructions in RAM that an engine has decoded. A store must report which of them it has overwritten. */
export interface DecodedCode {
  /** Is there decoded code in this page of RAM? */
  holds(page: number): boolean;
  /** `size` bytes were written at this offset in RAM. */
  invalidate(offset: number, size: number): void;
}

/** What a hart is made from. */
export interface HartSetup {
  readonly id: number;
  readonly memory: Memory;
  readonly code: DecodedCode;
  readonly bus: Bus;
  readonly counters: Counters;
  readonly profile: Profile;
  readonly pmpEntries: 0 | 16;
}

/** While the machine does not run, the owner of the hart (such as a VMM) may read and write all of its state. */
export class Hart implements MemoryUser {
  /** Its number, which mhartid shows. */
  readonly id: number;
  /** Does it execute? The firmware starts and stops harts (SBI HSM). The run loop skips a stopped hart. */
  started = true;
  /** The integer registers, signed; x[0] stays 0. */
  readonly x: Int32Array;
  /** The first 64 words of the state, for the interpreter: x0 to x31 by number, and SINK. */
  readonly registers: Int32Array;
  readonly csr: CsrFile;
  readonly #words: Uint32Array;

  readonly memory: Memory;
  /** The decoded code of RAM. All harts share it. */
  readonly code: DecodedCode;
  readonly bus: Bus;
  readonly counters: Counters;
  readonly profile: Profile;
  /** Are misaligned loads and stores executed, or do they trap? LR, SC and AMOs always trap. */
  misaligned: 'hardware' | 'trap' = 'trap';
  /** What a page-table walk does when an accessed or dirty bit is not set: set it, or fault. */
  accessedDirty: 'hardware' | 'trap' = 'hardware';
  trace: Tracer | undefined;
  /**
   * Is told of each instruction that passes through a hole of the profile instead of trapping, before it has changed a register. No
   * real hart has such a wire: software there cannot know. It costs nothing where nothing fails.
   */
  silentFailure: ((word: number) => void) | undefined;

  /** Cause and trap value of the exception that the current instruction raised. The run loop delivers it. */
  trapCause: number = NO_TRAP;
  trapValue = 0;
  /** If the exception is a guest-page fault: what it reports in addition to the trap value. */
  guestFault: GuestFault | undefined;
  /**
   * The current instruction ends the slice. Either it raised an exception, or the run loop must check for interrupts and other
   * changes after it (because it wrote a CSR, accessed a device or changed the mode).
   */
  endsSlice = false;
  /** Address of the next instruction. A system instruction may change it. */
  next = 0;
  /** The hart waits for an interrupt, because it executed a WFI. */
  waiting = false;
  /** Physical address of the word that LR.W reserved. */
  reservation: number = NO_RESERVATION;
  /** The other harts of the machine. */
  peers: readonly Hart[] = [];
  /** Those whose reservations a store of this hart ends: the peers; for a VMM, the other vCPUs of the VM that runs. */
  rivals: readonly Reserver[] = [];
  /** Do any of the rivals have a reservation, which a store of this hart may break? The run loop sets this. */
  peersReserve = false;
  /** Offset in RAM of two watched words: a store to them ends the slice. They are the `tohost` of an ELF file. */
  watchOffset: number = NOTHING_WATCHED;
  /** One of them was stored to. Whoever looks at them resets this. */
  watchHit = false;

  readonly tlbs = new Tlbs();
  readonly satpWalk: SatpWalk;
  readonly lookasides: Lookasides;
  /** The model of a data cache, if the machine has one. All harts share it. The lookasides are not used then. */
  cache: Cache | undefined;
  /** Physical memory protection, if the machine has it. */
  readonly pmp: Pmp | undefined;
  /** How the addresses of fetches, and of loads and stores, are translated. Updated at the start of each slice. */
  readonly fetchPath = new AddressPath(this.tlbs.paged.fetch);
  readonly #ownDataPath = new AddressPath(this.tlbs.paged.data);
  /** HLV and HSV replace it by the path of a guest while they access memory. */
  dataPath: AddressPath = this.#ownDataPath;

  constructor(buffer: ArrayBuffer, offset: number, setup: HartSetup) {
    this.#words = new Uint32Array(buffer, offset, HART_BYTES / 4);
    this.x = new Int32Array(buffer, offset, 32);
    this.registers = new Int32Array(buffer, offset, CSRS);
    this.lookasides = new Lookasides(buffer, offset + 4 * LOOKASIDES);
    this.id = setup.id;
    this.memory = setup.memory;
    this.satpWalk = new SatpWalk(this);
    this.code = setup.code;
    this.bus = setup.bus;
    this.counters = setup.counters;
    this.counters.onAlarm = () => this.needAttention();
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

  /** Does a guest run? Then U-mode means VU-mode and S-mode means VS-mode. Always false without the hypervisor extension. */
  get virtual(): boolean {
    return this.#words[VIRTUAL] !== 0;
  }
  set virtual(virtual: boolean) {
    this.#words[VIRTUAL] = virtual ? 1 : 0;
  }

  /** Reads a CSR as machine mode would, unsigned. Privilege is not checked. RangeError if there is no such CSR. */
  readCsr(number: number): number {
    return this.csr.read(number);
  }

  /** Writes a CSR as machine mode would: illegal values become legal ones (WARL). RangeError if there is no such CSR. */
  writeCsr(number: number, value: number): void {
    this.csr.write(number, value);
  }

  /** Removes all translations, as SFENCE.VMA does. A VMM calls it when it switches to another guest. */
  flushTlb(): void {
    this.tlbs.flush();
    this.lookasides.flush();
  }

  /** Makes the next SC.W fail. A VMM calls it when it delivers a trap to a guest or switches to another guest. */
  clearReservation(): void {
    this.reservation = NO_RESERVATION;
  }

  /** Resets the hart. Execution starts at `entry`. */
  reset(entry: number): void {
    this.x.fill(0);
    this.x[REG_A0] = this.id; // as firmware does it; a1 = 0 means that there is no device tree
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

  /** Raises an exception for the current instruction. Returns 0, which it can return as its result: it is not written. */
  raise(cause: number, value: number, guest?: GuestFault): 0 {
    this.trapCause = cause;
    this.trapValue = value >>> 0;
    this.guestFault = guest;
    this.endsSlice = true;
    return 0;
  }

  /** Drops the exception that was just raised. The caller handles this fault; the program never sees it. */
  dropException(): void {
    this.trapCause = NO_TRAP;
    this.endsSlice = false;
  }

  /** A store has hit a watched word. */
  hitWatch(): void {
    this.watchHit = true;
    this.needAttention();
  }

  /** The current instruction completes. After it, the slice ends and the run loop checks for interrupts and other changes. */
  needAttention(): void {
    this.endsSlice = true;
  }

  /** Computes again what follows from the mode and the CSRs. */
  refreshContext(): void {
    this.dataPath = this.#ownDataPath;
    refreshPaths(this);
  }
}
