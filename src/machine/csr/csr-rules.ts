/**
 * The rules of all CSRs: which bits software can change (WARL), which registers are restricted views of others, and which are
 * hard-wired. There is one table for each level; together they say which CSRs exist. Privileged specification 1.12, chapter 2.
 */
import { counterRows } from './csr-rules-counters.js';
import { hypervisorRows } from './csr-rules-hypervisor.js';
import { machineRows } from './csr-rules-machine.js';
import { pmpRows } from './csr-rules-pmp.js';
import { supervisorRows } from './csr-rules-supervisor.js';
import type { CsrRow, CsrRule } from './csr-rule.js';

export interface CsrFeatures {
  /** Does the hart have the hypervisor extension? */
  readonly hypervisor: boolean;
  /** The number of PMP entries. With 0 the CSRs of PMP do not exist. */
  readonly pmpEntries: 0 | 16;
}

/** The CSRs of a hart. A CSR without a rule does not exist: an access to it is an illegal instruction. */
export interface CsrRules {
  /** The few whose reset value is not 0: of hundreds of CSRs, each time that a machine is made or reset. */
  readonly resets: readonly CsrRow[];
  /** CSR_COUNT places. */
  readonly byNumber: readonly (CsrRule | undefined)[];
}

/** CSR numbers have 12 bits. */
export const CSR_COUNT = 4096;

const known = new Map<string, CsrRules>();

/** The rules for a hart with these features. Harts with the same features share them. */
export function csrRules(features: CsrFeatures): CsrRules {
  const key = `${features.hypervisor} ${features.pmpEntries}`;
  let rules = known.get(key);
  if (rules === undefined) {
    rules = makeRules(features);
    known.set(key, rules);
  }
  return rules;
}

function makeRules({ hypervisor, pmpEntries }: CsrFeatures): CsrRules {
  const rows = [
    ...supervisorRows,
    ...machineRows(hypervisor),
    ...counterRows,
    ...(hypervisor ? hypervisorRows : []),
    ...(pmpEntries > 0 ? pmpRows : []),
  ];
  const rules = new Map(rows);
  const resets = [...rules].filter(([, { reset = 0 }]) => reset !== 0);
  return { resets, byNumber: Array.from({ length: CSR_COUNT }, (_, number) => rules.get(number)) };
}
