/**
 * Shares memory that is short among VMs with balloons, period by period: estimates how much each VM uses, and sets targets by shares and
 * the tax on idle memory. (Waldspurger 2002, section 5.)
 */
import { PAGE_BYTES } from '../../machine/index.js';
import { IDLE_TAX, balloonTargets } from '../memory/index.js';
import type { Vm } from '../vm/index.js';
import type { Vmm } from './vmm.js';

export interface BalanceOptions {
  /** Pages for all of these VMs together. */
  readonly pages: number;
  /** What each VM has a right to, in comparison with the others. */
  readonly shares: ReadonlyMap<Vm, number>;
  /** Which pages are looked at. */
  readonly seed: number;
  /** How many pages of each VM are looked at in a period. The paper's number is the default. */
  readonly sample?: number;
  readonly tax?: number;
}

const SAMPLE_PAGES = 100;

export class MemoryBalance {
  readonly #vmm: Vmm;
  readonly #options: BalanceOptions;
  readonly #active = new Map<Vm, number>();
  #period = 0;

  /** Begins the first period. */
  constructor(vmm: Vmm, options: BalanceOptions) {
    this.#vmm = vmm;
    this.#options = options;
    this.#look();
  }

  /** Ends a period: each VM gets its new target. Returns the targets, in the order of the VMs. */
  next(): number[] {
    this.#look();
    const vms = [...this.#options.shares];
    const claims = vms.map(([vm, shares]) => {
      const most = vm.memory.size / PAGE_BYTES;
      return { shares, most, active: this.#active.get(vm) ?? most };
    });
    const targets = balloonTargets(claims, this.#options.pages, this.#options.tax ?? IDLE_TAX);
    vms.forEach(([vm], index) => this.#vmm.setMemoryTarget(vm, targets[index]!));
    return targets;
  }

  /** An estimate rises at once and falls by half of the way, so that a short rest costs a VM little. */
  #look(): void {
    const { shares, seed, sample = SAMPLE_PAGES } = this.#options;
    this.#period += 1;
    for (const vm of shares.keys()) {
      const now = this.#vmm.sampleMemory(vm, seed + 64 * this.#period + vm.id, sample);
      if (now !== undefined) {
        const old = this.#active.get(vm) ?? now;
        this.#active.set(vm, Math.max(now, Math.round((old + now) / 2)));
      }
    }
  }
}
