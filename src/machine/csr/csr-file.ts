/**
 * The control and status registers of a hart: their values, and by the tables of csr-rules.ts what may stand in them.
 * Privileged specification 1.12, chapters 2 to 4 and 8. Who may access what is decided in csr-access.ts.
 */
import { hex } from '../isa/index.js';
import type { Counters } from './counters.js';
import type { CsrRule, CsrState } from './csr-rule.js';
import { csrRules, type CsrFeatures } from './csr-rules.js';

export const CSR_COUNT = 4096;

export class CsrFile implements CsrState {
  /** The stored values by CSR number. Restricted views (sstatus, sie, sip) and counters store nothing here. */
  readonly values: Uint32Array;
  readonly counters: Counters;
  /**
   * The PLIC's line to S-mode, as the bit SEIP of mip. It stands beside the value: software has a SEIP of its own, and mip
   * shows either (section 3.1.9).
   */
  supervisorLine = 0;
  /** A register of physical memory protection was written. */
  pmpChanged = true;
  /** By CSR number. */
  readonly #rules: readonly (CsrRule | undefined)[];

  constructor(values: Uint32Array, counters: Counters, features: CsrFeatures) {
    this.values = values;
    this.counters = counters;
    const rules = csrRules(features);
    this.#rules = Array.from({ length: CSR_COUNT }, (_, number) => rules.get(number));
    this.reset();
  }

  /** The state after a reset (section 3.4). */
  reset(): void {
    this.values.fill(0);
    this.pmpChanged = true;
    this.#rules.forEach((rule, number) => {
      this.values[number] = rule?.reset ?? 0;
    });
  }

  has(number: number): boolean {
    return this.#rules[number] !== undefined;
  }

  /** The value as machine mode sees it, unsigned. RangeError if there is no such CSR. */
  read(number: number): number {
    const rule = this.#ruleOf(number);
    return (rule.read === undefined ? this.values[number]! : rule.read(this)) >>> 0;
  }

  /**
   * Writes as machine mode does; what may not stand there is made legal. RangeError if there is no such CSR.
   * `meterAhead` is 1 while an instruction does this, whose own step is yet to be counted.
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
    const rule = this.#rules[number];
    if (rule === undefined) {
      throw new RangeError(`this machine has no CSR ${hex(number)}`);
    }
    return rule;
  }
}
