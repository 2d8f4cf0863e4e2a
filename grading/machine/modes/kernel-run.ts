/** The teaching kernel on one of the computers: commands are typed at its shell, and all that is used is metered. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import {
  type CycleCounts,
  type ExitCounts,
  type Parts,
  type SilentFailures,
  Vmm,
  watchSilentFailures,
} from '../../../src/hypervisor/index.js';
import { Machine } from '../../../src/machine/index.js';
import { labRoot } from '../../lab-root.js';
import type { Computer } from './computers.js';

const PROMPT = '$ ';
/** Steps between two looks at the console. */
const SLICE = 20_000;
/** Steps that one command may take: a broken kernel may loop for ever. */
const PATIENCE = 50_000_000;

export interface Meter {
  /** Cycles of the computer, those of the VMM's work too, and none of those in which everybody slept. */
  readonly cycles: number;
  readonly exits: ExitCounts;
  readonly cyclesByReason: CycleCounts;
}

/** What a KernelRun needs of its computer. */
interface Running {
  run(steps: number): void;
  type(text: string): void;
  steps(): number;
  /** How it ended, in words; undefined while it runs. */
  end(): string | undefined;
  meter(): Meter;
  readonly failures?: SilentFailures;
}

export class KernelRun {
  readonly #running: Running;
  #console = '';

  constructor(computer: Computer, parts: Parts) {
    const print = (byte: number) => (this.#console += String.fromCharCode(byte));
    this.#running =
      computer.mode === 'bare' ? onBare(computer, print) : inVm(computer, computer.mode, parts, print);
  }

  /** All that was printed so far. */
  get console(): string {
    return this.#console;
  }

  get end(): string | undefined {
    return this.#running.end();
  }

  get meter(): Meter {
    return this.#running.meter();
  }

  /** What failed silently; undefined on the bare machine, where a kernel has its privilege. */
  get failures(): SilentFailures | undefined {
    return this.#running.failures;
  }

  /** Runs until the shell asks for a command. False where it never does. */
  boot(): boolean {
    return this.#toPrompt();
  }

  /** Types a line, and returns what it printed; undefined where the shell does not come back. */
  command(line: string): string | undefined {
    const from = this.#console.length;
    this.#running.type(`${line}\n`);
    const back = this.#toPrompt();
    return back ? this.#console.slice(from, -PROMPT.length).replace(`${line}\n`, '') : undefined;
  }

  #toPrompt(): boolean {
    const { length } = this.#console;
    const last = this.#running.steps() + PATIENCE;
    while (this.end === undefined && this.#running.steps() < last) {
      this.#running.run(SLICE);
      if (this.#console.length > length && this.#console.endsWith(PROMPT)) {
        return true;
      }
    }
    return false;
  }
}

function onBare({ profile, kernel, memoryBytes }: Computer, print: (byte: number) => void): Running {
  const machine = new Machine({
    memoryBytes,
    profile,
    firmware: 'sbi',
    deviceTree: true,
    disk: disk(),
  });
  machine.load(kernel);
  machine.uart.listener = print;
  let end: string | undefined;
  return {
    run: (steps) => {
      const stop = machine.run(steps);
      end = stop.kind === 'budget' ? undefined : ending(stop);
    },
    type: (text) => machine.pushInput(text),
    steps: () => machine.steps,
    end: () => end,
    meter: () => ({ cycles: machine.cycles, exits: {}, cyclesByReason: { guest: machine.cycles } }),
  };
}

/** @throws VmError where the mode cannot run on this hardware */
function inVm(
  { profile, kernel, memoryBytes }: Computer,
  mode: Exclude<Computer['mode'], 'bare'>,
  parts: Parts,
  print: (byte: number) => void,
): Running {
  const vmm = new Vmm({ memoryBytes, profile, parts });
  const failures = watchSilentFailures(vmm, parts.emulate);
  const vm = vmm.createVm({ mode, image: kernel, memoryBytes, deviceTree: true, disk: disk() });
  vm.devices.uart.listener = print;
  return {
    run: (steps) => vmm.run(steps),
    type: (text) => vm.devices.pushInput(text),
    steps: () => vm.steps,
    end: () => vm.end && ending(vm.end),
    meter: () => ({
      cycles: vm.account.cycles,
      exits: { ...vm.account.exits },
      cyclesByReason: { ...vm.account.cyclesByReason },
    }),
    failures,
  };
}

/** A fresh copy: the kernel changes it. */
const disk = (): Uint8Array => Uint8Array.from(readFileSync(join(labRoot(), KERNEL_FILES.disk)));

function ending(end: { readonly kind: string; readonly code?: number; readonly reason?: string }): string {
  switch (end.kind) {
    case 'finished':
      return end.code === 0 ? 'it turned the machine off' : `it gave up, with code ${end.code}`;
    case 'idle':
      return 'it sleeps for ever';
    default:
      return end.reason === undefined ? end.kind : `${end.kind}: ${end.reason}`;
  }
}
