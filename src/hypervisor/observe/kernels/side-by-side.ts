/**
 * A kernel on the bare machine and in a VM at the same time, with the same disk, and the same typed at both consoles. A kernel that only runs
 * in a VM runs in two, one with other parts. After each stretch of steps both are compared. Where they differ, they run again up to that stretch, and then step by step: so a run of millions of steps costs
 * little, and still tells the first step that differs.
 */
import { hex } from '../../../machine/index.js';
import type { Parts } from '../../parts/index.js';
import { BareSide, VmSide, type KernelOnSide, type Side } from './sides.js';

export interface Kernel extends KernelOnSide {
  /** What is typed, a line each time that the kernel has printed `prompt`. */
  readonly commands: readonly string[];
  readonly prompt: string;
  /** Steps after which the run ends. */
  readonly budget: number;
}

export interface SideBySide {
  /** How many steps were the same. */
  readonly steps: number;
  /** What both have printed. */
  readonly console: string;
  /** How both have ended; undefined when the budget was used up, or where they differ. */
  readonly end?: string;
  readonly difference?: Difference;
}

export interface Difference {
  /** The address of the instruction, unless the runs differ in something that no step shows. */
  readonly pc?: number;
  /** What the step has done, as in a trace; undefined when that run had ended. `bare` is the yardstick, whatever that is. */
  readonly bare: string | undefined;
  readonly inVm: string | undefined;
  /** The step before, which both have made. */
  readonly before: string | undefined;
}

const STRETCH = 20_000;

/**
 * `yardstick`: the parts of another VMM that the VM is compared with; without it, that is the bare machine.
 * @throws what the parts throw, and PartError
 */
export function runSideBySide(kernel: Kernel, parts: Parts, yardstick?: Parts): SideBySide {
  const pair = new Pair(kernel, parts, yardstick);
  for (let stretches = 0; ; stretches += 1) {
    const before = { steps: pair.right.steps, console: pair.right.console };
    pair.run();
    const what = pair.difference();
    if (what !== undefined) {
      return { ...before, difference: firstStep(new Pair(kernel, parts, yardstick), stretches) ?? what };
    }
    const { steps, end, console } = pair.right;
    if (end !== undefined || steps >= kernel.budget) {
      const difference = pair.memoryDifference();
      if (difference !== undefined) {
        return { ...before, difference };
      }
      return { steps, console, ...(end === undefined ? {} : { end }) };
    }
  }
}

/** The first step that differs in the stretch after `stretches` others. */
function firstStep(pair: Pair, stretches: number): Difference | undefined {
  for (let done = 0; done < stretches; done += 1) {
    pair.run();
  }
  const { bare, inVm } = pair.record();
  const at = Array.from({ length: Math.max(bare.length, inVm.length) }, (_, index) => index).find(
    (index) => bare[index] !== inVm[index],
  );
  if (at === undefined) {
    return undefined;
  }
  const pc = parseInt((bare[at] ?? inVm[at])!.split(' ')[2]!, 16);
  return { pc, bare: bare[at], inVm: inVm[at], before: bare[at - 1] };
}

class Pair {
  /** What is right, and what is compared with it. */
  readonly right: Side;
  readonly #inVm: Side;
  readonly #prompt: string;
  readonly #commands: string[];

  constructor(kernel: Kernel, parts: Parts, yardstick: Parts | undefined) {
    this.right = yardstick === undefined ? new BareSide(kernel) : new VmSide(kernel, yardstick);
    this.#inVm = new VmSide(kernel, parts);
    this.#prompt = kernel.prompt;
    this.#commands = [...kernel.commands];
  }

  run(): void {
    this.#type();
    this.right.run(STRETCH);
    this.#inVm.run(STRETCH);
  }

  /** The same stretch, as a trace of each. */
  record(): { readonly bare: readonly string[]; readonly inVm: readonly string[] } {
    this.#type();
    return { bare: this.right.record(STRETCH), inVm: this.#inVm.record(STRETCH) };
  }

  /** In what the runs differ now; undefined: in nothing that their kernels can see. */
  difference(): Difference | undefined {
    const [bare, inVm] = [this.right.state(), this.#inVm.state()];
    const what = Object.keys(bare).find((name) => bare[name] !== inVm[name]);
    const tell = (values: Record<string, string>) => what && `${what} = ${values[what]}`;
    return what === undefined ? undefined : { bare: tell(bare), inVm: tell(inVm), before: undefined };
  }

  /** The first word of memory that differs. It takes long enough to be asked once only. */
  memoryDifference(): Difference | undefined {
    const [bare, inVm] = [this.right.memory(), this.#inVm.memory()];
    const at = bare.bytes.findIndex((byte, index) => byte !== inVm.bytes[index]) & ~3;
    if (at < 0) {
      return undefined;
    }
    const address = bare.base + at;
    const tell = ({ bytes }: { bytes: Uint8Array }) =>
      `memory at ${hex(address)} = ${hex(new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true), 8)}`;
    return { bare: tell(bare), inVm: tell(inVm), before: undefined };
  }

  /** When both ask for a command, they get the next one. */
  #type(): void {
    const waiting = this.right.console.endsWith(this.#prompt);
    const command = waiting ? this.#commands.shift() : undefined;
    if (command !== undefined) {
      this.right.type(`${command}\n`);
      this.#inVm.type(`${command}\n`);
    }
  }
}
