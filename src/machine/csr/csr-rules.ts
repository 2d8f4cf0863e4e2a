/**
 * What each CSR of a machine is: which bits software can change (WARL), which registers are restricted views of others,
 * which are hard-wired. One table a level; together they are the CSRs that exist. Privileged specification 1.12, chapter 2.
 */
import { counterRows } from './csr-rules-counters.js';
import { hypervisorRows } from './csr-rules-hypervisor.js';
import { machineRows } from './csr-rules-machine.js';
import { pmpRows } from './csr-rules-pmp.js';
import { supervisorRows } from './csr-rules-supervisor.js';
import type { CsrRule } from './csr-rule.js';

export interface CsrFeatures {
  /** Is the hypervisor extension there? */
  readonly hypervisor: boolean;
  /** Entries of physical memory protection; with 0 its CSRs do not exist. */
  readonly pmpEntries: 0 | 16;
}

/** The rows by CSR number. What is not here does not exist: an access is an illegal instruction. */
export function csrRules({ hypervisor, pmpEntries }: CsrFeatures): ReadonlyMap<number, CsrRule> {
  return new Map([
    ...supervisorRows,
    ...machineRows(hypervisor),
    ...counterRows,
    ...(hypervisor ? hypervisorRows : []),
    ...(pmpEntries > 0 ? pmpRows : []),
  ]);
}
