/**
 * The rules of all CSRs: which bits software can change (WARL), which registers are restricted views of others, and which are
 * hard-wired. There is one table for each level; together they say which CSRs exist. Privileged specification 1.12, chapter 2.
 */
import { counterRows } from './csr-rules-counters.js';
import { hypervisorRows } from './csr-rules-hypervisor.js';
import { machineRows } from './csr-rules-machine.js';
import { pmpRows } from './csr-rules-pmp.js';
import { supervisorRows } from './csr-rules-supervisor.js';
import type { CsrRule } from './csr-rule.js';

export interface CsrFeatures {
  /** Does the hart have the hypervisor extension? */
  readonly hypervisor: boolean;
  /** The number of PMP entries. With 0 the CSRs of PMP do not exist. */
  readonly pmpEntries: 0 | 16;
}

/** The rules by CSR number. A CSR without a rule does not exist: an access to it is an illegal instruction. */
export function csrRules({ hypervisor, pmpEntries }: CsrFeatures): ReadonlyMap<number, CsrRule> {
  return new Map([
    ...supervisorRows,
    ...machineRows(hypervisor),
    ...counterRows,
    ...(hypervisor ? hypervisorRows : []),
    ...(pmpEntries > 0 ? pmpRows : []),
  ]);
}
