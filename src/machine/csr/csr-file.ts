/**
 * The control and status registers (CSRs) of a hart. It stores their values, and applies the rules of csr-rules.ts to each read and
 * write. Privileged specification 1.12, chapters 2 to 4 and 8. It checks no privilege: csr-access.ts does.
 */
import { hex } from '../isa/index.js';
import type { Counters } from './counters.js';
import type { CsrRule, CsrState } from './csr-rule.js';
import { csrRules, type CsrFeatures, type CsrRules } from './csr-rules.js';

export class CsrFile implements CsrState {
  /** The stored values by CSR number. A restricted view (sstatus, sie, sip) or a counter has no value of its own here. */
  readonly values: Uint32Array;
  readonly counters: Counters;
  /**
   * The interrupt line from the PLIC to S-mode, at the place of the bit SEIP of mip. It is kept apart from the value of mip, because
   * software can set a SEIP bit of its own. A read of mip shows SEIP if either is set (section 3.1.9).
   */
  supervisorLine = 0;
  /** Set when a PMP register is written. refreshPaths clears it. */
  pmpChanged = true;
  readonly #rules: CsrRules;

  constructor(values: Uint32Array, counters: Counters, features: CsrFeatures) {
    this.values = values;
    this.counters = counters;
    this.#rules = csrRules(features);
    this.reset();
  }

  /** Sets all CSRs to their reset values (section 3.4). */
  reset(): void {
    this.values.fill(0);
    this.pmpChanged = true;
    for (const [number, { reset = 0 }] of this.#rules.resets) {
      this.values[number] = reset;
    }
  }

  has(number: number): boolean {
    return this.#rules.byNumber[number] !== undefined;
  }

  /** Reads a CSR as machine mode would, unsigned. RangeError if there is no such CSR. */
  read(number: number): number {
    const rule = this.#ruleOf(number);
    return (rule.read === undefined ? this.values[number]! : rule.read(this)) >>> 0;
  }

  /**
   * Writes a CSR as machine mode would: an illegal value becomes a legal one (WARL). RangeError if there is no such CSR.
   * `meterAhead` is 1 if an instruction makes the write, because the step of that instruction is not yet counted.
   */
  write(number: number, value: number, meterAhead = 0): void {
    const rule = this.#ruleOf(number);
    if (rule.write === undefined) {
      const old = this.values[number]!;
      this.values[number] = rule.legalise?.(value >>> 0, old) ?? old;
    } else {
      rule.write(this, value >>> 0, meterAhead);
    }
  }

  #ruleOf(number: number): CsrRule {
    const rule = this.#rules.byNumber[number];
    if (rule === undefined) {
      throw new RangeError(`this machine has no CSR ${hex(number)}`);
    }
    return rule;
  }
}
