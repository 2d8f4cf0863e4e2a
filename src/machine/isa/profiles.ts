/**
 * Hardware profiles: what becomes of a sensitive instruction that user mode attempts.
 *
 * `strict` is RISC-V as specified: every sensitive instruction traps unless it is privileged to run.
 * `legacy` is deliberately NOT RISC-V: it models x86 before 2005, where 17 sensitive instructions did not trap
 * (Robin and Irvine 2000). Its holes exist in U-mode only, so that a kernel on the bare machine sees no difference
 * and breaks only when it is deprivileged. Each hole can be opened by itself.
 * `assisted` is `strict` with the hypervisor extension 1.0, as x86 was after VT-x and AMD-V: modes HS, VS and VU.
 */
import type { CsrName } from './csrs.js';

/** Every hole there is. `read-x`: the physical value instead of a trap; `write-x`: the write is dropped. */
export const allHoles = [
  // Supervisor level: reads leak as SMSW, SIDT and PUSHF do; writes vanish as POPF drops the interrupt flag.
  'read-sstatus',
  'read-sie',
  'read-sip',
  'read-stvec',
  'read-satp',
  'read-scause',
  'write-sstatus',
  'write-sie',
  'sret', // jumps, but changes neither mode nor interrupt state, as IRET
  'sfence.vma', // does nothing
  // The same at machine level.
  'read-mstatus',
  'read-mie',
  'read-mip',
  'read-mtvec',
  'read-mcause',
  'write-mstatus',
  'write-mie',
  'mret',
] as const;

/** One sensitive instruction, or one kind of access to one CSR, that does not trap in U-mode. */
export type Hole = (typeof allHoles)[number];

/** What kind of hardware a machine is. */
export interface Profile {
  readonly name: 'strict' | 'legacy' | 'assisted';
  /** Does the machine have the hypervisor extension? */
  readonly hypervisor: boolean;
  /** Empty but on `legacy`. */
  readonly holes: ReadonlySet<Hole>;
}

/** RISC-V as specified: classically virtualizable (Popek and Goldberg 1974). */
export const strict: Profile = { name: 'strict', hypervisor: false, holes: new Set() };

/** The same with the hypervisor extension (privileged specification 1.12, chapter 8). */
export const assisted: Profile = { name: 'assisted', hypervisor: true, holes: new Set() };

/** Every hole open. */
export const legacy: Profile = legacyWith(allHoles);

/** A legacy profile with just these holes open. RangeError for a name that is no hole. */
export function legacyWith(holes: Iterable<Hole>): Profile {
  const open = new Set(holes);
  for (const hole of open) {
    if (!allHoles.includes(hole)) {
      throw new RangeError(`no hole is called '${String(hole)}'; there are: ${allHoles.join(', ')}`);
    }
  }
  return { name: 'legacy', hypervisor: false, holes: open };
}

/** May user mode read this CSR without a trap, or lose its write to it? */
export function hasCsrHole(profile: Profile, access: 'read' | 'write', csr: CsrName): boolean {
  return profile.holes.has(`${access}-${csr}` as Hole);
}
