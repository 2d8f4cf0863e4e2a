/**
 * The assembler's main loop: statements in, a program out. First the statements are read: they emit bytes, and fixups for
 * the bytes that depend on addresses. Then the sections get their addresses, and the fixups are applied. The bytes are those
 * of GNU as and ld with `-mno-relax` and `-N`. Under `.option rvc` the first run makes every branch and jump short; those
 * that do not reach their targets are long in the next run, and so on, until all reach.
 */
import type { Image } from '../../machine/index.js';
import { ErrorList } from '../text/index.js';
import { Assembly } from './assembly.js';
import { applyFixups, isInstruction } from './fixups.js';
import { layOut, linkerSymbols, segmentsOf } from './layout.js';
import { alignTo } from './placement.js';
import { readSource } from './read-source.js';

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
    const tooShort = runOnce(assembly, source, origin);
    if (tooShort.length === 0) {
      return programOf(assembly, origin);
    }
    for (const jump of tooShort) {
      longJumps.add(jump);
    }
  }
}

/** One run. Returns the jumps that are too short. Throws an AsmError if the source is wrong. */
function runOnce(assembly: Assembly, source: string, origin: number): readonly number[] {
  const { errors } = assembly;
  readSource(assembly, source);
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
  return assembly.fixups.filter(isInstruction).map(({ section, offset, short, place }) => {
    const bytes = short === undefined ? 4 : 2;
    const word = section.readInstruction(offset, bytes);
    return { address: section.address + offset, word, bytes, line: place.line, text: place.text };
  });
}
