/**
 * A kernel on the bare machine and in a VM at the same time, with the same disk, and the same typed at both consoles. After each stretch of
 * steps both are compared. Where they differ, they run again up to that stretch, and then step by step: so a run of millions of steps costs
 * little, and still tells the first step that differs.
 */
import { Csr, Machine, hex, type Image, type Profile } from '../../machine/index.js';
import type { VmMode } from '../modes/index.js';
import type { Parts } from '../parts/index.js';
import { supervisorCsrs, type Vm } from '../vm/index.js';
import { Vmm } from '../vmm/index.js';
import { recordBare } from './run-bare.js';
import { recordTrace } from './trace.js';

export interface Kernel {
  readonly image: Image;
  readonly disk: Uint8Array;
  readonly profile: Profile;
  readonly mode: VmMode;
  /** Of the bare machine and of the VM. */
  readonly memoryBytes: number;
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
  /** What the step has done, as in a trace; undefined when that run had ended. */
  readonly bare: string | undefined;
  readonly inVm: string | undefined;
  /** The step before, which both have made. */
  readonly before: string | undefined;
}

const STRETCH = 20_000;

/** @throws what the parts throw, and PartError */
export function runSideBySide(kernel: Kernel, parts: Parts): SideBySide {
  const pair = new Pair(kernel, parts);
  for (let stretches = 0; ; stretches += 1) {
    const before = { steps: pair.machine.steps, console: pair.machine.consoleOutput() };
    pair.run();
    const what = pair.difference();
    if (what !== undefined) {
      return { ...before, difference: firstStep(kernel, parts, stretches) ?? what };
    }
    const { steps } = pair.machine;
    if (pair.vm.end !== undefined || steps >= kernel.budget) {
      const difference = pair.memoryDifference();
      if (difference !== undefined) {
        return { ...before, difference };
      }
      const end = pair.vm.end && JSON.stringify(pair.vm.end);
      return { steps, console: pair.machine.consoleOutput(), ...(end === undefined ? {} : { end }) };
    }
  }
}

/** The first step that differs in the stretch after `stretches` others. */
function firstStep(kernel: Kernel, parts: Parts, stretches: number): Difference | undefined {
  const pair = new Pair(kernel, parts);
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
  readonly machine: Machine;
  readonly vm: Vm;
  readonly #vmm: Vmm;
  readonly #prompt: string;
  readonly #commands: string[];
  #bareEnd: string | undefined;

  constructor({ image, disk, profile, mode, memoryBytes, commands, prompt }: Kernel, parts: Parts) {
    const copy = () => Uint8Array.from(disk);
    this.machine = new Machine({ memoryBytes, profile, firmware: 'sbi', deviceTree: true, disk: copy() });
    this.machine.load(image);
    this.#vmm = new Vmm({ memoryBytes, profile, parts });
    this.vm = this.#vmm.createVm({ mode, image, memoryBytes, deviceTree: true, disk: copy() });
    this.#prompt = prompt;
    this.#commands = [...commands];
  }

  run(): void {
    this.#type();
    const { kind, ...stop } = this.machine.run(STRETCH);
    this.#bareEnd = kind === 'budget' ? undefined : JSON.stringify({ kind, ...stop });
    this.#vmm.run(STRETCH);
  }

  /** The same stretch, as a trace of each. */
  record(): { readonly bare: readonly string[]; readonly inVm: readonly string[] } {
    this.#type();
    const { lines } = recordBare(this.machine, STRETCH);
    recordTrace(this.vm);
    this.#vmm.run(STRETCH);
    return { bare: lines, inVm: this.vm.recorder!.lines };
  }

  /** In what the runs differ now; undefined: in nothing that their kernels can see. */
  difference(): Difference | undefined {
    const [bare, inVm] = [this.#ofBare(), this.#ofVm()];
    const what = Object.keys(bare).find((name) => bare[name] !== inVm[name]);
    const tell = (values: Record<string, string>) => what && `${what} = ${values[what]}`;
    return what === undefined ? undefined : { bare: tell(bare), inVm: tell(inVm), before: undefined };
  }

  /** The first word of memory that differs. It takes long enough to be asked once only. */
  memoryDifference(): Difference | undefined {
    const { memory } = this.machine;
    const inVm = this.vm.memory.readBytes(memory.base, memory.size);
    const at = memory.bytes.findIndex((byte, index) => byte !== inVm[index]) & ~3;
    if (at < 0) {
      return undefined;
    }
    const address = memory.base + at;
    const tell = (word: number) => `memory at ${hex(address)} = ${hex(word, 8)}`;
    const words = [memory.read32(address), this.vm.memory.readWord(address)].map(tell);
    return { bare: words[0], inVm: words[1], before: undefined };
  }

  /** When both ask for a command, they get the next one. */
  #type(): void {
    const waiting = this.machine.consoleOutput().endsWith(this.#prompt);
    const command = waiting ? this.#commands.shift() : undefined;
    if (command !== undefined) {
      this.machine.pushInput(`${command}\n`);
      this.vm.devices.pushInput(`${command}\n`);
    }
  }

  // sip is left out: its bits follow the timer and the devices only when the next step begins.

  #ofBare(): Record<string, string> {
    const { machine } = this;
    const { hart } = machine;
    const csrs = supervisorCsrs.map((name) => [name, hart.readCsr(Csr[name]) >>> 0] as const);
    const own = {
      end: this.#bareEnd,
      console: machine.consoleOutput(),
      steps: machine.steps,
      time: machine.time,
    };
    return state(own, hart, csrs);
  }

  #ofVm(): Record<string, string> {
    const { vm } = this;
    const csrs = supervisorCsrs.map((name) => [name, vm.vcpu.csr(name) >>> 0] as const);
    const end = vm.end && JSON.stringify(vm.end);
    const own = { end, console: vm.devices.consoleOutput(), steps: vm.steps, time: vm.clock.time };
    return state(own, vm.vcpu, csrs);
  }
}

function state(
  own: Readonly<Record<string, unknown>>,
  { pc, mode, x }: { readonly pc: number; readonly mode: number; readonly x: Int32Array },
  csrs: readonly (readonly [name: string, value: number])[],
): Record<string, string> {
  const all = { pc: pc >>> 0, mode, registers: x.join(' '), ...own, ...Object.fromEntries(csrs), sip: '' };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
}
