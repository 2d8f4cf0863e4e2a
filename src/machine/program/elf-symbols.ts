/** Reads the symbols of an ELF file. ELF specification (TIS 1.2), chapter 1, "Symbol Table". */
import { limit, sections, table, type ElfFile } from './elf-file.js';
import { ImageError } from './image.js';

const SHT_SYMTAB = 2;
const SYMBOL_BYTES = 16;
const LOCAL = 0;
const LAST_NAMED_TYPE = 2; // 0 untyped, 1 object, 2 function; the types after that are sections and files

const LONGEST_NAME = 4096;
// Far more than real programs have. The limits keep a hostile file from taking too much time or memory.
const MOST_SYMBOLS = 1_000_000;
const MOST_NAME_CHARACTERS = 64 * 1024 * 1024; // of all names together

/** The values of the symbols by name. If two symbols have the same name, a global one wins. A file has at most one symbol table. */
export function symbols(file: ElfFile): Readonly<Record<string, number>> {
  const all = sections(file);
  const symbolTable = all.find((at) => file.u32(at + 4) === SHT_SYMTAB);
  if (symbolTable === undefined) {
    return {};
  }
  const strings = all[file.u32(symbolTable + 24)];
  if (strings === undefined) {
    throw new ImageError('the ELF file is corrupt: its symbol table has no string table');
  }
  const count = Math.floor(file.u32(symbolTable + 20) / SYMBOL_BYTES);
  const entries = table(file, file.u32(symbolTable + 16), SYMBOL_BYTES, count, SYMBOL_BYTES);
  limit('symbols', count, MOST_SYMBOLS);
  let characters = 0;
  const found = entries
    .map((symbol) => {
      const name = stringAt(file, file.u32(strings + 16), file.u32(strings + 20), file.u32(symbol));
      characters += name.length;
      limit('characters in names of symbols', characters, MOST_NAME_CHARACTERS);
      return {
        name,
        value: file.u32(symbol + 4),
        info: file.bytes[symbol + 12]!,
        defined: file.u16(symbol + 14) !== 0,
      };
    })
    .filter(({ name, info, defined }) => defined && name !== '' && (info & 15) <= LAST_NAMED_TYPE);
  const locals = found.filter(({ info }) => info >> 4 === LOCAL);
  const globals = found.filter(({ info }) => info >> 4 !== LOCAL);
  return Object.fromEntries([...locals, ...globals].map(({ name, value }) => [name, value]));
}

/** Measured before it is made: a string that grows a character at a time needs far more memory than its characters. */
function stringAt(file: ElfFile, start: number, size: number, index: number): string {
  file.check(start, size);
  const rest = file.bytes.subarray(start + index, Math.min(start + index + LONGEST_NAME + 1, start + size));
  const end = rest.indexOf(0);
  const name = end < 0 ? rest : rest.subarray(0, end);
  if (name.length > LONGEST_NAME) {
    throw new ImageError(`the ELF file is corrupt: a symbol's name has more than ${LONGEST_NAME} characters`);
  }
  return String.fromCharCode(...name);
}
