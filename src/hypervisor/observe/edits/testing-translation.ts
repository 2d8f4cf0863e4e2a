/** For tests: a guest under binary translation, beside the bare machine as specified. */
import { assemble } from '../../../assembler/index.js';
import { legacy, strict, type Profile } from '../../../machine/index.js';
import type { Parts } from '../../parts/index.js';
import { compareRuns } from '../run/divergence.js';
import { runGuest } from '../run/run-guest.js';
import type { Run } from '../run/run.js';

export interface Setup {
  readonly profile?: Profile;
  readonly parts?: Parts;
  /** Guest steps. */
  readonly budget?: number;
  readonly memoryBytes?: number;
}

/** Turns the machine off. */
export const off = '  li a7, 8\n  ecall\n';

/** All that a guest leaves behind. */
export const visible = ({ registers, csrs, memoryDigest, steps, console, stop, interrupts }: Run) => ({
  ...{ registers, csrs, memoryDigest, steps, console, stop, interrupts },
});

/** Runs guests on both machines, with these parts in the VMM. */
export const underTranslation = (parts: Parts) => ({
  runBoth: (source: string, setup: Setup = {}) => runBoth(source, { parts, ...setup }),
  seenBy: (source: string, setup: Setup = {}) => seenBy(source, { parts, ...setup }),
});

type Known = Setup & { readonly parts: Parts };

/** The guest's two runs in one piece, and `traced()`: how they differ, step by step. */
function runBoth(
  source: string,
  { profile = legacy, parts, budget = 60_000, memoryBytes = 256 * 1024 }: Known,
) {
  const { image, listing } = assemble(source);
  const run = (where: 'bare' | 'in a VM', trace: boolean) => {
    const options = { image, memoryBytes, budget, trace };
    return where === 'bare'
      ? runGuest({ ...options, mode: 'bare', profile: strict })
      : runGuest({ ...options, mode: 'full/binary-translation', profile }, parts);
  };
  return {
    bare: run('bare', false),
    inVm: run('in a VM', false),
    traced: () => compareRuns(run('bare', true), run('in a VM', true), listing),
  };
}

/** How the guest's run differs from the bare machine, in one piece and step by step; undefined when it does not. The guest must end. */
function seenBy(source: string, setup: Known): string | undefined {
  const { bare, inVm, traced } = runBoth(source, { budget: 4000, memoryBytes: 1024 * 1024, ...setup });
  const [ours, theirs] = [bare, inVm].map((run) => JSON.stringify(visible(run)));
  if (bare.stop.kind !== 'finished') {
    return `the attack is wrong: it ends with ${ours}`;
  }
  return traced() ?? (ours === theirs ? undefined : `${ours}\n${theirs}`);
}

/** The root of an address space, at this label, maps the guest's memory to itself. */
export const mapMemory = (root: string) => `
    la t0, ${root}
    li t1, (0x80000000 >> 12 << 10) | 0xcf
    li t2, 0x800
    add t2, t2, t0
    sw t1, (t2)`;

/** From now on the guest translates by this root. */
export const enter = (root: string) => `
    la t0, ${root}
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma`;

/** Writes the entry for the page at the label `page` into the table at `table`, and uses t0 and t1. */
export const mapPage = (table: string, index: number, page: string, flags: number) => `
    la t0, ${page}
    srli t0, t0, 12
    slli t0, t0, 10
    ori t0, t0, ${flags}
    la t1, ${table}
    li t2, ${4 * index}
    add t1, t1, t2
    sw t0, (t1)`;

/** A trap handler that goes on after the instruction, and mixes what it finds into s4 and s5. A program's ECALL turns the machine off. */
export const handler = `
    .balign 4
handler:
    csrr t6, scause
    addi t5, t6, -8
    beqz t5, over
    slli s4, s4, 3
    add s4, s4, t6
    csrr t6, stval
    slli s5, s5, 1
    add s5, s5, t6
    csrr t6, sepc
    xor s5, s5, t6
    addi t6, t6, 4
    csrw sepc, t6
    sret
over: ${off}`;
