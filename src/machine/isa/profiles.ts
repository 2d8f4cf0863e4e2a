/**
 * Hardware profiles: what happens when user mode executes a sensitive instruction.
 *
 * `strict` is RISC-V as specified: a sensitive instruction traps unless the mode is allowed to execute it.
 * `legacy` is deliberately NOT RISC-V. It models x86 before 2005, where 17 sensitive instructions did not trap (Robin and Irvine
 * 2000). These holes exist in U-mode only. So a kernel on the bare machine sees no difference, and fails only when it is
 * deprivileged. Each hole can be opened alone.
 * `assisted` is `strict` with the hypervisor extension 1.0, as x86 after VT-x and AMD-V: it adds the modes HS, VS and VU.
 */
import type { CsrName } from './csrs.js';

/** All holes. `read-x`: a read of x returns the physical value and does not trap. `write-x`: a write is ignored and does not trap. */
export const allHoles = [
  // Supervisor level. x86 has the same: SMSW, SIDT and PUSHF leak values, and POPF ignores a change of the interrupt flag.
  'read-sstatus',
  'read-sie',
  'read-sip',
  'read-stvec',
  'read-satp',
  'read-scause',
  'write-sstatus',
  'write-sie',
  'sret', // jumps, but does not change the mode or the interrupt state; as IRET on x86
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
  /** Empty except on `legacy`. */
  readonly holes: ReadonlySet<Hole>;
}

/** RISC-V as specified: classically virtualizable (Popek and Goldberg 1974). */
export const strict: Profile = { name: 'strict', hypervisor: false, holes: new Set() };

/** `strict` with the hypervisor extension (privileged specification 1.12, chapter 8). */
export const assisted: Profile = { name: 'assisted', hypervisor: true, holes: new Set() };

/** The legacy profile: all holes are open. */
export const legacy: Profile = legacyWith(allHoles);

/** A legacy profile with only these holes open. RangeError for a name that is not a hole. */
export function legacyWith(holes: Iterable<Hole>): Profile {
  const open = new Set(holes);
  for (const hole of open) {
    if (!allHoles.includes(hole)) {
      throw new RangeError(`no hole is called '${String(hole)}'; there are: ${allHoles.join(', ')}`);
    }
  }
  return { name: 'legacy', hypervisor: false, holes: open };
}

/** Does the profile have this hole: does a read of the CSR leak its value, or is a write ignored, instead of a trap? */
export function hasCsrHole(profile: Profile, access: 'read' | 'write', csr: CsrName): boolean {
  return profile.holes.has(`${access}-${csr}` as Hole);
}
