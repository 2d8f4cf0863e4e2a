/**
 * The assembler's main loop: statements in, a program out. First the statements are read: they emit bytes, and fixups for
 * the bytes that depend on addresses. Then the sections get their addresses, and the fixups are applied. The bytes are those
 * of GNU as and ld with `-mno-relax` and `-N`. Under `.option rvc` the first run makes every branch and jump short; those
 * that do not reach their targets are long in the next run, and so on, until all reach.
 */
import type { Image } from '../../machine/index.js';
import {
  ErrorList,
  fault,
  MAX_STATEMENTS,
  readStatements,
  StatementReader,
  type Statement,
} from '../text/index.js';
import { Assembly } from './assembly.js';
import { assign, directiveOf } from './directives.js';
import { applyFixups } from './fixups.js';
import { emitInstruction } from './instruction.js';
import { layOut, linkerSymbols, segmentsOf } from './layout.js';
import { alignTo } from './placement.js';

export interface AssembleOptions {
  /** Where the text section starts. Default: 0x8000_0000, the start of RAM. */
  readonly origin?: number;
  /** The name of the source in messages, such as `sleepy.S`. Default: `source`. */
  readonly name?: string;
}

/** One emitted instruction and its statement. A pseudo-instruction may emit several. */
export interface ListingEntry {
  readonly address: number;
  readonly word: number;
  /** The length of the instruction: 2 or 4. If it is 2, the bits are the lower half of `word`. */
  readonly bytes: number;
  /** Its line in the source. For an instruction of a macro, the line that calls the macro. */
  readonly line: number;
  readonly text: string;
}

export interface Program {
  /** Ready for `machine.load`. The entry is the symbol _start, or the origin if there is no such symbol. */
  readonly image: Image;
  /** The instructions, in the order of the source. */
  readonly listing: readonly ListingEntry[];
  /** The address or value of every label and symbol, without local labels (`1:`, `.L…`). */
  readonly symbols: Readonly<Record<string, number>>;
}

/**
 * Assembles a source in GNU syntax for RV32IMAC, Zicsr, Zifencei, the privileged instructions and those of H.
 * @throws AsmError with up to 20 lines `name:line: message`
 * @throws RangeError if the origin is not a 32-bit address that is a multiple of 4
 */
export function assemble(source: string, options: AssembleOptions = {}): Program {
  const { origin = 0x8000_0000, name = 'source' } = options;
  if (!Number.isInteger(origin) || origin < 0 || origin > 0xffff_ffff || origin % 4 !== 0) {
    throw new RangeError(`the origin ${origin} is no 32-bit address that is a multiple of 4`);
  }
  const longJumps = new Set<number>();
  for (;;) {
    const errors = new ErrorList(name);
    const assembly = new Assembly(errors, longJumps);
    const tooShort = fillIn(assembly, source, origin);
    if (tooShort.length === 0) {
      return programOf(assembly, origin);
    }
    for (const jump of tooShort) {
      longJumps.add(jump);
    }
  }
}

/** One run. Returns the jumps that are too short. Throws an AsmError if the source is wrong. */
function fillIn(assembly: Assembly, source: string, origin: number): readonly number[] {
  const { errors } = assembly;
  readAll(assembly, source);
  errors.throwIfAny();

  const sections = [...assembly.sections.values()];
  errors.collect({ line: 1, inside: '' }, () => {
    for (const section of sections) {
      if (section.kind === 'text') {
        alignTo(section, section.alignment);
      }
    }
    layOut(sections, origin);
  });
  errors.throwIfAny();

  assembly.symbols.provide(linkerSymbols(sections, origin));
  const tooShort = applyFixups(assembly.fixups, assembly.symbols, errors);
  if (tooShort.length === 0) {
    errors.throwIfAny();
  }
  return tooShort; // if there are any, errors are reported by the next run, with its addresses
}

function programOf(assembly: Assembly, origin: number): Program {
  const symbols = valuesOf(assembly);
  assembly.errors.throwIfAny();
  const entry = symbols['_start'] ?? origin;
  const image = { entry, segments: segmentsOf([...assembly.sections.values()]), symbols };
  return { image, listing: listingOf(assembly), symbols };
}

/** Reads all statements. */
function readAll(assembly: Assembly, source: string): void {
  const { errors } = assembly;
  const statements = readStatements(source, errors);
  const last = statements[MAX_STATEMENTS];
  if (last !== undefined) {
    return errors.add(last, `the source has more than ${MAX_STATEMENTS} statements`);
  }
  const reader = new StatementReader(statements);
  for (let statement = reader.next(); statement !== undefined; statement = reader.next()) {
    const current = statement;
    errors.collect(current, () => readStatement(assembly, reader, current));
  }
}

function readStatement(assembly: Assembly, reader: StatementReader, statement: Statement): void {
  const text = defineLabels(assembly, statement);
  if (text === '') {
    return;
  }
  const assignment = /^([A-Za-z_.$][\w.$]*)\s*=(?!=)\s*(.*)$/s.exec(text);
  if (assignment !== null) {
    return assign(assembly, assignment[1] ?? '', assignment[2] ?? '', statement);
  }

  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const directive = directiveOf(name);
  const macro = reader.macro(name);
  if (directive !== undefined) {
    directive(assembly, rest, statement);
  } else if (name === '.macro') {
    reader.define(rest);
  } else if (name === '.rept') {
    reader.repeat(() => assembly.number(rest, 'the count of .rept'), statement);
  } else if (name === '.irp') {
    reader.repeatFor(rest, statement);
  } else if (macro !== undefined) {
    reader.call(macro, rest, statement);
  } else if (name.startsWith('.') && name !== '.insn') {
    fault(`unknown directive '${name}'`);
  } else {
    emitInstruction(assembly, text, statement);
  }
}

/** Defines the labels at the start of the statement and returns what follows them. */
function defineLabels(assembly: Assembly, statement: Statement): string {
  let { text } = statement;
  for (let label = labelAt(text); label !== undefined; label = labelAt(text)) {
    assembly.symbols.defineLabel(label.name, assembly.here(), statement.line);
    text = text.slice(label.length);
  }
  return text;
}

function labelAt(text: string): { readonly name: string; readonly length: number } | undefined {
  const match = /^([A-Za-z_.$][\w.$]*|\d+)\s*:\s*/.exec(text);
  return match === null ? undefined : { name: match[1] ?? '', length: match[0].length };
}

function valuesOf(assembly: Assembly): Readonly<Record<string, number>> {
  const values: [string, number][] = [];
  for (const { name, line } of assembly.symbols.named()) {
    assembly.errors.collect({ line, inside: '' }, () => {
      values.push([name, Number(BigInt.asUintN(32, assembly.symbols.resolve(name)))]);
    });
  }
  return Object.fromEntries(values);
}

function listingOf(assembly: Assembly): ListingEntry[] {
  return assembly.emitted.map(({ section, offset, bytes, statement }) => ({
    address: section.address + offset,
    word: section.read(offset, bytes),
    bytes,
    line: statement.line,
    text: statement.text,
  }));
}
