/**
 * A guest's trace: one line for each of its steps, with everything that the step changed and that the guest can see.
 * The bare machine's hart and a vCPU are recorded in the same format, so two runs of one guest can be compared line by line.
 *
 *   41 S 80000010 a0=00000005 sstatus=00000020 -> U 80001000
 *   │  │ │        └ what changed: registers, then supervisor CSRs, in hexadecimal
 *   │  │ └ address of the instruction                       └ where the guest goes on, if not at the next instruction
 *   │  └ mode
 *   └ guest time in ticks, before the step
 */
import { modeName, registerNames, wordDigits } from '../../../machine/index.js';
import {
  MAX_TRACE,
  supervisorCsrNumbers,
  supervisorCsrs,
  type StepRecorder,
  type Vm,
} from '../../vm/index.js';

/** Records each step of the VM's guest from now on (slow). Returns the VM. */
export function recordTrace(vm: Vm): Vm {
  vm.recorder = new TraceRecorder(vm.vcpu);
  return vm;
}

/** What a recorder looks at: a hart or a vCPU. */
interface GuestView {
  readonly time: number;
  readonly mode: number;
  readonly pc: number;
  readonly x: Int32Array;
  /** The present value of a supervisor CSR, by its number. */
  presentCsr(number: number): number;
}

export class TraceRecorder implements StepRecorder {
  readonly lines: string[] = [];
  readonly #x = new Int32Array(32);
  readonly #csrs = new Uint32Array(supervisorCsrNumbers.length);
  #start = { time: 0, mode: 0, pc: 0 };

  readonly #view: GuestView;

  constructor(view: GuestView) {
    this.#view = view;
    this.#changes(); // so that the first line tells only what its step changed, not how the guest was started
  }

  /** A step begins `at` this time, mode and address. */
  begin(at: { time: number; mode: number; pc: number } = this.#view): void {
    this.#start = { time: at.time, mode: at.mode, pc: at.pc };
  }

  /** That step is over. @throws RangeError when the trace is full: a run's budget must not exceed MAX_TRACE */
  end(): void {
    if (this.lines.length >= MAX_TRACE) {
      throw new RangeError(`a trace holds at most ${MAX_TRACE} steps`);
    }
    const { time, mode, pc } = this.#start;
    const next = this.#view.pc >>> 0;
    const goesOn = next === (pc + 4) >>> 0 && this.#view.mode === mode;
    const where = goesOn ? '' : ` -> ${modeName(this.#view.mode)} ${wordDigits(next)}`;
    this.lines.push(`${time} ${modeName(mode)} ${wordDigits(pc)}${this.#changes()}${where}`);
  }

  /** What has changed since the last call, with a space before each. */
  #changes(): string {
    let found = '';
    for (let i = 1; i < 32; i++) {
      const value = this.#view.x[i] as number;
      if (value !== this.#x[i]) {
        found += ` ${registerNames[i]}=${wordDigits(value)}`;
        this.#x[i] = value;
      }
    }
    for (let i = 0; i < supervisorCsrNumbers.length; i++) {
      const value = this.#view.presentCsr(supervisorCsrNumbers[i]!) >>> 0;
      if (value !== this.#csrs[i]) {
        found += ` ${supervisorCsrs[i]}=${wordDigits(value)}`;
        this.#csrs[i] = value;
      }
    }
    return found;
  }
}
