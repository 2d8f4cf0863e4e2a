/** The visible checks of exercise 10: single pages, at each of their entries, and small guests beside the bare machine. */
import { encode, formatInstruction } from '../../src/assembler/index.js';
import {
  compareRuns,
  effectiveEdits,
  needlessTraps,
  sketchedPage,
  supervisorCsrs,
  unpackEdits,
  wrongEntry,
  type Edit,
  type PageSketch,
  type Run,
} from '../../src/hypervisor/index.js';
import { Csr, allHoles, decode, type Hole } from '../../src/machine/index.js';

const NOTHING = 'nothing';
const SAME = 'the same, step by step';

/** Instructions in a row, from this halfword on. Those of 16 bits have one halfword. */
function laidOut(words: readonly number[], from: number): { at: Record<number, number>; path: number[] } {
  const at: Record<number, number> = {};
  const path: number[] = [];
  let index = from;
  for (const word of words) {
    path.push(index);
    at[index] = word & 0xffff;
    index += 1;
    if ((word & 3) === 3) {
      at[index] = word >>> 16;
      index += 1;
    }
  }
  return { at, path };
}

interface Page extends PageSketch {
  /** In words, for the message. */
  readonly name: string;
  /** Where the guest's instructions begin. */
  readonly path: readonly number[];
}

/** Lets the part edit each page, and claims that each entry is right, and that no instruction on the path traps for nothing. */
async function claimPages(lab: Lab, pages: readonly Page[]): Promise<Edit[][]> {
  const sketches = pages.map(({ name: _name, path: _path, ...sketch }) => sketch);
  const made = sketches.map(sketchedPage);
  const packed = await lab.call<string[]>('pages', { sketches });
  const all = packed.map((each, i) => effectiveEdits(unpackEdits(each), made[i]!));
  for (const [i, { name, path }] of pages.entries()) {
    const page = { ...made[i]!, edits: all[i]! };
    claim(`what is wrong with the copy of ${name}`, wrongEntry(page) ?? NOTHING).toBe(NOTHING);
    claim(
      `the halfwords in ${name} at which an instruction traps that could stay as it is`,
      needlessTraps(page, path),
    ).toEqual([]);
  }
  return all;
}

const forms = ['csrrw', 'csrrs', 'csrrc', 'csrrwi', 'csrrsi', 'csrrci'] as const;
const [T0, A0] = [5, 10];
const C_NOP = 0x0001;

/** Every form of access to this CSR: with and without a result, with and without an operand. */
const accesses = (csr: number): number[] =>
  forms.flatMap((form) => [0, A0].flatMap((rd) => [0, T0].map((rs1) => encode(form, { rd, imm: csr, rs1 }))));

const machineLevel = ['mstatus', 'mie', 'mip', 'mtvec', 'mcause'] as const;
const returns = [
  encode('sret'),
  encode('mret'),
  encode('sfence.vma'),
  encode('sfence.vma', { rs1: T0, rs2: A0 }),
];
const others = [
  encode('ecall'),
  encode('ebreak'),
  encode('wfi'),
  encode('csrrs', { rd: A0, imm: Csr.time, rs1: 0 }),
  encode('addi', { rd: A0, rs1: A0, imm: 1 }),
];
const everything = [
  ...[...supervisorCsrs, ...machineLevel].flatMap((name) => accesses(Csr[name])),
  ...returns,
  ...others,
];
const harmless = [...accesses(Csr.sscratch), ...accesses(Csr.sepc), ...accesses(Csr.stval), ...others];

const pageOf = (name: string, words: readonly number[], holes: readonly Hole[]): Page => ({
  name,
  holes,
  ...laidOut(words, 2),
});

check('critical instructions trap, and no others', async (lab) => {
  const pages = [
    pageOf('a page with every access to every CSR', everything, allHoles),
    pageOf('a page with SRET, MRET and SFENCE.VMA', [...returns, ...others, ...returns], allHoles),
    pageOf('a page with nothing critical', harmless, allHoles),
  ];
  const edits = await claimPages(lab, pages);
  claim('the edits in a page with nothing critical', edits[2]).toEqual([]);
});

check('what is critical depends on the machine', async (lab) => {
  const alone = allHoles.map((hole) =>
    pageOf(`the page, on a machine whose only hole is ${hole}`, everything, [hole]),
  );
  const none = pageOf('the page, on a machine without holes', everything, []);
  const edits = await claimPages(lab, [...alone, none, ...alone.slice(0, 2)]);
  claim('the edits on a machine without holes', edits[alone.length]).toEqual([]);
});

check('an edit changes none of its compressed neighbours', async (lab) => {
  const critical = [
    encode('csrrs', { rd: A0, imm: Csr.sstatus, rs1: 0 }),
    encode('csrrci', { rd: 0, imm: Csr.sstatus, rs1: 2 }),
    encode('sfence.vma'),
    encode('sret'),
  ];
  const short = [C_NOP, 0x852e, 0x0505, 0x4505, 0x8082]; // C.NOP, C.MV, C.ADDI, C.LI, C.JR
  const words = critical.flatMap((word) => short.flatMap((other) => [other, word, other, C_NOP, word, word]));
  await claimPages(
    lab,
    [2, 3].map((from) => ({
      name: 'a page with 16-bit instructions',
      holes: allHoles,
      ...laidOut(words, from),
    })),
  );
});

interface Guest {
  readonly name: string;
  readonly source: string;
  readonly exits?: number;
}

/** Runs a guest on the bare machine and under translation; it must not notice, and may leave only so often. */
async function claimGuest(lab: Lab, { name, source, exits }: Guest): Promise<void> {
  const guest = { source, memoryBytes: 128 * 1024, budget: 6000 };
  const bare = lab.bare(guest);
  const run = await lab.call<Run>('run', { ...guest, holes: allHoles });
  const difference = compareRuns(bare, run, bare.listing);
  claim(`what ${name} did, compared with the bare machine,`, difference ?? SAME).toBe(SAME);
  if (exits !== undefined) {
    const { 'privileged instruction': privileged = 0, 'edited code': edited = 0 } = run.exits;
    claim(
      `the exits of ${name} (${privileged} privileged instruction, ${edited} edited code; ${exits} are allowed)`,
      privileged + edited,
    ).toBeLessThanOrEqual(exits);
  }
}

const off = '  li a7, 8\n  ecall\n';

const reader = `
  begin:
    la s0, begin
    la s1, end
  1: lw t0, (s0)
    add s2, s2, t0
    lhu t1, 2(s0)
    xor s2, s2, t1
    addi s0, s0, 4
    bltu s0, s1, 1b
    csrsi sstatus, 2
    csrr s3, sstatus
    csrci sstatus, 2
    csrr s4, sie
    sfence.vma
  end: ${off}`;

const writer = `
    li s0, 6
    la s1, words
    la s2, patch
  1: lw t0, (s1)
    sw t0, (s2)
  patch: nop
    csrr t1, sstatus
    add s3, s3, a0
    add s4, s4, t1
    lw t2, (s2)
    xor s5, s5, t2
    addi s1, s1, 4
    addi s0, s0, -1
    bnez s0, 1b
    ${off}
  words: csrr a0, sstatus
    csrsi sstatus, 2
    nop
    csrr a0, sstatus
    csrci sstatus, 2
    csrr a0, stvec`;

check('a guest that reads and rewrites its own code sees its own bytes', async (lab) => {
  await claimGuest(lab, { name: 'a guest that reads its own code', source: reader, exits: 70 });
  await claimGuest(lab, { name: 'a guest that rewrites its own code', source: writer, exits: 58 });
});

/** The instruction in the copy of a page at this halfword, in assembly. */
function inCopy(sketch: PageSketch, edits: readonly Edit[], index: number): string {
  const copy = [...sketchedPage(sketch).halfwords];
  edits.forEach((edit) => (copy[edit.index] = edit.halfword));
  const instruction = decode(((copy[index + 1]! << 16) | copy[index]!) >>> 0);
  return instruction === undefined ? 'no instruction' : formatInstruction(instruction, { aliases: false });
}

const hotLoop = `
    li s0, 400
    csrw sscratch, s0
    csrwi sepc, 4
  1: csrr t0, sstatus
    csrr t1, sscratch
    add s1, s1, t0
    csrr t2, sepc
    add s1, s1, t1
    csrr a1, scause
    add s1, s1, t2
    addi s0, s0, -1
    bnez s0, 1b
    ${off}`;

check('a hot read becomes a load', async (lab) => {
  const reads = supervisorCsrs.flatMap((name) =>
    (['csrrs', 'csrrc', 'csrrsi', 'csrrci'] as const).flatMap((form) =>
      [1, A0, 31].map((rd) => ({ rd, csr: Csr[name], word: encode(form, { rd, imm: Csr[name], rs1: 0 }) })),
    ),
  );
  const layout = laidOut(
    reads.map(({ word }) => word),
    2,
  );
  const pages = [0, 37].map((state) => ({
    name: 'a page with hot reads',
    holes: allHoles,
    state,
    hot: layout.path,
    ...layout,
  }));
  const edits = await claimPages(lab, pages);
  for (const [i, page] of pages.entries()) {
    for (const [j, { rd, csr }] of reads.entries()) {
      const index = layout.path[j]!;
      const load = encode('lw', { rd, rs1: 0, imm: sketchedPage(page).loadOffset(csr)! });
      claim(`the copy at halfword ${index} of a page with hot reads`, inCopy(page, edits[i]!, index)).toBe(
        formatInstruction(decode(load)!, { aliases: false }),
      );
    }
  }
  await claimPages(lab, [
    { name: 'a page with hot reads, and no offsets', holes: allHoles, hot: layout.path, ...layout },
  ]);
  await claimGuest(lab, { name: 'a guest with a hot loop', source: hotLoop, exits: 600 });
});
