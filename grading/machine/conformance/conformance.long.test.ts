/** `npm run conformance` as users meet it: a folder of real ELF files, the real program, its words and exit status. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../../src/assembler/index.js';
import { Workspace } from '../../sandbox/workspace.js';
import { labRoot } from '../../lab-root.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

function conformance(...args: string[]) {
  const command = [join(labRoot(), 'dist/conformance.js'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: workspace.folder,
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

const HEADER_BYTES = 52;
const SEGMENT_BYTES = 32;

/** An executable with one segment, where it was assembled for. */
function elf(source: string): Buffer {
  const { image } = assemble(source, { origin: 0x8000_0000 });
  const { address, bytes } = image.segments[0]!;
  const start = HEADER_BYTES + SEGMENT_BYTES;
  const file = Buffer.alloc(start);
  const words = (offset: number, ...values: number[]) =>
    values.forEach((value, index) => file.writeUInt32LE(value, offset + 4 * index));
  words(0, 0x464c_457f, 0x0001_0101);
  words(16, (0xf3 << 16) | 2, 1, address, HEADER_BYTES, 0, 0, (SEGMENT_BYTES << 16) | HEADER_BYTES, 1);
  words(HEADER_BYTES, 1, start, address, address, bytes.length, bytes.length, 7, 4);
  return Buffer.concat([file, bytes]);
}

const end = (code: number) => `
  li t0, 0x100000
  li t1, ${code === 0 ? 0x5555 : 0x3333 + code * 0x10000}
  sw t1, 0(t0)
  `;
const isTrue = (test: string) => `${test}\n beqz t2, fail\n ${end(0)}\n .align 2\n fail: ${end(1)}`;

/** Puts files into a folder of the workspace, by name. */
function folder(name: string, files: Record<string, string | Buffer>): string {
  mkdirSync(workspace.path(name));
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(workspace.path(`${name}/${file}`), content);
  }
  return name;
}

/** Loads, as S-mode would, through a page-table entry that marks no access yet. */
const accessed = `
    la t0, 1f
    csrw mtvec, t0
    li t1, -1
    csrw pmpaddr0, t1
    li t1, 0x1f
    csrw pmpcfg0, t1
    .align 2
  1: la t0, fail
    csrw mtvec, t0
    la s0, table
    addi t0, s0, 0x400
    li t1, 0x2000000f
    sw t1, 0x400(t0)
    srli t0, s0, 12
    lui t1, 0x80000
    or t0, t0, t1
    csrw satp, t0
    li t1, 0x1800
    csrc mstatus, t1
    li t1, 0x20800
    csrs mstatus, t1
    lw t1, 0(s0)
    li t1, 0x20000
    csrc mstatus, t1
    li t2, 1
    ${isTrue('')}
    .align 12
  table: .zero 4096
  `;

test('every program is run, in order, and what lies beside them is passed over', () => {
  const sixtyFour = elf(end(0));
  sixtyFour[4] = 2;
  const object = elf(end(0));
  object[16] = 1;
  const suite = folder('suite', {
    'rv32ui-p-bad': elf(end(3)),
    'rv32ui-p-good': elf(end(0)),
    'rv32ui-p-good.dump': 'rv32ui-p-good:     file format elf32-littleriscv',
    'rv64ui-p-good': sixtyFour,
    'start.o': object,
    empty: '',
  });
  mkdirSync(workspace.path('suite/more'));
  expect(conformance(suite)).toEqual({
    status: 1,
    lines: [
      'FAIL  suite/rv32ui-p-bad: status 3',
      'pass  suite/rv32ui-p-good',
      '2 passed over: ELF files, but no programs for a 32-bit RISC-V',
      '1 passed, 1 failed',
    ],
    stderr: '',
  });
});

test('where all pass the status is 0', () => {
  const suite = folder('passing', { '-dash': elf(end(0)), 'with space': elf(end(0)) });
  expect(conformance(suite)).toEqual({
    status: 0,
    lines: ['pass  passing/-dash', 'pass  passing/with space', '2 passed, 0 failed'],
    stderr: '',
  });
});

test('a program without an end fails when its budget is used up, and that is said', () => {
  const { status, lines } = conformance(
    folder('endless', { loop: elf('1: j 1b') }),
    '--max-instructions',
    '99',
  );
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^FAIL {2}endless\/loop: status 124: the budget of instructions ran out after 99/);
});

test('the options choose the machine, as those of hyperlab run', () => {
  const trap = 'la t0, fail\n csrw mtvec, t0\n li t2, 1\n';
  const suite = folder('machines', {
    accessed: elf(accessed),
    harts: elf(`la s0, seen\n amoadd.w t2, sp, (s0)\n csrr t1, mhartid\n li t0, 2\n beq t1, t0, 1f\n j .\n
      1: li t2, 1\n ${isTrue('')}\n .align 2\n seen: .word 0`),
    hypervisor: elf(isTrue('csrr t2, misa\n andi t2, t2, 1 << 7')),
    misaligned: elf(`${trap} la t1, fail\n .align 2\n lw t1, 1(t1)\n ${isTrue('')}`),
    pmp: elf(`${trap} csrr t1, pmpcfg0\n ${isTrue('')}`),
  });
  const failing = (...args: string[]) =>
    conformance(suite, '--max-instructions', '10000', ...args)
      .lines.filter((line) => line.startsWith('FAIL'))
      .map((line) => /machines\/(\w+)/.exec(line)![1]);
  expect(failing('--harts', '3', '--profile', 'assisted')).toEqual([]);
  expect(failing()).toEqual(['harts', 'hypervisor']);
  expect(failing('--harts', '3', '--misaligned', 'trap', '--pmp', '0', '--accessed-dirty', 'trap')).toEqual([
    'accessed',
    'hypervisor',
    'misaligned',
    'pmp',
  ]);
});

describe('what cannot be done ends in one line and status 2:', () => {
  folder('nothing', { 'notes.txt': 'no program' });
  folder('good', { good: elf(end(0)) });
  test.each<[string, string[], RegExp]>([
    ['no folder', [], /missing required argument/],
    ['a folder that is not there', ['nowhere'], /nowhere: is no folder/],
    ['a file', ['good/good'], /good\/good: is no folder/],
    ['a folder without programs', ['nothing'], /nothing: has no ELF file for a 32-bit RISC-V/],
    ['two folders', ['good', 'good'], /too many arguments/],
    ['an unknown option', ['good', '--fast'], /unknown option '--fast'/],
    ['other entries of PMP', ['good', '--pmp', '8'], /Give 0 or 16/],
    ['another way with misaligned accesses', ['good', '--misaligned', 'maybe'], /hardware, trap/],
    ['an unknown profile', ['good', '--profile', 'x86'], /strict/],
    ['no harts', ['good', '--harts', '0'], /from 1 to 8/],
    ['no instructions', ['good', '--max-instructions', '0'], /from 1 to/],
  ])('%s', (_what, args, words) => {
    const { status, lines, stderr } = conformance(...args);
    expect({ status, lines }).toEqual({ status: 2, lines: [''] });
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
