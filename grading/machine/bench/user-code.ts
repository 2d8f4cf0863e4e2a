/**
 * What a VMM costs while a program computes: the same loop in user mode on the bare machine and in each mode, as a ratio of processor time.
 * (On an idle computer that is wall-clock time; on a busy one wall-clock time says little.) Nothing exits in the loop, so the ratio should be
 * near 1: the issue of a mode is what happens at its exits, which `npm run bench:modes` measures.
 */
import { assemble } from '../../../src/assembler/index.js';
import { homeProfile, Vmm, vmModes, type VmMode } from '../../../src/hypervisor/index.js';
import { legacy, Machine, type Profile } from '../../../src/machine/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';

const MEMORY_BYTES = 1024 * 1024;
const FIRST_SLICE = 10_000;

export interface Overhead {
  readonly name: string;
  readonly steps: number;
  /** Processor time over that on the bare machine: the median of the rounds, each of which runs both. */
  readonly ratio: number;
}

export function userCodeOverheads(rounds: number, iterations: number): readonly Overhead[] {
  return vmModes.map((mode) => {
    const profile = mode === 'full/binary-translation' ? legacy : homeProfile(mode);
    const ratios: number[] = [];
    let steps = 0;
    for (let round = 0; round < rounds; round += 1) {
      const bare = onBare(mode, iterations);
      const inVm = inMode(mode, profile, iterations);
      steps = inVm.steps;
      ratios.push(inVm.seconds / inVm.steps / (bare.seconds / bare.steps));
    }
    return { name: `${mode} on ${profile.name}`, steps, ratio: median(ratios) };
  });
}

const median = (values: readonly number[]) =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;

interface Measured {
  readonly steps: number;
  readonly seconds: number;
}

function onBare(mode: VmMode, iterations: number): Measured {
  const machine = new Machine({ memoryBytes: MEMORY_BYTES, firmware: 'sbi' });
  machine.load(assemble(sourceFor(mode, iterations)).image);
  machine.run(FIRST_SLICE); // the kernel is done: from here on it computes
  const before = machine.steps;
  const seconds = timed(() => expectEnd(machine.run(Infinity)));
  return { steps: machine.steps - before, seconds };
}

function inMode(mode: VmMode, profile: Profile, iterations: number): Measured {
  const vmm = new Vmm({ memoryBytes: MEMORY_BYTES, parts, profile });
  const vm = vmm.createVm({
    mode,
    image: assemble(sourceFor(mode, iterations)).image,
    memoryBytes: MEMORY_BYTES,
  });
  vmm.run(FIRST_SLICE);
  const before = vm.steps;
  const seconds = timed(() => vmm.run(Infinity));
  expectEnd(vm.end);
  return { steps: vm.steps - before, seconds };
}

function expectEnd(end: { readonly kind: string } | undefined): void {
  if (end?.kind !== 'finished') {
    throw new Error(`the program did not end by itself, but with ${JSON.stringify(end)}`);
  }
}

function timed(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Arithmetic and memory, in user mode. A kernel in mode para is in user mode anyway, and needs no trap handler for this. */
function sourceFor(mode: VmMode, iterations: number): string {
  const toUser = `
    la t0, over
    csrw stvec, t0
    la t0, loop
    csrw sepc, t0
    sret
    .balign 4
over:
    li a7, 8
    ecall`;
  return `
    li s0, ${iterations}
    la s1, words
    ${mode === 'para' ? 'j loop' : toUser}
loop:
    andi t0, s0, 0x3fc
    add t0, t0, s1
    lw t1, (t0)
    xor t1, t1, s0
    slli t2, t1, 3
    add t1, t1, t2
    sw t1, (t0)
    addi s0, s0, -1
    bnez s0, loop
    li a7, 8
    ecall
    .balign 4096
words: .zero 1024`;
}
