/**
 * What is wrong with an edited page of code? The guest may enter it at any halfword. There, the hart must do what the guest's own bytes say,
 * or trap; and no instruction may fail silently. This looks at each entry by itself, and runs nothing.
 */
import { formatInstruction } from '../../../assembler/index.js';
import {
  Csr,
  decode,
  hex,
  isCompressed,
  legacyWith,
  type Hole,
  type Instruction,
  type Profile,
} from '../../../machine/index.js';
import { failsSilently, storable } from '../../modes/index.js';
import { translatePage } from '../../parts/index.js';
import { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from '../../sockets/index.js';
import { supervisorCsrNumbers } from '../../vm/index.js';

/** A page of code in a few words, with what a part is told of it. */
export interface PageSketch {
  /** Which halfwords it has; all others are `fill`. Default: C.NOP. */
  readonly at: Readonly<Record<number, number>>;
  readonly fill?: number;
  /** The holes of the machine. */
  readonly holes: readonly Hole[];
  /** Where hot instructions begin. */
  readonly hot?: readonly number[];
  /** Which word the first CSR has in memory; left out: the VMM keeps none there. */
  readonly state?: number;
}

/** Lets the part edit a page. @throws PartError when what it returns is not a list of edits */
export function editSketch(translate: TranslatePart, sketch: PageSketch): readonly Edit[] {
  const { halfwords, profile, loadOffset, storeOffset } = sketchedPage(sketch);
  const hot = new Set(sketch.hot);
  return translatePage(translate, halfwords, {
    failsSilently: (word) => failsSilently(profile, word),
    isHot: (index) => hot.has(index),
    loadOffset,
    storeOffset,
  });
}

/** Edits as one short text: so many of them cross from one process to another. */
export function packEdits(edits: readonly Edit[]): string {
  return edits.map(({ index, halfword }) => `${index}:${halfword}`).join(' ');
}

export function unpackEdits(packed: string): Edit[] {
  return packed.split(' ').flatMap((edit): Edit[] => {
    const [index, halfword] = edit.split(':').map(Number);
    return index === undefined || halfword === undefined ? [] : [{ index, halfword }];
  });
}

/** The edits that change something: of one index the last one counts. */
export function effectiveEdits(edits: readonly Edit[], { halfwords }: Pick<EditedPage, 'halfwords'>): Edit[] {
  return [...new Map(edits.map(({ index, halfword }) => [index, halfword]))]
    .filter(([index, halfword]) => halfword !== halfwords[index])
    .map(([index, halfword]) => ({ index, halfword }));
}

/** The page of a sketch. */
export function sketchedPage({ at, fill = C_NOP, holes, state }: PageSketch): Omit<EditedPage, 'edits'> {
  const halfwords = new Array<number>(PAGE_HALFWORDS).fill(fill);
  Object.keys(at).forEach((key) => {
    const index = Number(key);
    if (index < PAGE_HALFWORDS) {
      halfwords[index] = at[index]!;
    }
  });
  const offset = (csr: number) => {
    const word = supervisorCsrNumbers.indexOf(csr);
    return state === undefined || word < 0 ? undefined : -2048 + 4 * ((word + state) % STATE_WORDS);
  };
  return {
    halfwords,
    profile: legacyWith(holes),
    loadOffset: offset,
    storeOffset: (csr) => (storable.includes(csr) ? offset(csr) : undefined),
  };
}

const C_NOP = 0x0001;
/** So many words have offsets that begin with the bits 100. */
const STATE_WORDS = 128;

export interface EditedPage extends Pick<CodePage, 'halfwords' | 'loadOffset' | 'storeOffset'> {
  readonly profile: Profile;
  readonly edits: readonly Edit[];
}

/** The first entry at which the hart would do something else, in words; undefined: there is none. */
export function wrongEntry(page: EditedPage): string | undefined {
  const copy = copyOf(page);
  for (let index = 0; index < PAGE_HALFWORDS; index += 1) {
    const wrong = atLast(index) ? wrongAtTheEnd(page, copy) : wrongAt(page, copy, index);
    if (wrong !== undefined) {
      const own = told(page.halfwords, index);
      return `entered at halfword ${index}, where the guest's own bytes are ${own}, the copy has ${told(copy, index)}: ${wrong}`;
    }
  }
  return undefined;
}

/** Those of these entries at which the copy traps, though the guest's own instruction there does not fail silently. */
export function needlessTraps(page: EditedPage, entries: readonly number[]): number[] {
  const copy = copyOf(page);
  return entries.filter(
    (index) =>
      isChanged(page.halfwords, copy, index) &&
      traps(page.profile, copy, index) &&
      !failsSilently(page.profile, wordAt(page.halfwords, index)),
  );
}

function wrongAt(page: EditedPage, copy: readonly number[], index: number): string | undefined {
  const own = wordAt(page.halfwords, index);
  if (!isChanged(page.halfwords, copy, index)) {
    return failsSilently(page.profile, own) ? 'it fails silently' : undefined;
  }
  return traps(page.profile, copy, index) || isSame(page, own, wordAt(copy, index))
    ? undefined
    : 'it does not trap, and is another instruction';
}

/** The second halves of all instructions that can fail silently, and of some that cannot. */
const ends: readonly number[] = [
  0x1020,
  0x3020,
  0x1200,
  0x0000,
  0xffff,
  ...Object.values(Csr).flatMap((csr) => [csr << 4, (csr << 4) | 1]),
];

/** The last halfword: what follows lies in the next page, and may be anything. */
function wrongAtTheEnd({ profile, halfwords }: EditedPage, copy: readonly number[]): string | undefined {
  const last = PAGE_HALFWORDS - 1;
  const followed = (half: number) => ends.map((end) => [half, end]);
  const [own, edited] = [halfwords[last]!, copy[last]!];
  if (own === edited) {
    return followed(own).some((pair) => failsSilently(profile, wordAt(pair, 0)))
      ? 'with the next page it may fail silently'
      : undefined;
  }
  return followed(edited).every((pair) => traps(profile, pair, 0))
    ? undefined
    : 'it need not trap, and is another instruction';
}

/** Whether user mode traps at the instruction at this index, and not only because of what it loads or stores. */
function traps(profile: Profile, halfwords: readonly number[], index: number): boolean {
  const word = wordAt(halfwords, index);
  const instruction = decode(word);
  if (instruction === undefined || instruction.name === 'ebreak' || instruction.name === 'ecall') {
    return true;
  }
  return (word & 0x7f) === 0x73 && !failsSilently(profile, word);
}

/** Whether a load, a store or nothing at all has the effect of the guest's CSR instruction. */
function isSame(page: EditedPage, own: number, edited: number): boolean {
  const before = decode(own);
  const after = decode(edited);
  if (before === undefined || after === undefined || isCompressed(edited) || !before.name.startsWith('csr')) {
    return false;
  }
  const writes = before.name.startsWith('csrrw') || before.rs1 !== 0;
  const reads = before.rd !== 0;
  if (!writes) {
    const load = after.name === 'lw' && after.rs1 === 0 && after.imm === page.loadOffset(before.imm);
    return load
      ? after.rd === before.rd
      : !reads && page.loadOffset(before.imm) !== undefined && isNothing(after);
  }
  const source = before.name === 'csrrw' || before.rs1 === 0 ? before.rs1 : undefined;
  return (
    before.name.startsWith('csrrw') &&
    !reads &&
    after.name === 'sw' &&
    after.rs1 === 0 &&
    after.imm === page.storeOffset(before.imm) &&
    after.rs2 === source
  );
}

const isNothing = ({ name, rd }: Instruction) => rd === 0 && (name === 'addi' || name === 'lui');

function isChanged(halfwords: readonly number[], copy: readonly number[], index: number): boolean {
  return (
    halfwords[index] !== copy[index] ||
    (!isCompressed(copy[index]!) && halfwords[index + 1] !== copy[index + 1])
  );
}

function copyOf({ halfwords, edits }: EditedPage): number[] {
  const copy = [...halfwords];
  edits.forEach(({ index, halfword }) => (copy[index] = halfword));
  return copy;
}

/** The word of the instruction that begins here; its 16 bits if it is compressed. */
function wordAt(halfwords: readonly number[], index: number): number {
  const first = halfwords[index]!;
  return isCompressed(first) ? first : ((halfwords[index + 1]! << 16) | first) >>> 0;
}

function told(halfwords: readonly number[], index: number): string {
  const first = halfwords[index]!;
  const short = isCompressed(first) || atLast(index);
  const bytes = short ? hex(first, 4) : `${hex(first, 4)} ${hex(halfwords[index + 1]!, 4)}`;
  const instruction = atLast(index) && !isCompressed(first) ? undefined : decode(wordAt(halfwords, index));
  return instruction === undefined ? bytes : `${bytes} (${formatInstruction(instruction)})`;
}

const atLast = (index: number) => index === PAGE_HALFWORDS - 1;
