/**
 * The state of one run of the assembler: the sections, the symbols, and what waits for its value.
 */
import { type ErrorList, type Place } from './errors.js';
import { known, parseExpression, type Expression, type Value } from './expression.js';
import type { Fixup, InstructionContent } from './fixups.js';
import { MAX_IMAGE_BYTES } from './limits.js';
import { Section } from './sections.js';
import type { Statement } from './statements.js';
import { SymbolTable } from './symbols.js';

/** An instruction that was emitted, before its address and its word are known. */
export interface Emitted {
  readonly section: Section;
  readonly offset: number;
  readonly statement: Statement;
}

export class Assembly {
  readonly symbols = new SymbolTable();
  readonly sections = new Map<string, Section>();
  readonly fixups: Fixup[] = [];
  readonly emitted: Emitted[] = [];
  section: Section;
  private readonly room = { bytes: MAX_IMAGE_BYTES };

  constructor(readonly errors: ErrorList) {
    this.section = this.enter('.text');
  }

  /** Makes section `name` the current one. Throws a SourceError for a name that has no place in the layout. */
  enter(name: string): Section {
    const section = this.sections.get(name) ?? new Section(name, this.room);
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
    if (!isZero) this.fixups.push({ section, offset, place, content: { kind: 'data', size, expression } });
  }

  /** Emits one instruction; its word is filled in at the end. */
  emitInstruction(content: InstructionContent, statement: Statement): void {
    const { section } = this;
    this.emitted.push({ section, offset: section.size, statement });
    this.fixups.push({ section, offset: section.size, place: statement, content });
    section.fill(4, PLACEHOLDER);
  }
}

const PLACEHOLDER = 0xff; // until the fixup; not 0, so that .bss refuses it
