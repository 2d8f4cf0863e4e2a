/**
 * The state of one run of the assembler: the sections, the symbols, and what waits for its value.
 */
import { type ErrorList, type Place } from '../text/errors.js';
import { known, parseExpression, type Expression, type Value } from '../symbols/expression.js';
import { canCompress, type Fixup, type InstructionContent, type ShortForm } from './fixups.js';
import { MAX_IMAGE_BYTES } from '../text/limits.js';
import { Section } from '../symbols/section.js';
import type { Statement } from '../text/statements.js';
import { SymbolTable } from '../symbols/symbol-table.js';

/** An instruction that was emitted, before its address and its word are known. */
export interface Emitted {
  readonly section: Section;
  readonly offset: number;
  readonly bytes: 2 | 4;
  readonly statement: Statement;
}

export class Assembly {
  readonly symbols = new SymbolTable();
  readonly sections = new Map<string, Section>();
  readonly fixups: Fixup[] = [];
  readonly emitted: Emitted[] = [];
  section: Section;
  /** What `.option` says; push and pop keep the earlier ones on a stack. */
  compression = false;
  readonly savedOptions: boolean[] = [];
  /** Of an instruction: a source without compressed ones is told when one lies askew, most likely by mistake. */
  #alignment: 2 | 4 = 4;
  #jumps = 0;
  readonly #room = { bytes: MAX_IMAGE_BYTES };

  readonly #longJumps: ReadonlySet<number>;

  /** `longJumps`: the branches and jumps, by their number in the source, whose target a short form does not reach. */
  constructor(
    readonly errors: ErrorList,
    longJumps: ReadonlySet<number>,
  ) {
    this.#longJumps = longJumps;
    this.section = this.enter('.text');
  }

  /** Makes section `name` the current one. Throws a SourceError for a name that has no place in the layout. */
  enter(name: string): Section {
    const section = this.sections.get(name) ?? new Section(name, this.#room);
    this.sections.set(name, section);
    this.section = section;
    return section;
  }

  /** Where the next byte goes: what `.` and a label stand for. */
  here(): Value {
    return { kind: 'value', section: this.section, number: BigInt(this.section.size) };
  }

  /** Reads an expression as it is meant at this point of the source. */
  expression(text: string): Expression {
    return parseExpression(text, (name) => (name === '.' ? this.here() : this.symbols.bind(name)));
  }

  /** Reads an expression that must be known at this point; `what` is its name in the message if it is not. */
  number(text: string, what: string): bigint {
    return known(this.expression(text), what);
  }

  /** Emits `size` bytes that hold the value of an expression. */
  emitData(expression: Expression, size: number, place: Place): void {
    const { section } = this;
    const isZero =
      expression.kind === 'value' && expression.section === undefined && expression.number === 0n;
    const offset = section.size;
    section.fill(size, isZero ? 0 : PLACEHOLDER);
    if (!isZero) {
      this.fixups.push({ section, offset, place, content: { kind: 'data', size, expression } });
    }
  }

  /** Emits one instruction, compressed where it can be and `.option rvc` holds; its bits are filled in at the end. */
  emitInstruction(content: InstructionContent, statement: Statement): void {
    const { section } = this;
    const short = this.#shortForm(content);
    const bytes = short === undefined ? 4 : 2;
    if (this.compression || bytes === 2) {
      this.#alignment = 2;
    }
    const alignment = this.#alignment;
    this.emitted.push({ section, offset: section.size, bytes, statement });
    this.fixups.push({ section, offset: section.size, place: statement, content, short, alignment });
    section.fill(bytes, PLACEHOLDER);
  }

  /** How the instruction is compressed; undefined where it stays long. */
  #shortForm(content: InstructionContent): ShortForm | undefined {
    if (content.kind === 'half') {
      return {};
    }
    if (content.kind === 'word') {
      return undefined;
    }
    if (content.compressedName !== undefined) {
      return {};
    }
    if (!this.compression || content.keepLong === true) {
      return undefined;
    }
    const { row, immediate } = content;
    if (immediate === undefined) {
      return canCompress(content, undefined) ? {} : undefined;
    }
    const { expression, relocation } = immediate;
    const isNumber = expression.kind === 'value' && expression.section === undefined;
    if (row.format === 'B' || row.format === 'J') {
      if (isNumber || !canCompress(content, 2)) {
        return undefined;
      }
      this.#jumps += 1;
      return this.#longJumps.has(this.#jumps) ? undefined : { jump: this.#jumps };
    }
    if (!isNumber || relocation !== undefined) {
      return undefined;
    }
    return canCompress(content, Number(BigInt.asIntN(32, expression.number))) ? {} : undefined;
  }
}

const PLACEHOLDER = 0xff; // until the fixup; not 0, so that .bss refuses it
