/**
 * What is filled in when all addresses are known: the bits of instructions, and data.
 */
import { hex, type InstructionRow } from '../../machine/index.js';
import { compress, compressAs } from '../encode/index.js';
import { evaluate, type Expression, type Section, type SymbolTable } from '../symbols/index.js';
import { fault, type ErrorList, type Place, type Statement } from '../text/index.js';
import { encodeWith, type InstructionContent } from './instruction-content.js';
import { immediateValue, type Resolved } from './relocations.js';

/** Bytes of a section that wait for their value. */
export type Fixup = DataFixup | InstructionFixup;

interface Waiting {
  readonly section: Section;
  readonly offset: number;
  readonly place: Place;
}

interface DataFixup extends Waiting {
  readonly content: { readonly kind: 'data'; readonly size: number; readonly expression: Expression };
}

/** One emitted instruction. `place` is its statement. */
export interface InstructionFixup extends Waiting {
  readonly place: Statement;
  readonly content: InstructionContent;
  /** How it is compressed; undefined for an instruction of 32 bits. */
  readonly short: ShortForm | undefined;
  /** What its address must be a multiple of. */
  readonly alignment: 2 | 4;
}

/** An instruction of 16 bits. `jump` is the number of a branch or jump that may have to become long to reach its target. */
export interface ShortForm {
  readonly jump?: number;
}

/**
 * Fills in all of them. What does not fit is added to `errors`. The sections must have their addresses.
 * Returns the short jumps that do not reach their targets: the source must be assembled again, with long ones there.
 */
export function applyFixups(
  fixups: readonly Fixup[],
  symbols: SymbolTable,
  errors: ErrorList,
): readonly number[] {
  const resolved: Resolved = {
    symbol: (name) => symbols.resolve(name),
    highHalves: highHalvesOf(fixups),
  };
  const tooShort: number[] = [];
  for (const fixup of fixups) {
    errors.collect(fixup.place, () => {
      if (!isInstruction(fixup)) {
        applyData(fixup, resolved);
      } else if (!applyInstruction(fixup, resolved)) {
        tooShort.push(fixup.short!.jump!);
      }
    });
  }
  return tooShort;
}

export function isInstruction(fixup: Fixup): fixup is InstructionFixup {
  return fixup.content.kind !== 'data';
}

/** The target of each instruction with %pcrel_hi, by the address of the instruction. */
function highHalvesOf(fixups: readonly Fixup[]): ReadonlyMap<number, Expression> {
  const targets = new Map<number, Expression>();
  for (const { section, offset, content } of fixups) {
    if (content.kind === 'instruction' && content.immediate?.relocation === 'pcrel_hi') {
      targets.set(section.address + offset, content.immediate.expression);
    }
  }
  return targets;
}

function applyData({ section, offset, content }: DataFixup, { symbol }: Resolved): void {
  const { expression, size } = content;
  const value = evaluate(expression, symbol);
  const bits = BigInt(8 * size);
  if (value < -(1n << (bits - 1n)) || value >= 1n << bits) {
    fault(`${value} does not fit in ${size === 1 ? 'a byte' : `${size} bytes`}`);
  }
  section.patch(offset, value, size);
}

/** Returns false for a short jump that does not reach its target. */
function applyInstruction(fixup: InstructionFixup, resolved: Resolved): boolean {
  const { section, offset, content, short, alignment } = fixup;
  const address = section.address + offset;
  if (address % alignment !== 0) {
    fault(`this instruction would lie at ${hex(address)}: put .align ${alignment / 2} before it`);
  }
  if (content.kind !== 'instruction') {
    section.patchInstruction(offset, content.word, content.kind === 'half' ? 2 : 4);
    return true;
  }
  const { row, operands, immediate, compressedName } = content;
  const value = immediate && immediateValue(row, immediate, address, resolved);
  if (short?.jump !== undefined && !isNear(row, value ?? 0, address, section)) {
    return false;
  }
  const long = encodeWith(row, operands, value);
  if (short === undefined) {
    section.patchInstruction(offset, long, 4);
    return true;
  }
  const half = compressedName === undefined ? compress(long) : compressAs(compressedName, long);
  if (half === undefined) {
    fault(`${compressedName ?? row.name}: these operands do not fit into 16 bits`);
  }
  section.patchInstruction(offset, half, 2);
  return true;
}

/** Does c.j, or c.beqz and c.bnez, reach so far? As in GNU as, a target outside the section counts as far. */
function isNear({ format }: InstructionRow, distance: number, address: number, section: Section): boolean {
  const reach = format === 'J' ? 0x800 : 0x100;
  const target = address + distance - section.address;
  return distance >= -reach && distance < reach && target >= 0 && target <= section.size;
}
