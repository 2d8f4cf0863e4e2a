/** What the part has granted to the VMs: pins and base pointers. Whoever walks the tables begins there (walker.ts). */
import type { Step } from './situation.js';

export class Granted {
  readonly pins = new Map<number, { readonly vm: number; readonly level: 1 | 2 }>();
  /** By 'vm base'. */
  readonly bases = new Map<string, { readonly vm: number; readonly root: number }>();

  /** A step was done; where `error` is not 0, it was refused. */
  keep(step: Step, error: number): void {
    if (error !== 0) {
      return;
    }
    if (step.op === 'pin') {
      this.pins.set(step.frame, { vm: step.vm, level: step.level });
    } else if (step.op === 'unpin') {
      this.pins.delete(step.frame);
    } else if (step.op === 'setBase') {
      const key = `${step.vm} ${step.base}`;
      this.bases.delete(key);
      if (step.root !== null) {
        this.bases.set(key, { vm: step.vm, root: step.root });
      }
    } else if (step.op === 'end') {
      [...this.pins].filter(([, { vm }]) => vm === step.vm).forEach(([frame]) => this.pins.delete(frame));
      ['kernel', 'user'].forEach((base) => this.bases.delete(`${step.vm} ${base}`));
    }
  }
}
