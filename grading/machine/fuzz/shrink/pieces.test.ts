import { encode } from '../../../../src/assembler/index.js';
import { caseOf } from '../compare/campaign.js';
import type { Block, Case } from '../case/case.js';
import { caseText } from '../case/case-text.js';
import { together, word, type Instruction } from '../case/instruction.js';
import { BLOCK_BYTES, FIRST_AREA, AREA_BYTES } from '../case/layout.js';
import { pieceKinds, piecesOf, without } from './pieces.js';

const NOP = word(0x13);
const SRET = word(0x1020_0073);

/** An address below 2 KiB behind a page's beginning. */
function li(rd: number, value: number): Instruction[] {
  const low = value & 0xfff;
  return [
    word(encode('lui', { rd, imm: (value - low) | 0 })),
    word(encode('addi', { rd, rs1: rd, imm: low })),
  ];
}

function block(index: number, body: readonly Instruction[]): Block {
  const pc = FIRST_AREA + index * BLOCK_BYTES;
  return { mode: 'S', pc, status: { clear: 0x1800, set: 0x900 }, statusHigh: { clear: 0, set: 0 }, body };
}

function program(...bodies: Instruction[][]): Case {
  return {
    ...caseOf(1, 0, FIRST_AREA),
    csrs: { mie: 0xaaa, medeleg: 0x9, satp: 0x8008_002c, stvec: 0x8002_2001 },
    blocks: bodies.map((body, index) => block(index, body)),
  };
}

test('a block that is gone is jumped over, and what loads an address of a later one loads the new one', () => {
  const address = (index: number) => together([...li(5, FIRST_AREA + index * BLOCK_BYTES), SRET]);
  const { blocks } = without(
    program([{ kind: 'jal', rd: 1, to: 2 }], [NOP], [NOP], address(3), [NOP]),
    new Set(['block 1']),
  );
  expect(blocks.map(({ pc }) => pc)).toEqual([0, 1, 2, 3].map((index) => FIRST_AREA + index * BLOCK_BYTES));
  expect(blocks[0]!.body).toEqual([{ kind: 'jal', rd: 1, to: 1 }]);
  expect(blocks[2]!.body).toEqual(address(2));
});

test('instructions that belong together go together', () => {
  const test = program([NOP, ...together([...li(5, 0x2000_0123), SRET]), NOP]);
  expect(piecesOf(test, 'step')).toEqual(['block 0 step 0', 'block 0 step 1', 'block 0 step 2']);
  expect(without(test, new Set(['block 0 step 1'])).blocks[0]!.body).toEqual([NOP, NOP]);
});

test('CSRs go whole or bit by bit, but the time limit of the harness stays', () => {
  const test = program([]);
  expect(piecesOf(test, 'bit')).toContain('csr medeleg bit 3');
  expect(piecesOf(test, 'bit').filter((piece) => /satp|stvec/.test(piece))).toEqual([]); // addresses
  expect(without(test, new Set(['csr mie', 'csr satp', 'csr medeleg bit 3'])).csrs).toEqual({
    mie: 0x80,
    medeleg: 0x1,
    stvec: 0x8002_2001,
  });
});

test('entries of PMP go one by one, and an address only when no entry uses it', () => {
  const test = {
    ...program([]),
    csrs: { pmpaddr0: 0x100, pmpaddr1: 0x200, pmpaddr2: 0x300, pmpcfg0: 0x1f_0c0f },
  };
  expect(piecesOf(test, 'state').filter((piece) => piece.includes('pmpcfg'))).toEqual([
    'csr pmpcfg0',
    'csr pmpcfg0 entry 0',
    'csr pmpcfg0 entry 1',
    'csr pmpcfg0 entry 2',
  ]);
  const addresses = ['csr pmpaddr0', 'csr pmpaddr1', 'csr pmpaddr2'];
  const left = (...pieces: string[]) => without(test, new Set(pieces)).csrs;
  expect(left(...addresses)).toEqual(test.csrs);
  expect(left(...addresses, 'csr pmpcfg0 entry 0', 'csr pmpcfg0 entry 2')).toEqual({
    pmpaddr0: 0x100, // where entry 1 may begin
    pmpaddr1: 0x200,
    pmpcfg0: 0xc00,
  });
  expect(left(...addresses, 'csr pmpcfg0')).toEqual({});
  expect(piecesOf(test, 'bit').filter((piece) => piece.includes('pmp'))).toEqual([]);
});

test('the mode in which a block is entered stays', () => {
  const test = program([NOP]);
  const bits = piecesOf(test, 'bit').filter((piece) => piece.startsWith('block'));
  expect(bits).toEqual(['block 0 bit 8']);
  expect(without(test, new Set(bits)).blocks[0]!.status.set).toBe(0x800);
});

test('without all its pieces nothing is left of a case', () => {
  for (const index of [0, 1, 2, 3]) {
    const test = caseOf(5, index, FIRST_AREA);
    const empty = without(test, new Set(pieceKinds.flatMap((kind) => piecesOf(test, kind))));
    expect(caseText(empty)).toMatch(/^features .*\narea 0x80020000\ncsr mie 0x80$/);
  }
});

test('the pieces of a case have the same names at every area', () => {
  const names = (area: number) => pieceKinds.map((kind) => piecesOf(caseOf(5, 1, area), kind));
  expect(names(FIRST_AREA + 300 * AREA_BYTES)).toEqual(names(FIRST_AREA));
});
