/** `hyperlab run` as users meet it: real files, the real program, its console, words and exit status. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import { echo, finish, flat, run, workspace } from './programs-for-run.js';

const root = labRoot();
afterAll(() => workspace.remove());

test.each([0, 1, 42, 255])("the guest's code %d is the exit status", (code) => {
  expect(run([flat('code.bin', finish(code))])).toEqual({ status: code, stdout: '', stderr: '' });
});

test('a code whose low eight bits are 0 is still a failure', () => {
  expect(run([flat('code.bin', finish(256))]).status).toBe(1);
});

test('what is piped in goes to the guest, and what it prints comes out, byte for byte', () => {
  expect(run([flat('echo.bin', echo)], 'Hä€\n.')).toEqual({ status: 0, stdout: 'Hä€\n', stderr: '' });
});

test('no input at all is no reason to fail', () => {
  const command = [join(root, 'dist/hyperlab.js'), 'run', flat('code.bin', finish(3))];
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const { status } = spawnSync(process.execPath, command, { cwd: workspace.folder, stdio: [...stdio] });
  expect(status).toBe(3);
});

test('--input takes the place of the terminal', () => {
  writeFileSync(workspace.path('typed.txt'), 'from a file.');
  expect(run([flat('echo.bin', echo), '--input', 'typed.txt'], 'ignored').stdout).toBe('from a file');
});

/** Whatever is typed while it is busy, it throws away: at first, and after each line. */
const busy = `
  li s0, 0x10000000
busy: li t2, 30000
1: lb t1, 0(s0)
  addi t2, t2, -1
  bnez t2, 1b
2: lb t0, 5(s0)
  andi t0, t0, 1
  beqz t0, 2b
  lb t1, 0(s0)
  li t2, '.'
  beq t1, t2, 3f
  sb t1, 0(s0)
  li t2, '\\n'
  beq t1, t2, busy
  j 2b
3: ${finish(0)}
`;

test('input is typed when the guest is ready for it: at first, and after each line', () => {
  const text = 'first line\nsecond line\n\nlast.';
  writeFileSync(workspace.path('typed.txt'), text);
  const program = flat('busy.bin', busy);
  const expected = { status: 0, stdout: text.slice(0, -1), stderr: '' };
  expect(run([program, '--input', 'typed.txt'])).toEqual(expected);
  expect(run([program], text)).toEqual(expected);
});

/** Sleeps from one second to the next; each time, it does \`work\`. */
const sleeper = (setUp: string, work: string) => `
  li s0, 0x10000000
  li s1, 0x2004000
  ${setUp}
  li t0, 1 << 7
  csrw mie, t0
1: li t0, 10000000
  add s2, s2, t0
  sltu t0, s2, t0
  add s3, s3, t0
  sw s2, 0(s1)
  sw s3, 4(s1)
  wfi
  ${work}
  j 1b
`;

test.each([
  ['looks for input again and again', sleeper('', 'lb t0, 5(s0)')],
  ['sleeps until input interrupts it', sleeper('li t0, 1\n sb t0, 1(s0)', '')],
])('a guest that %s is not waited for when the input has ended', (_what, source) => {
  const { status, stderr } = run([flat('sleeper.bin', source), '--max-instructions', '5000000']);
  expect(status).toBe(125);
  expect(stderr).toMatch(
    /^hyperlab: the guest waits for input, and there is no more, after \d+ instructions, .*\n$/,
  );
});

test('a guest that does something else goes on when the input has ended', () => {
  const source = sleeper('', 'li t0, 46\n sb t0, 0(s0)\n lb t0, 5(s0)');
  expect(run([flat('sleeper.bin', source), '--max-instructions', '1000000']).status).toBe(124);
  expect(run([flat('sleeper.bin', sleeper('', '')), '--max-instructions', '1000000']).status).toBe(124);
});

test('output comes while the guest runs, and not at its end', async () => {
  const guest = spawn(process.execPath, [
    join(root, 'dist/hyperlab.js'),
    'run',
    workspace.path(flat('echo.bin', echo)),
  ]);
  guest.stdin.write('first');
  const first = await new Promise<string>((resolve) =>
    guest.stdout.once('data', (data: Buffer) => resolve(data.toString())),
  );
  expect('first'.startsWith(first)).toBe(true);
  guest.stdin.write('.');
  expect(await new Promise((resolve) => guest.on('close', resolve))).toBe(0);
});

test('a used-up budget says so and ends with 124', () => {
  const { status, stderr } = run([flat('loop.bin', 'loop: j loop'), '--max-instructions', '1000']);
  expect(status).toBe(124);
  expect(stderr).toBe(
    'hyperlab: the budget of instructions ran out after 1000 instructions, at pc 0x80000000; --max-instructions sets it\n',
  );
});

test('a guest that waits for what can never come is not waited for', () => {
  const { status, stderr } = run([flat('wait.bin', 'wfi\nloop: j loop')]);
  expect(status).toBe(125);
  expect(stderr).toMatch(/^hyperlab: the guest waits for an interrupt that can never come, .*\n$/);
});

test('a machine on which nothing can happen any more says so, with one hart as with several', () => {
  const spin = flat('spin.bin', 'bnez a0, 2f\n 1: wfi\n j 1b\n 2: j 2b');
  const { status, stderr } = run([spin, '--harts', '3']);
  expect(status).toBe(125);
  expect(stderr).toMatch(/^hyperlab: nothing can happen on this machine any more: its harts wait, .*\n$/);
  expect(run([flat('loop.bin', '1: j 1b')]).status).toBe(125);
});

test('a guest that faults for ever is told, with cause, address and handler', () => {
  const { status, stderr } = run([flat('fault.bin', 'li t0, 0x40000000\n csrw mtvec, t0\n ebreak')]);
  expect(status).toBe(125);
  expect(stderr).toMatch(
    /^hyperlab: the guest faults for ever, since its trap handler faults itself: instruction access fault at pc 0x40000000, .* 0x40000000, after \d+ instructions, .*\n$/,
  );
  const returns = 'la t0, 1f\n csrw mtvec, t0\n lw t0, 64(x0)\n .align 2\n 1: mret';
  expect(run([flat('returns.bin', returns)]).stderr).toMatch(
    /^hyperlab: the guest faults for ever: load access fault at pc 0x8000000c, address or instruction 0x00000040; its trap handler at 0x80000010 changes nothing, .*\n$/,
  );
});

test('an S-mode kernel finds an SBI: a flat one behind the firmware', () => {
  const kernel = `
    li a7, 1
    li a0, 'K'
    ecall
    auipc s0, 0
    li a7, 8
    ecall
  `;
  expect(run([flat('kernel.bin', kernel, 0x8040_0000), '--firmware', 'sbi'])).toEqual({
    status: 0,
    stdout: 'K',
    stderr: '',
  });
});

test('--address says where a flat binary is put, and an ELF file needs none', () => {
  const kernel = `auipc a0, 0\n srli a0, a0, 12\n li t0, 0x80200\n sub a0, a0, t0\n li a7, 8\n beqz a0, 1f\n j .\n1: ecall`;
  const file = flat('kernel.bin', kernel, 0x8020_0000);
  expect(run([file, '--address', '0x80200000', '--max-instructions', '100']).status).toBe(0);
  const { status, stderr } = run([
    join(root, 'grading/machine/bench/coremark-like.elf'),
    '--address',
    '0x80200000',
  ]);
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/says itself where it is loaded: leave --address out/),
  ]);
  expect(run([file, '--address', '0x80200001']).status).toBe(2);
});

test('a flat image of Linux is an S-mode kernel', () => {
  const header = `j 1f\n .space 52\n .ascii "RSC"\n .byte 5\n .space 8\n1: li a7, 8\n ecall`;
  expect(run([flat('Image', header, 0x8040_0000), '--max-instructions', '100'])).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
});

test('a trace for people shows each instruction as objdump does, with its mode', () => {
  run([flat('code.bin', finish(0)), '--trace', 'trace.txt', '--trace-format', 'text']);
  expect(readFileSync(workspace.path('trace.txt'), 'utf8')).toMatch(/^M 80000000: {2}[0-9a-f]{8} {2}\w+ /);
});

test('a trace has a line of JSON for every event', () => {
  run([flat('code.bin', finish(0)), '--trace', 'trace.jsonl']);
  const events = readFileSync(workspace.path('trace.jsonl'), 'utf8').trimEnd().split('\n');
  expect(events.map((line) => (JSON.parse(line) as { kind: string }).kind)).toContain('step');
});

test('--misaligned and --pmp choose the machine', () => {
  const misaligned = flat(
    'misaligned.bin',
    `la t0, 1f\n csrw mtvec, t0\n la t1, 1f\n lw t2, 1(t1)\n ${finish(5)}\n .align 2\n1: ${finish(6)}`,
  );
  expect(run([misaligned]).status).toBe(5);
  expect(run([misaligned, '--misaligned', 'trap']).status).toBe(6);
  const entries = flat(
    'pmp.bin',
    `la t0, 1f\n csrw mtvec, t0\n csrr t1, pmpcfg0\n ${finish(5)}\n .align 2\n1: ${finish(6)}`,
  );
  expect(run([entries]).status).toBe(5);
  expect(run([entries, '--pmp', '16']).status).toBe(5);
  expect(run([entries, '--pmp', '0']).status).toBe(6);
});

test('a kernel may open memory to S-mode, or not know that it has to', () => {
  const supervisor = (setUp: string) => `
    la t0, 2f
    csrw mtvec, t0
    ${setUp}
    li t0, 1 << 11
    csrw mstatus, t0
    la t0, 1f
    csrw mepc, t0
    mret
    .align 2
    1: ${finish(5)}
    .align 2
    2: ${finish(6)}`;
  const ignorant = flat('ignorant.bin', supervisor(''));
  const knowing = flat(
    'knowing.bin',
    supervisor('li t0, -1\n csrw pmpaddr0, t0\n li t0, 0xf\n csrw pmpcfg0, t0'),
  );
  const statuses = [[], ['--pmp', '0'], ['--pmp', '16']].map((choice) =>
    [ignorant, knowing].map((program) => run([program, ...choice]).status),
  );
  expect(statuses).toEqual([
    [5, 5],
    [5, 6], // the knowing one traps: there is nothing to set
    [6, 5], // as on QEMU
  ]);
});

/** Legacy virtio: sends one request of a sector, which the device writes (2) or reads (0), and waits for its status byte. */
const diskRequest = (direction: number) => `
  li s0, 0x10001000
  sw zero, 0x70(s0)
  li t0, 7
  sw t0, 0x70(s0)            # acknowledged, driven
  li t0, 4096
  sw t0, 0x28(s0)            # bytes in a page
  sw zero, 0x30(s0)          # queue 0
  li t0, 8
  sw t0, 0x38(s0)
  li t0, 4096
  sw t0, 0x3c(s0)
  li t0, 0x80010
  sw t0, 0x40(s0)            # the queue is at 0x80010000
  li s1, 0x80010000
  la t0, header
  sw t0, 0(s1)
  li t0, 16
  sw t0, 8(s1)
  li t0, 1 + (1 << 16)
  sw t0, 12(s1)              # the next is descriptor 1
  la t0, sector
  sw t0, 16(s1)
  li t0, 512
  sw t0, 24(s1)
  li t0, ${direction} + 1 + (2 << 16)
  sw t0, 28(s1)
  la t0, status
  sw t0, 32(s1)
  li t0, 1
  sw t0, 40(s1)
  li t0, 2                   # written by the device
  sw t0, 44(s1)
  li t0, 1 << 16
  sw t0, 128(s1)             # available: descriptor 0
  sw zero, 0x50(s0)
1: la t0, status
  lb t1, 0(t0)
  bnez t1, 1b
`;
const diskData = (type: number) => `
  .align 4
header: .word ${type}, 0, 0, 0
status: .word 0xff
sector: .ascii "written by the guest"
  .space 500
`;

test('a guest reads its disk, and what it writes is in the file afterwards', () => {
  const image = Buffer.alloc(1024);
  image.write('hello from the disk');
  writeFileSync(workspace.path('disk.img'), image);
  const read = `${diskRequest(2)}
    la t0, sector
    li t2, 0x10000000
    li t3, 19
2:  lb t1, 0(t0)
    sb t1, 0(t2)
    addi t0, t0, 1
    addi t3, t3, -1
    bnez t3, 2b
    ${finish(0)}
    ${diskData(0)}`;
  expect(run([flat('read.bin', read), '--disk', 'disk.img'])).toEqual({
    status: 0,
    stdout: 'hello from the disk',
    stderr: '',
  });
  expect(readFileSync(workspace.path('disk.img'))).toEqual(image);
  const write = `${diskRequest(0)} ${finish(9)} ${diskData(1)}`;
  expect(run([flat('write.bin', write), '--disk', 'disk.img']).status).toBe(9);
  expect(readFileSync(workspace.path('disk.img'), 'latin1').slice(0, 20)).toBe('written by the guest');

  writeFileSync(workspace.path('disk.img'), image);
  chmodSync(workspace.path('disk.img'), 0o444); // a snapshot needs no right to write
  expect(run(['write.bin', '--disk', 'disk.img', '--snapshot']).status).toBe(9);
  expect(readFileSync(workspace.path('disk.img'))).toEqual(image);
});

test('--harts starts more than one', () => {
  const program = `
    csrr t2, mhartid
    beqz t2, wait
    ${finish(7)}
  wait: j wait
  `;
  expect(run([flat('harts.bin', program), '--harts', '2']).status).toBe(7);
});

test('a trace never overwrites what the run reads, under whatever name', () => {
  const program = flat('precious.bin', finish(0));
  const before = readFileSync(workspace.path(program));
  writeFileSync(workspace.path('precious.img'), Buffer.alloc(512));
  symlinkSync('precious.img', workspace.path('link.img'));
  const attempts = [
    [program, '--trace', program],
    [program, '--disk', 'precious.img', '--trace', 'link.img'],
    [program, '--trace', './new', '--signature', 'new'],
  ];
  for (const args of attempts) {
    const { status, stderr } = run(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^hyperlab: .* would overwrite .*: name another file\n$/);
  }
  expect(readFileSync(workspace.path(program))).toEqual(before);
  expect(readFileSync(workspace.path('precious.img'))).toEqual(Buffer.alloc(512));
});

test('a guest whose reader has gone is not run on', async () => {
  const chatter = `li t0, 0x10000000\n li t1, 'y'\n 1: sb t1, 0(t0)\n j 1b`;
  const guest = spawn(process.execPath, [
    join(root, 'dist/hyperlab.js'),
    'run',
    workspace.path(flat('chatter.bin', chatter)),
  ]);
  let words = '';
  guest.stderr.on('data', (data: Buffer) => (words += data.toString()));
  guest.stdout.once('data', () => guest.stdout.destroy());
  expect(await new Promise((resolve) => guest.on('close', resolve))).toBe(141);
  expect(words).toBe('');
});

describe('what cannot be booted ends in one line and status 2:', () => {
  writeFileSync(workspace.path('empty'), '');
  writeFileSync(workspace.path('cut.elf'), Buffer.from('7f454c4601010100', 'hex'));
  writeFileSync(workspace.path('odd.img'), Buffer.alloc(700));
  const good = flat('good.bin', finish(0));
  test.each<[string, string[], RegExp]>([
    ['a file that is not there', ['nowhere.elf'], /nowhere\.elf: does not exist: check the path/],
    ['a folder', ['.'], /is a folder/],
    ['an empty file', ['empty'], /empty: is empty/],
    ['a corrupt ELF file', ['cut.elf'], /cut\.elf: the ELF file is cut short or corrupt/],
    ['a program larger than memory', [good, '--memory', '4K', '--firmware', 'sbi'], /more memory/],
    ['a size that is none', [good, '--memory', '12Q'], /size of memory/],
    ['no harts', [good, '--harts', '0'], /from 1 to 8/],
    ['an unknown profile', [good, '--profile', 'x86'], /strict/],
    ['other entries of PMP', [good, '--pmp', '8'], /Give 0 or 16/],
    ['another way with accessed bits', [good, '--accessed-dirty', 'maybe'], /hardware, trap/],
    ['another way with misaligned accesses', [good, '--misaligned', 'maybe'], /hardware, trap/],
    [
      'a disk of odd size',
      [good, '--disk', 'odd.img'],
      /whole sectors of 512 bytes, this file has 700 bytes/,
    ],
    ['a snapshot of nothing', [good, '--snapshot'], /--snapshot: is about a disk/],
    ['a disk that is not there', [good, '--disk', 'nowhere.img'], /nowhere\.img: does not exist/],
    ['an unknown mode', [good, '--mode', 'magic'], /there is no such mode; the modes are bare, full/],
    ['a device', ['/dev/zero'], /\/dev\/zero: is a pipe or a device: name a file/],
    ['a disk that never ends', [good, '--disk', '/dev/zero'], /is a pipe or a device/],
    [
      'a trace on a disk that is full',
      [good, '--trace', '/dev/full'],
      /trace cannot be written there \(ENOSPC\)/,
    ],
    ['input that is not there', [good, '--input', 'nowhere'], /nowhere: does not exist/],
    ['a trace nowhere', [good, '--trace', 'no/such/folder'], /the trace cannot be written there/],
  ])('%s', (_what, args, words) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
