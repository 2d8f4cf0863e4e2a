/**
 * The assembler and the disassembler against GNU binutils: same source, same bytes; same bytes, same text.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandCompressed, isCompressed } from '../machine/index.js';
import { csrText } from './forms/csr-names.js';
import {
  branchyProgram,
  compressible,
  dataProgram,
  kernel,
  macroProgram,
  numbers,
  pseudoInstructions,
  randomProgram,
} from './gnu-samples.js';
import { assemble, disassemble, type Program } from './index.js';

const PREFIX = 'riscv64-unknown-elf-';
const ORIGIN = 0x8000_0000;
const isInstalled = spawnSync(`${PREFIX}as`, ['--version']).status === 0;
const testWithGnu = (title: string, work: () => void): void => {
  if (isInstalled) {
    test(title, work);
  } else {
    test.skip(`${title} (skipped: ${PREFIX}as is not installed)`, work);
  }
};

const compressedHalves = Array.from({ length: 0x1_0000 }, (_, half) => half).filter(
  (half) => isCompressed(half) && expandCompressed(half) !== undefined,
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembler-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

testWithGnu('every instruction with random operands has the bytes that GNU as gives it', () => {
  expectSameBytes(randomProgram(1));
});

testWithGnu('every pseudo-instruction has the bytes that GNU as gives it', () => {
  expectSameBytes(pseudoInstructions);
});

testWithGnu('data, alignment, sections and expressions have the bytes that GNU as and ld give them', () => {
  expectSameBytes(dataProgram);
});

testWithGnu('macros and repetitions become what GNU as makes of them', () => {
  expectSameBytes(macroProgram);
});

testWithGnu('every CSR of the privileged specification has the number that GNU as gives it', () => {
  const names = Array.from({ length: 0x1000 }, (_, number) => csrText(number)).filter(
    (name) => !name.startsWith('0x'),
  );
  expect(names.length).toBeGreaterThan(250);
  expectSameBytes(names.map((name) => `csrr a0, ${name}`).join('\n'));
});

testWithGnu('a small kernel has the bytes and the symbols that GNU as and ld give it', () => {
  const ours = expectSameBytes(kernel);
  for (const [name, address] of gnuSymbols()) {
    expect([name, ours.symbols[name]]).toEqual([name, address]);
  }
});

testWithGnu('li takes the same instructions as in GNU as for any value', () => {
  const random = numbers(7);
  const edges = [
    0, 1, -1, 2047, 2048, -2048, -2049, 4095, 4096, 0x7fff_f800, 0x7fff_ffff, 0x8000_0000, 0xffff_f000,
  ];
  const values = [...edges, ...Array.from({ length: 200 }, () => random(0x1_0000_0000) >>> random(32))];
  expectSameBytes(values.map((value) => `li t0, ${value}`).join('\n'));
});

testWithGnu('the disassembler writes what objdump writes, without aliases', () => {
  const { listing } = expectSameBytes(randomProgram(2));
  const expected = objdump('no-aliases');
  const found = listing.map(({ address, word }) => disassemble(word, address, { aliases: false }));
  expect(found).toEqual(expected);
});

testWithGnu('the disassembler writes what objdump writes, with aliases', () => {
  const { listing } = expectSameBytes(`${randomProgram(3)}\n${pseudoInstructions}`);
  const expected = objdump('').filter((line) => !line.startsWith('.word 0x00000000'));
  const found = listing.map(({ address, word }) => disassemble(word, address));
  expect(found.map(asOlderObjdump)).toEqual(expected.map(asOlderObjdump));
});

testWithGnu('under .option rvc, instructions are compressed exactly where GNU as compresses them', () => {
  const long = compressedHalves
    .map((half) => disassemble(expandCompressed(half) ?? 0, undefined, { aliases: false }))
    .filter((text) => !/\.[+-]/.test(text));
  expectSameBytes(`.option rvc\n${[...new Set(long)].join('\n')}`);
  expectSameBytes(`.option rvc\n${compressible}`);
  expectSameBytes(`.option rvc\n${pseudoInstructions}`);
  for (let seed = 10; seed < 16; seed += 1) {
    expectSameBytes(`.option rvc\n${branchyProgram(seed)}`);
  }
});

testWithGnu('compressed instructions under their own names have the bytes that GNU as gives them', () => {
  const texts = compressedHalves.map((half) => disassemble(half, undefined, { aliases: false }));
  const own = texts.filter((text) => text.startsWith('c.') && !/\.[+-]/.test(text));
  expect(own.length).toBeGreaterThan(20_000);
  expectSameBytes(`.option rvc\n${own.join('\n')}`);
});

/** Assembles with both, compares what would be loaded, and returns our program. */
function expectSameBytes(source: string, march = 'rv32imah_zicsr_zifencei'): Program {
  const run = (tool: string, ...options: string[]): void => {
    execFileSync(`${PREFIX}${tool}`, options, { cwd: folder, stdio: 'pipe' });
  };
  writeFileSync(join(folder, 'a.s'), `.globl _start\n${source}\n`);
  run('as', `-march=${march}`, '-mabi=ilp32', '-mno-relax', 'a.s', '-o', 'a.o');
  run(
    'ld',
    '-melf32lriscv',
    '-N',
    '--no-warn-rwx-segments',
    '-e',
    '0',
    `-Ttext=0x${ORIGIN.toString(16)}`,
    'a.o',
    '-o',
    'a.elf',
  );
  run('objcopy', '-O', 'binary', '-j', '.text', '-j', '.rodata', '-j', '.data', 'a.elf', 'a.bin');
  const ours = assemble(`.globl _start\n${source}`, { name: 'a.s', origin: ORIGIN });
  expectSame(flat(ours), readFileSync(join(folder, 'a.bin')));
  return ours;
}

/** The bytes from the origin on, without .bss, as objcopy writes them. */
function flat(program: Program): Buffer {
  const segments = program.image.segments.filter((segment) => segment.bytes.length > 0);
  const end = Math.max(...segments.map((segment) => segment.address + segment.bytes.length));
  const bytes = Buffer.alloc(end - ORIGIN);
  for (const segment of segments) {
    bytes.set(segment.bytes, segment.address - ORIGIN);
  }
  return bytes;
}

/** Only bytes that differ are written as text, for the message: for tens of thousands of equal ones that takes seconds. */
function expectSame(ours: Buffer, theirs: Buffer): void {
  if (!ours.equals(theirs)) {
    expect(wordsOf(ours)).toEqual(wordsOf(theirs));
  }
}

/** One line for four bytes, so that a difference is shown with its address. */
function wordsOf(bytes: Buffer): string[] {
  return Array.from({ length: Math.ceil(bytes.length / 4) }, (_, index) => {
    const address = (ORIGIN + 4 * index).toString(16);
    return `${address}: ${bytes.subarray(4 * index, 4 * index + 4).toString('hex')}`;
  });
}

function gnuSymbols(): [string, number][] {
  const lines = execFileSync(`${PREFIX}nm`, ['a.o'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  const own = new Set(lines.map((line) => line.split(' ').at(-1)));
  const linked = execFileSync(`${PREFIX}nm`, ['a.elf'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  return linked
    .map((line) => line.split(' '))
    .filter(
      ([, , name]) => name !== undefined && own.has(name) && !name.startsWith('.L') && !name.startsWith('_e'),
    )
    .map(([address = '', , name = '']) => [name, parseInt(address, 16)]);
}

/** objdump's text for each instruction, with the differences that our header names taken out. */
function objdump(style: string): string[] {
  const options = ['-d', '-z', ...(style === '' ? [] : ['-M', style]), 'a.elf'];
  const text = execFileSync(`${PREFIX}objdump`, options, { cwd: folder, encoding: 'utf8' });
  return [...text.matchAll(/^[0-9a-f]{8}:\t[0-9a-f]{8} +\t(.*)$/gm)].map(([, line = '']) =>
    line
      .replace(/ (#|<).*$/, '')
      .replace('\t', ' ')
      .replace(/^(j|jal|b\w+) (.*,)?([0-9a-f]+)$/, '$1 $2' + '0x$3'),
  );
}

/** Some versions of objdump write `add` for addi, `csrw` for csrwi and so on in the style with aliases; others do not. */
function asOlderObjdump(text: string): string {
  return text
    .replace(/^(add|xor|or|and|slt|sll|srl|sra)i(u?) /, '$1$2 ')
    .replace(/^(csrr?[wsc])i /, '$1 ')
    .replace(/^fence iorw,iorw$/, 'fence');
}
