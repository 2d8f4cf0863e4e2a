/** A test case: a program in blocks, the state that it starts from, and the bytes that both make in an area. */
import type { Features } from './features.js';
import { C_BLOCKS, C_CSRS, C_FIRST_LOG, C_LOG, C_REGISTERS, C_TABLE, C_VECTORED } from './layout.js';
import { CODE, CONTEXT } from './layout.js';
import { BLOCK_BYTES, S_VECTORS, AREA_BYTES, TABLE_ENTRY_BYTES, VECTORS_SRET, VS_VECTORS } from './layout.js';
import { loggedCsrs, type LoggedCsr } from './logged-csrs.js';
import type { Instruction } from './instruction.js';
import { wordOf } from './instruction.js';

export interface Block {
  /** For the reader: the mode that it is meant to run in, `M`, `S`, `U`, `VS`, `VU`. */
  readonly mode: string;
  /** Its address as that mode sees it. */
  readonly pc: number;
  /** Bits to clear and then to set in mstatus, and in mstatush, when the harness enters it. */
  readonly status: { readonly clear: number; readonly set: number };
  readonly statusHigh: { readonly clear: number; readonly set: number };
  readonly body: readonly Instruction[];
}

export interface Case {
  readonly features: Features;
  /** Physical address of its area. Addresses in the program depend on it. */
  readonly area: number;
  /** x0 to x31; x4 is the harness's. */
  readonly registers: readonly number[];
  /** Of mtvec only the mode, vectored or not: the handlers are the harness's. */
  readonly csrs: Readonly<Partial<Record<LoggedCsr | 'mtvec', number>>>;
  /** Words in memory by offset in the area; the rest is zero. */
  readonly memory: ReadonlyMap<number, number>;
  readonly blocks: readonly Block[];
}

const ECALL = 0x0000_0073;
const SRET = 0x1020_0073;

/** The area's contents before the run. */
export function areaBytes(test: Case): Uint8Array {
  const bytes = new Uint8Array(AREA_BYTES);
  const view = new DataView(bytes.buffer);
  const put = (offset: number, value: number) => view.setUint32(offset, value >>> 0, true);
  for (const [offset, value] of test.memory) {
    put(offset, value);
  }
  for (const page of [S_VECTORS, VS_VECTORS]) {
    for (let offset = 0; offset < VECTORS_SRET; offset += 4) {
      put(page + offset, ECALL);
    }
    put(page + VECTORS_SRET, SRET);
    put(page + VECTORS_SRET + 4, ECALL); // where SRET is not allowed, the block ends
  }
  test.blocks.forEach((block, index) => {
    putBlock(view, CODE + index * BLOCK_BYTES, index, block);
    const entry = CONTEXT + C_TABLE + index * TABLE_ENTRY_BYTES;
    const { pc, status, statusHigh } = block;
    [pc, status.clear, status.set, statusHigh.clear, statusHigh.set].forEach((value, word) =>
      put(entry + 4 * word, value),
    );
  });
  test.registers.forEach((value, register) => put(CONTEXT + C_REGISTERS + 4 * register, value));
  loggedCsrs(test.features).forEach((name, index) => put(CONTEXT + C_CSRS + 4 * index, test.csrs[name] ?? 0));
  put(CONTEXT + C_BLOCKS, test.blocks.length);
  put(CONTEXT + C_VECTORED, (test.csrs.mtvec ?? 0) & 1);
  put(CONTEXT + C_LOG, test.area + CONTEXT + C_FIRST_LOG);
  return bytes;
}

/** The rest of the block is filled with ECALL, which ends it. */
function putBlock(view: DataView, start: number, index: number, block: Block): void {
  let offset = start;
  for (const instruction of block.body) {
    const { word, bytes } = wordOf(instruction, index, offset - start);
    if (offset + bytes > start + BLOCK_BYTES - 4) {
      throw new Error(`block ${index} is too long`);
    }
    if (bytes === 2) {
      view.setUint16(offset, word, true);
    } else {
      view.setUint32(offset, word >>> 0, true);
    }
    offset += bytes;
  }
  for (; offset + 4 <= start + BLOCK_BYTES; offset += 4) {
    view.setUint32(offset, ECALL, true);
  }
}
