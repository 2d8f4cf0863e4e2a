/**
 * What each CSR is: which bits software can change (WARL), which registers are restricted views of others, which are
 * hard-wired. One row per CSR. Privileged specification 1.12, chapters 3 (machine) and 4 (supervisor).
 */
import * as csrs from './csrs.js';
import { Csr } from './csrs.js';
import type { CsrFile } from './csr-file.js';

export interface CsrRule {
  readonly reset?: number;
  /** A stored CSR: what stands in it after `value` was written over `old`. A CSR without it never changes. */
  readonly legalise?: (value: number, old: number) => number;
  /** A CSR whose value is not stored under its own number. */
  readonly read?: (file: CsrFile) => number;
  readonly write?: (file: CsrFile, value: number, meterAhead: number) => void;
}

const ANY = 0xffff_ffff;
const ALIGNED = 0xffff_fffe; // an instruction's address, with the compressed extension

const MSTATUS_WRITABLE =
  csrs.SSTATUS_MASK | csrs.MSTATUS_MIE | csrs.MSTATUS_MPIE | csrs.MSTATUS_MPP | csrs.MSTATUS_MPRV;
const MSTATUS_TRAPS = csrs.MSTATUS_TVM | csrs.MSTATUS_TW | csrs.MSTATUS_TSR;

// Every exception that a mode below M can raise; never the call from M-mode (section 3.1.8).
const DELEGATABLE = 0xb3ff;
const M_INTERRUPTS =
  (1 << csrs.IRQ_M_SOFTWARE) | (1 << csrs.IRQ_M_TIMER) | (1 << csrs.IRQ_M_EXTERNAL) | csrs.S_INTERRUPTS;
const S_SOFTWARE = 1 << csrs.IRQ_S_SOFTWARE;
const COUNTERS = 0b111; // cycle, time, instret
const INHIBITABLE = 0b101; // time cannot be stopped
const FIOM = 1; // fences of I/O imply memory: kept, without effect, as memory is in order here

// MXL = 1 (32 bits), extensions A, C, I, M and the modes S and U (section 3.1.1). C cannot be switched off.
const MISA = (1 << 30) | (1 << 0) | (1 << 2) | (1 << 8) | (1 << 12) | (1 << 18) | (1 << 20);

/** The rows by CSR number. What is not here does not exist: an access is an illegal instruction. */
export const csrRules: ReadonlyMap<number, CsrRule> = new Map<number, CsrRule>([
  // Supervisor.
  [Csr.sstatus, view(Csr.mstatus, () => csrs.SSTATUS_MASK)],
  [Csr.sie, view(Csr.mie, delegated)],
  [Csr.sip, view(Csr.mip, delegated, (file) => delegated(file) & S_SOFTWARE)],
  [Csr.stvec, { legalise: trapVector }],
  [Csr.scounteren, stored(COUNTERS)],
  [Csr.senvcfg, stored(FIOM)],
  [Csr.sscratch, stored(ANY)],
  [Csr.sepc, stored(ALIGNED)],
  [Csr.scause, stored(ANY)],
  [Csr.stval, stored(ANY)],
  [Csr.satp, stored(ANY)], // MODE, ASID and PPN are all implemented in full

  // Machine.
  [Csr.mstatus, { legalise: machineStatus }],
  [Csr.mstatush, fixed(0)], // little-endian in every mode
  [Csr.misa, fixed(MISA)],
  [Csr.medeleg, stored(DELEGATABLE)],
  [Csr.mideleg, stored(csrs.S_INTERRUPTS)],
  [Csr.mie, stored(M_INTERRUPTS)],
  // The machine-level bits show devices' lines.
  [Csr.mip, { ...stored(csrs.S_INTERRUPTS), read: (file) => file.values[Csr.mip]! | file.supervisorLine }],
  [Csr.mtvec, { legalise: trapVector }],
  [Csr.mcounteren, stored(COUNTERS)],
  [Csr.menvcfg, stored(FIOM)],
  [Csr.menvcfgh, fixed(0)],
  [Csr.mcountinhibit, { write: inhibitCounters }],
  [Csr.mscratch, stored(ANY)],
  [Csr.mepc, stored(ALIGNED)],
  [Csr.mcause, stored(ANY)],
  [Csr.mtval, stored(ANY)],
  ...[Csr.mvendorid, Csr.marchid, Csr.mimpid, Csr.mhartid, Csr.mconfigptr].map(hardWiredToZero),

  // Counters, in 32-bit halves. The unprivileged names are read-only by their numbers.
  [Csr.mcycle, counter('cycle', 'low')],
  [Csr.mcycleh, counter('cycle', 'high')],
  [Csr.cycle, counter('cycle', 'low')],
  [Csr.cycleh, counter('cycle', 'high')],
  [Csr.minstret, counter('instret', 'low')],
  [Csr.minstreth, counter('instret', 'high')],
  [Csr.instret, counter('instret', 'low')],
  [Csr.instreth, counter('instret', 'high')],
  [Csr.time, { read: (file) => file.counters.time }],
  [Csr.timeh, { read: (file) => file.counters.time / 2 ** 32 }],
  // The other event counters and their selectors count nothing, which section 3.1.10 allows.
  ...[0xb00, 0xb80, 0xc00, 0xc80, 0x320].flatMap((first) =>
    Array.from({ length: 29 }, (_, index) => hardWiredToZero(first + 3 + index)),
  ),
]);

function stored(writable: number): CsrRule {
  return { legalise: (value, old) => (value & writable) | (old & ~writable) };
}

function fixed(value: number): CsrRule {
  return { reset: value };
}

function hardWiredToZero(number: number): readonly [number, CsrRule] {
  return [number, fixed(0)];
}

/** Some bits of another register: others read as zero, and writing leaves them alone. */
function view(
  of: number,
  readable: (file: CsrFile) => number,
  writable: (file: CsrFile) => number = readable,
): CsrRule {
  return {
    read: (file) => file.read(of) & readable(file),
    write: (file, value) => {
      const mask = writable(file);
      file.write(of, (file.values[of]! & ~mask) | (value & mask));
    },
  };
}

/** S-mode sees the interrupts that are delegated to it (section 4.1.3). */
function delegated(file: CsrFile): number {
  return file.values[Csr.mideleg]!;
}

/** Base [31:2], mode [1:0]: 0 direct, 1 vectored. A write with a reserved mode changes nothing. */
function trapVector(value: number, old: number): number {
  return (value & 3) > 1 ? old : value;
}

/** MPP = 2 is no mode: the old one stays. */
function machineStatus(value: number, old: number): number {
  const reservedMode = (value & csrs.MSTATUS_MPP) === 2 << 11;
  const writable = (MSTATUS_WRITABLE | MSTATUS_TRAPS) & ~(reservedMode ? csrs.MSTATUS_MPP : 0);
  return (value & writable) | (old & ~writable);
}

function inhibitCounters(file: CsrFile, value: number, meterAhead: number): void {
  const { counters } = file;
  file.values[Csr.mcountinhibit] = value & INHIBITABLE;
  counters.cycle.inhibit(counters.cycles + meterAhead, (value & 1) !== 0);
  counters.instret.inhibit(counters.retired + meterAhead, (value & 4) !== 0);
}

function counter(which: 'cycle' | 'instret', half: 'low' | 'high'): CsrRule {
  const meter = (file: CsrFile) => (which === 'cycle' ? file.counters.cycles : file.counters.retired);
  const read = (file: CsrFile, ahead: number) => file.counters[which].read(meter(file) + ahead);
  return {
    read: (file) => Number(half === 'low' ? read(file, 0) & 0xffff_ffffn : read(file, 0) >> 32n),
    write: (file, value, ahead) => {
      const old = read(file, ahead);
      const merged =
        half === 'low'
          ? ((old >> 32n) << 32n) | BigInt(value)
          : (BigInt(value) << 32n) | (old & 0xffff_ffffn);
      file.counters[which].write(meter(file) + ahead, merged);
    },
  };
}
