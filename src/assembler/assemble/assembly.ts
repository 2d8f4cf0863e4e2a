/**
 * The state of one run of the assembler: the sections, the symbols, and the bytes that wait for their value.
 */
import {
  isNumber,
  known,
  parseExpression,
  Section,
  SymbolTable,
  type Expression,
  type Value,
} from '../symbols/index.js';
import { MAX_IMAGE_BYTES, type ErrorList, type Place, type Statement } from '../text/index.js';
import type { Fixup, ShortForm } from './fixups.js';
import { canCompress, type InstructionContent } from './instruction-content.js';

export class Assembly {
  readonly symbols = new SymbolTable();
  readonly sections = new Map<string, Section>();
  readonly fixups: Fixup[] = [];
  section: Section;
  /** Set by `.option rvc`: instructions are compressed. `.option push` saves it on the stack below. */
  compression = false;
  readonly savedOptions: boolean[] = [];
  /** What the address of an instruction must be a multiple of. In a source without compressed ones, 2 would be a mistake. */
  #alignment: 2 | 4 = 4;
  /** How many branches and jumps that could be short were emitted so far. */
  #jumps = 0;
  readonly #room = { bytes: MAX_IMAGE_BYTES };

  readonly #longJumps: ReadonlySet<number>;

  /** `longJumps`: the numbers of the branches and jumps whose short form does not reach the target. */
  constructor(
    readonly errors: ErrorList,
    longJumps: ReadonlySet<number>,
  ) {
    this.#longJumps = longJumps;
    this.section = this.enter('.text');
  }

  /** Makes section `name` the current one. A name that has no place in the layout is a fault. */
  enter(name: string): Section {
    const section = this.sections.get(name) ?? new Section(name, this.#room);
    this.sections.set(name, section);
    this.section = section;
    return section;
  }

  /** The place of the next byte: this is what `.` and a label stand for. */
  here(): Value {
    return { kind: 'value', section: this.section, number: BigInt(this.section.size) };
  }

  /** Reads an expression, with the symbols as they are defined at this point of the source. */
  expression(text: string): Expression {
    return parseExpression(text, (name) => (name === '.' ? this.here() : this.symbols.bind(name)));
  }

  /** Reads an expression that must be known at this point. `what` names it in the message if it is not. */
  number(text: string, what: string): bigint {
    return known(this.expression(text), what);
  }

  /** Emits `size` bytes that hold the value of an expression. */
  emitData(expression: Expression, size: number, place: Place): void {
    const { section } = this;
    const isZero = isNumber(expression) && expression.number === 0n;
    const offset = section.size;
    section.fill(size, isZero ? 0 : PLACEHOLDER);
    if (!isZero) {
      this.fixups.push({ section, offset, place, content: { kind: 'data', size, expression } });
    }
  }

  /** Emits one instruction, compressed if possible under `.option rvc`. Its bits are filled in at the end. */
  emitInstruction(content: InstructionContent, statement: Statement): void {
    const { section } = this;
    const short = this.#shortForm(content);
    const bytes = short === undefined ? 4 : 2;
    if (this.compression || bytes === 2) {
      this.#alignment = 2;
    }
    const alignment = this.#alignment;
    this.fixups.push({ section, offset: section.size, place: statement, content, short, alignment });
    section.fill(bytes, PLACEHOLDER);
  }

  /** How the instruction is compressed; undefined if it stays long. */
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
    if (row.format === 'B' || row.format === 'J') {
      if (isNumber(expression) || !canCompress(content, 2)) {
        return undefined;
      }
      this.#jumps += 1;
      return this.#longJumps.has(this.#jumps) ? undefined : { jump: this.#jumps };
    }
    if (!isNumber(expression) || relocation !== undefined) {
      return undefined;
    }
    return canCompress(content, Number(BigInt.asIntN(32, expression.number))) ? {} : undefined;
  }
}

const PLACEHOLDER = 0xff; // until the fixup is applied; not 0, so that .bss refuses it
