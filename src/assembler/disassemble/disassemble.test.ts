import fc from 'fast-check';
import { decode, hypervisorTable, isCompressed, instructionTable } from '../../machine/index.js';
import { assemble, disassemble, formatInstruction } from '../index.js';

const ADDRESS = 0x8000_1000;

/** A word of each kind that the machine decodes: a random row of the table with random bits where its mask leaves them. */
const validWords = fc
  .tuple(fc.constantFrom(...instructionTable, ...hypervisorTable), fc.integer())
  .map(([row, bits]) => ((bits & ~row.mask) | row.match) >>> 0);

/** Assembles one line that stands at ADDRESS. */
function wordOf(text: string, size = 4): number {
  const bytes = assemble(text, { origin: ADDRESS }).image.segments[0]?.bytes ?? new Uint8Array(4);
  const view = new DataView(bytes.buffer);
  return size === 2 ? view.getUint16(0, true) : view.getUint32(0, true);
}

test.each([{ aliases: true }, { aliases: false }])(
  'the assembler makes of the text the word that it came from, with %j',
  (options) => {
    fc.assert(
      fc.property(validWords, (word) => {
        expect(wordOf(disassemble(word, ADDRESS, options))).toBe(word);
        expect(wordOf(disassemble(word, undefined, options))).toBe(word);
      }),
      { numRuns: 1500, seed: 2 },
    );
  },
);

test('any word at all has a text, and the assembler makes that word of it', () => {
  fc.assert(
    fc.property(fc.integer(), (word) => {
      const size = word >>> 16 === 0 && isCompressed(word) ? 2 : 4;
      expect(wordOf(`${size === 2 ? '.option rvc; ' : ''}${disassemble(word, ADDRESS)}`, size)).toBe(
        word >>> 0,
      );
    }),
    { numRuns: 500, seed: 3 },
  );
});

const texts = [
  [0x0000_0013, 'nop', 'addi zero,zero,0'],
  [0x0005_8513, 'mv a0,a1', 'addi a0,a1,0'],
  [0x0050_0513, 'li a0,5', 'addi a0,zero,5'],
  [0x0ff5_f513, 'zext.b a0,a1', 'andi a0,a1,255'],
  [0xfff5_c513, 'not a0,a1', 'xori a0,a1,-1'],
  [0x0015_b513, 'seqz a0,a1', 'sltiu a0,a1,1'],
  [0x00b0_3533, 'snez a0,a1', 'sltu a0,zero,a1'],
  [0x0005_a533, 'sltz a0,a1', 'slt a0,a1,zero'],
  [0x00b0_2533, 'sgtz a0,a1', 'slt a0,zero,a1'],
  [0x4080_0533, 'neg a0,s0', 'sub a0,zero,s0'],
  [0x0005_0463, 'beqz a0,0x80001008', 'beq a0,zero,0x80001008'],
  [0x0005_1463, 'bnez a0,0x80001008', 'bne a0,zero,0x80001008'],
  [0x0005_4463, 'bltz a0,0x80001008', 'blt a0,zero,0x80001008'],
  [0x00a0_4463, 'bgtz a0,0x80001008', 'blt zero,a0,0x80001008'],
  [0x0005_5463, 'bgez a0,0x80001008', 'bge a0,zero,0x80001008'],
  [0x00a0_5463, 'blez a0,0x80001008', 'bge zero,a0,0x80001008'],
  [0xffdf_f06f, 'j 0x80000ffc', 'jal zero,0x80000ffc'],
  [0x0000_00ef, 'jal 0x80001000', 'jal ra,0x80001000'],
  [0x0000_8067, 'ret', 'jalr zero,0(ra)'],
  [0x0085_0067, 'jr 8(a0)', 'jalr zero,8(a0)'],
  [0x0005_00e7, 'jalr a0', 'jalr ra,0(a0)'],
  [0x0005_05e7, 'jalr a1,a0', 'jalr a1,0(a0)'],
  [0x0045_05e7, 'jalr a1,4(a0)', 'jalr a1,4(a0)'],
  [0x0085_a503, 'lw a0,8(a1)', 'lw a0,8(a1)'],
  [0xfe81_2e23, 'sw s0,-4(sp)', 'sw s0,-4(sp)'],
  [0xffff_f537, 'lui a0,0xfffff', 'lui a0,0xfffff'],
  [0x41f5_d513, 'srai a0,a1,0x1f', 'srai a0,a1,0x1f'],
  [0x3000_2573, 'csrr a0,mstatus', 'csrrs a0,mstatus,zero'],
  [0x3005_1073, 'csrw mstatus,a0', 'csrrw zero,mstatus,a0'],
  [0x1042_a073, 'csrs sie,t0', 'csrrs zero,sie,t0'],
  [0x1042_b073, 'csrc sie,t0', 'csrrc zero,sie,t0'],
  [0x3002_d073, 'csrwi mstatus,5', 'csrrwi zero,mstatus,5'],
  [0x1230_2573, 'csrr a0,0x123', 'csrrs a0,0x123,zero'],
  [0xc010_2573, 'rdtime a0', 'csrrs a0,time,zero'],
  [0xc000_1073, 'unimp', 'csrrw zero,cycle,zero'],
  [0x06b6_252f, 'amoadd.w.aqrl a0,a1,(a2)', 'amoadd.w.aqrl a0,a1,(a2)'],
  [0x1405_a52f, 'lr.w.aq a0,(a1)', 'lr.w.aq a0,(a1)'],
  [0x0ff0_000f, 'fence', 'fence iorw,iorw'],
  [0x0310_000f, 'fence rw,w', 'fence rw,w'],
  [0x8330_000f, 'fence.tso', 'fence.tso'],
  [0x0000_100f, 'fence.i', 'fence.i'],
  [0x1200_0073, 'sfence.vma', 'sfence.vma zero,zero'],
  [0x1205_0073, 'sfence.vma a0', 'sfence.vma a0,zero'],
  [0x1020_0073, 'sret', 'sret'],
  [0x6805_c573, 'hlv.w a0,(a1)', 'hlv.w a0,(a1)'],
  [0x6aa5_c073, 'hsv.w a0,(a1)', 'hsv.w a0,(a1)'],
  [0x6205_0073, 'hfence.gvma a0', 'hfence.gvma a0,zero'],
] as const;

test.each(texts)('%d is written %s, without aliases %s', (word, alias, canonical) => {
  expect(disassemble(word, ADDRESS)).toBe(alias);
  expect(disassemble(word, ADDRESS, { aliases: false })).toBe(canonical);
});

test('a target whose address is not known is written as a distance', () => {
  expect(disassemble(0xffdf_f06f)).toBe('j .-4');
  expect(disassemble(0x00b5_0463)).toBe('beq a0,a1,.+8');
});

test('a target past the end of the address space wraps, as the pc does', () => {
  expect(disassemble(0xffdf_f06f, 0)).toBe('j 0xfffffffc');
});

test('a word that is no instruction of this machine is written as data', () => {
  expect(disassemble(0x1_0000)).toBe('.word 0x10000');
  expect(disassemble(0x9c01)).toBe('.2byte 0x9c01');
  expect(disassemble(0)).toBe('c.unimp');
  expect(disassemble(0xffff_ffff)).toBe('.word 0xffffffff');
  expect(disassemble(-1)).toBe('.word 0xffffffff');
});

test('a fence with reserved bits or an empty set has no spelling and is written as data', () => {
  expect(disassemble(0x0000_000f)).toBe('.word 0xf');
  expect(disassemble(0x0ff0_800f)).toBe('.word 0xff0800f');
  expect(disassemble(0x1ff0_000f)).toBe('.word 0x1ff0000f');
  expect(disassemble(0x0010_100f)).toBe('.word 0x10100f');
});

test('formatInstruction writes what decode has taken apart', () => {
  const instruction = decode(0x0005_8513);
  expect(instruction && formatInstruction(instruction)).toBe('mv a0,a1');
  expect(instruction && formatInstruction(instruction, { aliases: false })).toBe('addi a0,a1,0');
});

test.each([{ aliases: true }, { aliases: false }])(
  'the assembler makes of the text of every halfword the halfword, with %j',
  (options) => {
    const halves = Array.from({ length: 0x1_0000 }, (_, half) => half).filter(isCompressed);
    const inBlocks = Array.from({ length: Math.ceil(halves.length / 4096) }, (_, block) =>
      halves.slice(4096 * block, 4096 * (block + 1)),
    );
    for (const block of inBlocks) {
      const text = block.map((half) => disassemble(half, undefined, options)).join('\n');
      const { bytes } = assemble(`.option rvc\n.space 2048\n${text}\n.space 2048`).image.segments[0]!;
      expect(new Uint16Array(bytes.buffer, 2048, block.length)).toEqual(Uint16Array.from(block));
    }
  },
);

test.each([
  [0x852e, 'mv a0,a1', 'c.mv a0,a1'],
  [0x8082, 'ret', 'c.jr ra'],
  [0x9502, 'jalr a0', 'c.jalr a0'],
  [0x0001, 'nop', 'c.nop'],
  [0x4515, 'li a0,5', 'c.li a0,5'],
  [0x7505, 'lui a0,0xfffe1', 'c.lui a0,0xfffe1'],
  [0x7101, 'addi sp,sp,-512', 'c.addi16sp sp,-512'],
  [0x713d, 'c.addi16sp sp,-32', 'c.addi16sp sp,-32'], // of two halves, the other one is chosen for the long form
  [0x0028, 'addi a0,sp,8', 'c.addi4spn a0,sp,8'],
  [0x4188, 'lw a0,0(a1)', 'c.lw a0,0(a1)'],
  [0xc22a, 'sw a0,4(sp)', 'c.swsp a0,4(sp)'],
  [0x9002, 'ebreak', 'c.ebreak'],
  [0xbffd, 'j 0x80000ffe', 'c.j 0x80000ffe'],
  [0xc111, 'beqz a0,0x80001004', 'c.beqz a0,0x80001004'],
  [0x0005, 'c.nop 1', 'c.nop 1'], // HINTs have their own names only
  [0x802a, 'c.mv zero,a0', 'c.mv zero,a0'],
  [0x0502, 'c.slli64 a0', 'c.slli64 a0'],
])('the half %i is written %s, without aliases %s', (half, alias, canonical) => {
  expect(disassemble(half, ADDRESS)).toBe(alias);
  expect(disassemble(half, ADDRESS, { aliases: false })).toBe(canonical);
});
