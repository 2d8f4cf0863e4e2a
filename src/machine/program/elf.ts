/**
 * Reads a program from an ELF file. ELF specification (TIS 1.2), chapter 1; RISC-V ELF psABI for the machine number and flags.
 * The file is not trusted: each offset is checked before it is used.
 */
import { hex } from '../isa/index.js';
import { ElfFile, limit, sections, table } from './elf-file.js';
import { symbols } from './elf-symbols.js';
import { ImageError, type Image, type Segment } from './image.js';
import { RAM_BASE } from '../memory/index.js';

/**
 * Reads the program in an ELF file, which must be 32-bit, little-endian, for RISC-V, and linked. Its segments share the memory of
 * `bytes`. Any other file is an ImageError, with a message of one line.
 */
export function loadElf(bytes: Uint8Array): Image {
  const file = new ElfFile(bytes);
  checkIdentity(file);
  const occupied = allocatedSections(file);
  const headers = programHeaders(file)
    .map((header) => withoutEmptyBeginning(header, occupied))
    .filter(({ memoryBytes }) => memoryBytes > 0);
  const segments = headers.map((header) => segmentOf(file, header));
  if (segments.length === 0) {
    throw new ImageError('the ELF file has nothing to load: no PT_LOAD segment; was it linked?');
  }
  return { entry: physicalEntry(file.u32(24), headers), segments, symbols: symbols(file) };
}

const MAGIC = 0x464c_457f; // 7f 'E' 'L' 'F'
const CLASS_32 = 1;
const LITTLE_ENDIAN = 1;
const TYPE_EXECUTABLE = 2;
const MACHINE_RISCV = 0xf3;
const FLAG_FLOAT_ABI = 0x6;

function checkIdentity(file: ElfFile): void {
  if (file.bytes.length < 4 || file.u32(0) !== MAGIC) {
    throw new ImageError('not an ELF file: it does not begin with 7f 45 4c 46');
  }
  file.check(0, 52); // the file header
  const flags = file.u32(36);
  const demands: readonly (readonly [boolean, string])[] = [
    [file.bytes[4] === CLASS_32, 'the ELF file is not for a 32-bit machine; build it for rv32 (-mabi=ilp32)'],
    [file.bytes[5] === LITTLE_ENDIAN, 'the ELF file is not little-endian'],
    [
      file.u16(18) === MACHINE_RISCV,
      `the ELF file is for machine ${file.u16(18)}, not for RISC-V (${MACHINE_RISCV})`,
    ],
    [
      file.u16(16) === TYPE_EXECUTABLE,
      `the ELF file has type ${file.u16(16)}, not an executable's (${TYPE_EXECUTABLE}); link it, without -pie`,
    ],
    [
      (flags & FLAG_FLOAT_ABI) === 0,
      'the ELF file passes floating-point registers, which this machine does not have; build it with -mabi=ilp32',
    ],
  ];
  for (const [met, complaint] of demands) {
    if (!met) {
      throw new ImageError(complaint);
    }
  }
}

interface ProgramHeader {
  readonly offset: number;
  readonly virtual: number;
  readonly physical: number;
  readonly fileBytes: number;
  readonly memoryBytes: number;
}

const PT_LOAD = 1;

// Far more than linkers write. The limit keeps a hostile file from taking too much time.
const MOST_PROGRAM_HEADERS = 1024;

/** The headers of all segments that occupy memory. */
function programHeaders(file: ElfFile): ProgramHeader[] {
  const count = file.u16(44);
  limit('program headers', count, MOST_PROGRAM_HEADERS);
  return table(file, file.u32(28), file.u16(42), count, 32)
    .filter((at) => file.u32(at) === PT_LOAD && file.u32(at + 20) > 0)
    .map((at) => ({
      offset: file.u32(at + 4),
      virtual: file.u32(at + 8),
      physical: file.u32(at + 12),
      fileBytes: file.u32(at + 16),
      memoryBytes: file.u32(at + 20),
    }));
}

/**
 * A linker puts the headers of the file into the first segment if its page has room for them. For a program at the start of memory
 * (`-Ttext=0x80000000`) that room lies below memory, where nothing can be loaded. So, as on QEMU, the bytes below memory are left
 * out if no section lies there. If a section lies there, the segment stays whole, and placing it into memory fails.
 */
function withoutEmptyBeginning(header: ProgramHeader, occupied: readonly AddressRange[]): ProgramHeader {
  const below = Math.min(Math.max(RAM_BASE - header.physical, 0), header.memoryBytes);
  const isOccupied = ({ start, end }: AddressRange) => start < header.virtual + below && end > header.virtual;
  if (below === 0 || occupied.length === 0 || occupied.some(isOccupied)) {
    return header;
  }
  const { offset, virtual, physical, fileBytes, memoryBytes } = header;
  return {
    offset: offset + Math.min(below, fileBytes),
    virtual: virtual + below,
    physical: physical + below,
    fileBytes: Math.max(fileBytes - below, 0),
    memoryBytes: memoryBytes - below,
  };
}

function segmentOf(file: ElfFile, header: ProgramHeader): Segment {
  const { offset, physical, fileBytes, memoryBytes } = header;
  file.check(offset, fileBytes);
  if (fileBytes > memoryBytes) {
    throw new ImageError(
      `the ELF file is corrupt: a segment has ${fileBytes} bytes but occupies only ${memoryBytes} in memory`,
    );
  }
  return { address: physical, bytes: file.bytes.subarray(offset, offset + fileBytes), memoryBytes };
}

interface AddressRange {
  readonly start: number;
  readonly end: number;
}

const SHT_NOTE = 7; // information about the file; the program does not need it
const SHF_ALLOC = 2;

/** The ranges of virtual addresses that sections of the program occupy. */
function allocatedSections(file: ElfFile): AddressRange[] {
  return sections(file)
    .filter((at) => (file.u32(at + 8) & SHF_ALLOC) !== 0 && file.u32(at + 4) !== SHT_NOTE)
    .map((at) => ({ start: file.u32(at + 12), end: file.u32(at + 12) + file.u32(at + 20) }));
}

/**
 * The physical address of the entry. A kernel may be linked to high addresses and loaded to low ones; then it starts where its entry
 * was loaded. If the entry lies in no segment (the linker did not find the symbol), it is the lowest loaded address, where QEMU
 * starts each kernel.
 */
function physicalEntry(entry: number, headers: readonly ProgramHeader[]): number {
  const within = (start: number, size: number) => entry >= start && entry < start + size;
  const home = headers.find(({ virtual, memoryBytes }) => within(virtual, memoryBytes));
  const loaded = headers.some(({ physical, memoryBytes }) => within(physical, memoryBytes));
  const lowest = Math.min(...headers.map(({ physical }) => physical));
  const address = home !== undefined ? entry - home.virtual + home.physical : loaded ? entry : lowest;
  if (address % 2 !== 0) {
    throw new ImageError(
      `the ELF file's entry, ${hex(entry)}, is no instruction's address: not a multiple of 2`,
    );
  }
  return address >>> 0;
}
