/** `hyperlab run --signature`: what conformance programs leave in memory, however they end. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../../src/assembler/index.js';
import { RAM_BASE, type Image } from '../../../src/machine/index.js';
import { Workspace } from '../../sandbox/workspace.js';
import { labRoot } from '../../lab-root.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** An ELF file of one segment at the start of memory, with the symbols of the source: flat binaries have none. */
function elf(source: string): string {
  writeFileSync(workspace.path('test.elf'), elfBytes(assemble(source, { origin: RAM_BASE }).image));
  return 'test.elf';
}

function elfBytes({ segments: [segment], symbols }: Image): Buffer {
  const words = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
  const code = segment!.bytes;
  const names = Object.keys(symbols);
  const strings = Buffer.from(`\0${names.join('\0')}\0`);
  const [headers, sections] = [52 + 32, 3 * 40];
  const symbolsAt = headers + sections;
  const stringsAt = symbolsAt + 16 * names.length;
  const codeAt = stringsAt + strings.length;
  let nameAt = 1;
  const symbolTable = names.map((name) => {
    const entry = words(nameAt, symbols[name]!, 0, 0x10 | (1 << 16));
    nameAt += name.length + 1;
    return entry;
  });
  return Buffer.concat([
    words(0x464c_457f, 0x0001_0101, 0, 0, (0xf3 << 16) | 2, 1, RAM_BASE, 52, headers, 0),
    words((32 << 16) | 52, (40 << 16) | 1, 3),
    words(1, codeAt, RAM_BASE, RAM_BASE, code.length, code.length, 7, 4),
    words(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    words(0, 2, 0, 0, symbolsAt, 16 * names.length, 2, 0, 4, 16),
    words(0, 3, 0, 0, stringsAt, strings.length, 0, 0, 1, 0),
    ...symbolTable,
    strings,
    code,
  ]);
}

function run(...args: readonly string[]) {
  const command = [join(labRoot(), 'dist/hyperlab.js'), 'run', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: workspace.folder,
    encoding: 'utf8',
    input: '',
  });
  return { status, stdout, stderr };
}

const signature = () => readFileSync(workspace.path('signature'), 'utf8');

/** Writes a word of the signature, and goes on as `ending` says. */
const program = (ending: string) => `
  la t0, begin_signature
  li t1, 0x89abcdef
  sw t1, 0(t0)
  ${ending}
  .align 4
tohost: .word 0, 0
begin_signature: .word 0, 0x7f, 0xdeadbeef, 1, 2
end_signature: .word 3
`;
const WORDS = '89abcdef\n0000007f\ndeadbeef\n00000001\n00000002\n';

/** As the model of riscv-arch-test for Spike ends a program, and its newer form, which stores both halves. */
const throughTohost = (code: number) =>
  program(`li x1, ${code * 2 + 1}\n write_tohost: la t5, tohost\n sw x1, 0(t5)\n j write_tohost`);
const throughBothHalves = (code: number) =>
  program(`li x1, ${code * 2 + 1}\n la t0, tohost\n halt: sw x1, 0(t0)\n sw x0, 4(t0)\n j halt`);
const throughFinisher = (code: number) =>
  program(
    `li t0, 0x100000\n li t1, ${code === 0 ? 0x5555 : 0x3333 + code * 0x10000}\n sw t1, 0(t0)\n halt: j halt`,
  );

test.each([
  ['tohost', throughTohost],
  ['both halves of tohost', throughBothHalves],
  ['the finisher', throughFinisher],
])(
  'the signature is saved of a program that ends through %s, whether it passes or fails',
  (_name, ending) => {
    for (const code of [0, 1]) {
      writeFileSync(workspace.path('signature'), 'old');
      expect(run(elf(ending(code)), '--signature', 'signature')).toEqual({
        status: code,
        stdout: '',
        stderr: '',
      });
      expect(signature()).toBe(WORDS);
    }
  },
);

test('the signature is saved of a program that does not end', () => {
  const ending = run(elf(program('1: j 1b')), '--signature', 'signature', '--max-instructions', '1000');
  expect(ending.status).toBe(124);
  expect(signature()).toBe(WORDS);
});

test('a wider granularity puts several words on a line, the last first, and fills up with zeros', () => {
  run(elf(throughTohost(0)), '--signature', 'signature', '--signature-granularity', '16');
  expect(signature()).toBe('00000001deadbeef0000007f89abcdef\n00000000000000000000000000000002\n');
  run(elf(throughTohost(0)), '--signature', 'signature', '--signature-granularity', '8');
  expect(signature()).toBe('0000007f89abcdef\n00000001deadbeef\n0000000000000002\n');
});

test('a signature may be empty', () => {
  const source = `begin_signature: end_signature: li t0, 0x100000\n li t1, 0x5555\n sw t1, 0(t0)`;
  expect(run(elf(source), '--signature', 'signature').status).toBe(0);
  expect(signature()).toBe('');
});

describe('a signature that cannot be ends in one line and status 2, before the run:', () => {
  const say = (text: string) => `li t0, 0x10000000\n li t1, '${text}'\n sb t1, 0(t0)\n 1: j 1b\n`;
  test.each<[string, string, string[], RegExp]>([
    ['no symbols', say('x'), ['--signature', 'signature'], /no symbol begin_signature/],
    [
      'no end',
      `${say('x')} begin_signature: nop`,
      ['--signature', 'signature'],
      /no symbol end_signature: a signature is/,
    ],
    [
      'an end before the beginning',
      `${say('x')} end_signature: nop\n begin_signature: nop`,
      ['--signature', 'signature'],
      /\(0x8000001[0-9a-f]\) and end_signature \(0x8000001[0-9a-f]\) enclose no memory/,
    ],
    [
      'a signature outside of memory',
      `${say('x')} .equ begin_signature, 0x1000\n .equ end_signature, 0x1004`,
      ['--signature', 'signature'],
      /enclose no memory/,
    ],
    ['a folder', throughTohost(0), ['--signature', '.'], /the signature cannot be written there \(EISDIR\)/],
    [
      'another granularity',
      throughTohost(0),
      ['--signature', 'signature', '--signature-granularity', '3'],
      /Give 4, 8 or 16/,
    ],
  ])('%s', (_what, source, args, words) => {
    const { status, stdout, stderr } = run(elf(source), ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
