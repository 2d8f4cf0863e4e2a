/** The hidden checks of exercise 10: overlapping instructions, the ends of pages, hot instructions, random pages and guests. */
import { encode, formatInstruction } from '../../../src/assembler/index.js';
import {
  compareRuns,
  effectiveEdits,
  needlessTraps,
  runGuest,
  sketchedPage,
  supervisorCsrs,
  unpackEdits,
  wrongEntry,
  type Edit,
  type PageSketch,
  type Run,
} from '../../../src/hypervisor/index.js';
import { Csr, allHoles, decode, legacy } from '../../../src/machine/index.js';
import { assemble } from '../../../src/assembler/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { xorshift } from '../../suite/xorshift.js';
import { randomGuest, randomPage } from './generate.js';
import { criticalBeginning, intoTheMiddle, pageEnds } from './guests.js';

const NOTHING = 'nothing';
const SAME = 'the same, step by step';
const PAGES = 40;
const GUESTS = 5;
const LAST = 2047;

type Halfwords = readonly number[];
interface Page extends PageSketch {
  readonly name: string;
}

/** A page with these halfwords from `from` on. */
const pageAt = (name: string, from: number, halfwords: Halfwords, more: Partial<PageSketch> = {}): Page => ({
  name,
  holes: allHoles,
  at: Object.fromEntries(halfwords.map((halfword, i) => [from + i, halfword])),
  ...more,
});

/** What is sent to the rig. */
const sketchesOf = (pages: readonly Page[]) => ({
  sketches: pages.map(({ name: _name, ...sketch }) => sketch),
});

/** Lets the part edit each page, and claims that all entries of its copy are right. The pages are made once for all parts. */
async function claimPages(lab: Lab, pages: readonly Page[]): Promise<Edit[][]> {
  const same = lab.once('pages', pages, (all) => all);
  const made = lab.once('made pages', same, (all) => all.map(sketchedPage));
  const packed = await lab.call<string[]>('pages', lab.once('sketches', same, sketchesOf));
  const all = packed.map((each, i) => effectiveEdits(unpackEdits(each), made[i]!));
  for (const [i, { name }] of pages.entries()) {
    const page = { ...made[i]!, edits: all[i]! };
    claim(`what is wrong with the copy of ${name}`, wrongEntry(page) ?? NOTHING).toBe(NOTHING);
  }
  return all;
}

/** The exits that an exit budget counts. */
const exitsOf = ({ exits }: Pick<Run, 'exits'>) =>
  (exits['privileged instruction'] ?? 0) + (exits['edited code'] ?? 0);

const guestOf = (source: string): BareGuest => ({ source, memoryBytes: 128 * 1024, budget: 3500 });

/** The guest must not notice, and may leave twice as often as with the reference, and some more. */
async function claimGuest(lab: Lab, name: string, source: string): Promise<void> {
  const guest = lab.once('guest', source, guestOf);
  const bare = lab.bare(guest);
  const inVm = lab.once('in a VM', guest, (one) => ({ ...one, holes: allHoles }));
  const run = await lab.call<Run>('run', inVm);
  claim(
    `what ${name} did, compared with the bare machine,`,
    compareRuns(bare, run, bare.listing) ?? SAME,
  ).toBe(SAME);
  const allowed = lab.once('exits with the reference', guest, exitBudget);
  claim(`the exits of ${name}, of which ${allowed} are allowed`, exitsOf(run)).toBeLessThanOrEqual(allowed);
}

function exitBudget({ source, memoryBytes, budget }: BareGuest): number {
  const { image } = assemble(source);
  const mode = 'full/binary-translation';
  return 2 * exitsOf(runGuest({ mode, image, profile: legacy, memoryBytes, budget }, referenceParts)) + 20;
}

const SSTATUS = [0x2573, 0x1000]; // csrr a0, sstatus
const LONG = [0x0537, 0x0293, 0x0013, 0x2003, 0x0073, 0x10f3];
/** Halfwords that begin long instructions, so many in a row. */
const longs = (count: number) => Array.from({ length: count }, (_, i) => LONG[i % LONG.length]!);

check('wherever the guest enters a page, it does what its own bytes say', async (lab) => {
  const others = [0x0537, 0x0293, 0x0013, 0x2003, 0x2023, 0x006f, 0x0073, 0x10f3, 0x0001];
  await claimPages(
    lab,
    others.flatMap((other) => [
      pageAt('a page with an instruction that hides a critical one', 10, [other, ...SSTATUS]),
      pageAt('a page with an instruction that hides a critical one', 11, [0x0537, other, ...SSTATUS, other]),
      pageAt('a page with critical instructions that overlap', 12, [0x0073, 0x1273, 0x1000, other]),
      pageAt('a page with critical instructions that overlap', 13, [
        other,
        0x8073,
        0x1273,
        0x1000,
        0x2573,
        0x1040,
      ]),
      pageAt('a page with critical instructions in a row', 20, [
        ...SSTATUS,
        other,
        ...SSTATUS,
        ...SSTATUS,
        other,
      ]),
    ]),
  );
  await claimGuest(lab, 'a guest that jumps into the middle of instructions', intoTheMiddle);
});

check('an instruction that goes on in the next page is safe', async (lab) => {
  const ends = [0x2573, 0x0073, 0x8073, 0x1073, 0x5573, 0x7073];
  const counts = [0, 1, 2, 3, 7];
  /** So many long halfwords lead to the last one, and a short one to them. */
  const afterLongs = ends.flatMap((end) =>
    counts.map((count) =>
      pageAt('a page whose last halfword begins a critical instruction', LAST - count, [
        ...longs(count),
        end,
      ]),
    ),
  );
  const pages = ends.flatMap((end) => [
    pageAt('a page whose last halfword begins a critical instruction', LAST - 3, [0x0001, ...SSTATUS, end]),
    pageAt('a page whose last halfword begins a critical instruction', LAST - 2, [0x2573, 0x1273, end]),
  ]);
  const safe = [
    pageAt('a page that ends with a critical instruction', LAST - 1, SSTATUS),
    pageAt('a page whose last instruction goes on in the next one', LAST, [0x0537]),
    pageAt('a page whose last instruction goes on in the next one', LAST - 1, [0x0293, 0x0293]),
  ];
  const oneHole = allHoles.flatMap((hole) =>
    [0x2573, 0x1073, 0x0073].map((end) =>
      pageAt(
        `a page whose last halfword is critical, on a machine whose only hole is ${hole},`,
        LAST,
        [end],
        {
          holes: [hole],
        },
      ),
    ),
  );
  const edits = await claimPages(lab, [...afterLongs, ...pages, ...oneHole, ...safe]);
  for (const [i, { name }] of afterLongs.entries()) {
    const short = LAST - counts[i % counts.length]! - 1;
    claim(
      `the edits of ${name} up to halfword ${short}, which is short,`,
      edits[i]!.filter(({ index }) => index <= short),
    ).toEqual([]);
  }
  claim('the edits in pages without anything critical', edits.slice(-2)).toEqual([[], []]);
  await claimGuest(lab, 'a guest with code at the ends of pages', pageEnds);
});

check('the first halfword is changed only if nothing else helps', async (lab) => {
  const hot = { hot: [0, 2, 4], state: 3 };
  const beginnings = [
    [0x2573, 0x1000],
    [0x2573, 0x1400],
    [0x1073, 0x1402],
    [0x0073, 0x1020],
    [0x0073, 0x1200],
    [0x0073, 0x1273, 0x1000],
  ];
  const pages = beginnings.flatMap((halfwords) => [
    pageAt('a page that begins with a privileged instruction', 0, halfwords),
    pageAt('a page that begins with a hot privileged instruction', 0, halfwords, hot),
  ]);
  const edits = await claimPages(lab, pages);
  for (const [i, { name, at }] of pages.entries()) {
    const own = decode(((at[1]! << 16) | at[0]!) >>> 0)!;
    claim(
      `the edits of the first halfword of ${name}, ${formatInstruction(own)}`,
      edits[i]!.filter(({ index }) => index === 0),
    ).toEqual([]);
  }
  // Here nothing else helps: each halfword is the second one of the instruction before.
  await claimPages(lab, [
    pageAt('a page in which each halfword begins a long instruction', LAST, [0x2573], { fill: 0x0293 }),
    pageAt('a page in which each halfword begins a long instruction', LAST, [0x0073], { fill: 0x0537 }),
  ]);
  // Here something helps on the way: an instruction that traps with its new second halfword, as a CSR of that number does not exist.
  const onTheWay = [0x0293, 0x0537].flatMap((fill) =>
    [1, 1000, LAST - 1].map((middle) => ({
      name: `a page in which each halfword begins a long instruction, and 0x2573 stands at halfword ${middle}`,
      holes: allHoles,
      fill,
      at: { [middle]: 0x2573, [LAST]: 0x2573 },
    })),
  );
  const kept = await claimPages(lab, onTheWay);
  for (const [i, { name }] of onTheWay.entries()) {
    claim(
      `the edits of the first halfword of ${name}`,
      kept[i]!.filter(({ index }) => index === 0),
    ).toEqual([]);
  }
  await claimGuest(lab, 'a guest with a page that begins critically', criticalBeginning);
});

/** What stands in the copy at this halfword, in assembly. */
function inCopy({ name: _name, ...sketch }: Page, edits: readonly Edit[], index: number): string {
  const copy = [...sketchedPage(sketch).halfwords];
  edits.forEach((edit) => (copy[edit.index] = edit.halfword));
  const instruction = decode(((copy[index + 1]! << 16) | copy[index]!) >>> 0);
  return instruction === undefined ? 'no instruction' : formatInstruction(instruction, { aliases: false });
}

/**
 * Each hot instruction of these pages, all of which have an offset, must be replaced where the halfword before it is short, and nowhere else.
 */
function claimReplaced(pages: readonly Page[], edits: readonly Edit[][]): void {
  for (const [i, page] of pages.entries()) {
    const copy = [...sketchedPage(page).halfwords];
    edits[i]!.forEach((edit) => (copy[edit.index] = edit.halfword));
    for (const index of page.hot ?? []) {
      const free = index > 0 && index < LAST && (copy[index - 1]! & 3) !== 3;
      const own = sketchedPage(page).halfwords;
      const word = ((own[index + 1]! << 16) | own[index]!) >>> 0;
      claim(
        `whether the hot ${assembly(word)} at halfword ${index} of ${page.name} is a load or store in the copy`,
        /^[ls]w /.test(inCopy(page, edits[i]!, index)),
      ).toBe(free);
    }
  }
}

const assembly = (word: number) => formatInstruction(decode(word)!, { aliases: false });
const halves = (word: number) => [word & 0xffff, word >>> 16];

check('a hot write becomes a store, and what is no store stays', async (lab) => {
  const hot = { hot: [10], state: 90 };
  const at10 = (name: string, word: number) => pageAt(name, 10, halves(word), hot);
  const writes = supervisorCsrs.flatMap((name) => [
    ...[0, 1, 5, 16, 31].map((rs1) => ({
      csr: Csr[name],
      rs1,
      word: encode('csrrw', { imm: Csr[name], rs1 }),
    })),
    { csr: Csr[name], rs1: 0, word: encode('csrrwi', { imm: Csr[name], rs1: 0 }) },
  ]);
  const pages = writes.map(({ word }) => at10('a page with a hot write', word));
  const edits = await claimPages(lab, pages);
  for (const [i, { csr, rs1, word }] of writes.entries()) {
    const page = { ...sketchedPage(pages[i]!), edits: edits[i]! };
    const imm = page.storeOffset(csr);
    if (imm !== undefined) {
      claim(`the copy of a page with a hot ${assembly(word)}`, inCopy(pages[i]!, edits[i]!, 10)).toBe(
        assembly(encode('sw', { rs1: 0, rs2: rs1, imm })),
      );
    }
    claim(
      `the halfwords at which a hot ${assembly(word)} traps for nothing`,
      needlessTraps(page, [10]),
    ).toEqual([]);
  }
  const rest = [Csr.sscratch, Csr.scause, Csr.stval, Csr.sstatus, Csr.sie].flatMap((imm) => [
    encode('csrrw', { rd: 5, imm, rs1: 5 }),
    encode('csrrw', { rd: 5, imm, rs1: 0 }),
    encode('csrrwi', { rd: 0, imm, rs1: 5 }),
    encode('csrrwi', { rd: 5, imm, rs1: 0 }),
    encode('csrrs', { rd: 0, imm, rs1: 5 }),
    encode('csrrs', { rd: 5, imm, rs1: 5 }),
    encode('csrrc', { rd: 0, imm, rs1: 5 }),
    encode('csrrsi', { rd: 0, imm, rs1: 2 }),
    encode('csrrci', { rd: 5, imm, rs1: 2 }),
    encode('csrrsi', { rd: 5, imm, rs1: 1 }),
    encode('csrrc', { rd: 5, imm, rs1: 5 }),
  ]);
  /** A word with the opcode SYSTEM that is no instruction, although a CSR's number stands in it. */
  const noInstruction = (function3: number) =>
    ((Csr.sscratch << 20) | (function3 << 12) | (5 << 7) | 0x73) >>> 0;
  const others = [
    encode('ecall'),
    encode('ebreak'),
    encode('wfi'),
    noInstruction(0),
    noInstruction(4),
    encode('csrrs', { rd: 5, imm: Csr.time }),
    encode('csrrs', { rd: 5, imm: 0x5c0 }),
    // No CSR instructions, although a CSR's number stands where they have it.
    encode('slti', { rd: 5, rs1: 0, imm: Csr.sscratch }),
    encode('lw', { rd: 5, rs1: 0, imm: Csr.sscratch }),
    encode('lh', { rd: 0, rs1: 5, imm: Csr.sscratch }),
  ];
  const stays = [...rest, ...others].map((word) =>
    at10('a page with a hot instruction that is no load or store', word),
  );
  const kept = await claimPages(lab, stays);
  for (const [i, page] of stays.entries()) {
    claim(
      `the halfwords of ${page.name} that trap for nothing`,
      needlessTraps({ ...sketchedPage(page), edits: kept[i]! }, [10]),
    ).toEqual([]);
  }
});

check('a hot instruction is replaced only where no other instruction needs its halfwords', async (lab) => {
  const reads = [Csr.sscratch, Csr.sepc, Csr.sstatus, Csr.satp].map((imm) => encode('csrrs', { rd: 9, imm }));
  const hotAt = (...hot: number[]) => ({ hot, state: 9 });
  const around = (before: Halfwords, word: number) =>
    pageAt('a page with a hot instruction', 10 - before.length, [...before, ...halves(word)], {
      hot: [10],
      state: 9,
    });
  const needed = reads.flatMap((word) =>
    LONG.slice(0, 5).flatMap((other) => [
      around([other], word),
      around([0x0537, other], word),
      around([0x0001, other], word),
    ]),
  );
  await claimPages(lab, needed);
  const free = [
    ...reads.flatMap((word) =>
      [[0x0001], [0x0537, 0x0010], [0x0293, 0x0028]].map((before) => around(before, word)),
    ),
    // At the ends of a page: nothing before it; a long one before it; and all of it in the page.
    ...reads.flatMap((word) => [
      pageAt('a page that begins with a short instruction', 0, [0x0001, ...halves(word)], hotAt(1)),
      pageAt('a page that begins with a long instruction', 0, [0x0537, ...halves(word)], hotAt(1)),
      pageAt('a page that ends with a hot instruction', LAST - 1, halves(word), hotAt(LAST - 1)),
    ]),
  ];
  claimReplaced(free, await claimPages(lab, free));

  // The halfword before is long in the guest's page, and may be short in the copy. To replace here or not is up to the part.
  const shortened = reads.flatMap((word) =>
    [6, 7, 14, 15, 30].flatMap((rs1) => [
      pageAt(
        'a page with a hot instruction after a critical one',
        10,
        [...halves(encode('csrrw', { imm: Csr.stvec, rs1 })), ...halves(word)],
        hotAt(12),
      ),
      pageAt(
        'a page with two hot instructions in a row',
        10,
        [...halves(encode('csrrw', { imm: Csr.sscratch, rs1 })), ...halves(word)],
        hotAt(10, 12),
      ),
    ]),
  );
  await claimPages(lab, shortened);

  // Nine instructions that never fail silently, hot or not in turns: nothing else is different in these pages.
  const nine = [9, 10, 11].flatMap((rd) =>
    [Csr.sscratch, Csr.sepc, Csr.stval].map((imm) => encode('csrrs', { rd, imm })),
  );
  const inTurns = [[10], [], [11], [10], [12]].flatMap((hot) =>
    nine.map((word) => {
      const what = hot[0] === undefined ? 'nothing is hot' : `what begins at halfword ${hot[0]} is hot`;
      const name = `a page with ${assembly(word)} at halfword 10, of which ${what}`;
      return pageAt(name, 10, halves(word), { hot, state: 9 });
    }),
  );
  const turns = await claimPages(lab, inTurns);
  for (const [i, { name, hot }] of inTurns.entries()) {
    const changed = turns[i]!.map(({ index }) => index).sort((a, b) => a - b);
    claim(`the halfwords that are changed in ${name}`, changed).toEqual(hot?.[0] === 10 ? [10, 11] : []);
  }
  const afterHot = [6, 7, 14, 15].map((rs1) =>
    pageAt(
      'a page with a hot write before its last halfword',
      LAST - 2,
      [...halves(encode('csrrw', { imm: Csr.sscratch, rs1 })), 0x2573],
      { hot: [LAST - 2], state: 90 },
    ),
  );
  await claimPages(lab, afterHot);
  const last = reads.map((word) =>
    pageAt('a page with a hot instruction across its end', LAST, halves(word).slice(0, 1), hotAt(LAST)),
  );
  await claimPages(lab, last);
});

check('random pages are edited safely', async (lab) => {
  const pages = lab.once('random pages', lab.seed, (seed): Page[] => {
    const random = xorshift(seed);
    return Array.from({ length: PAGES }, () => ({ name: 'a random page', ...randomPage(random()) }));
  });
  await claimPages(lab, pages);
});

check('random guests notice nothing, and leave seldom', async (lab) => {
  const guests = lab.once('random guests', lab.seed + 1, (seed) => {
    const random = xorshift(seed);
    return Array.from({ length: GUESTS }, () => randomGuest(random()));
  });
  for (const source of guests) {
    await claimGuest(lab, 'a random guest', source);
  }
});
