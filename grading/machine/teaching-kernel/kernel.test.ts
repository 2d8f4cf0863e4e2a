/** The teaching kernel on the bare machine: its shell, its console, its own tests, its workloads. */
import { globSync } from 'glob';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDisk, KERNEL_FILES, readTree, SourceLines } from '../../../src/guests/index.js';
import { legacy, type MachineOptions } from '../../../src/machine/index.js';
import { labRoot } from '../../lab-root.js';
import { Workspace } from '../../sandbox/workspace.js';
import { kernelDisk, kernelImage } from './kernel-files.js';
import { Session } from './session.js';

const booted = (options: Partial<MachineOptions> = {}) => {
  const session = new Session(options);
  session.boot();
  return session;
};

test('the kernel boots to its shell within a million instructions', () => {
  const session = new Session();
  expect(session.boot()).toBe('kernel: 12124 KiB free\n');
  expect(session.machine.steps).toBeLessThan(1_000_000);
});

describe('the shell', () => {
  const session = booted();
  test.each([
    ['echo one two', 'one two\n'],
    ['echo hello > f; cat f; cat < f | wc', 'hello\n1 1 6\n'],
    ['echo more >> f; cat f; echo new > f; cat f', 'hello\nmore\nnew\n'],
    ['cat readme | grep kernel | grep Welcome | cat | wc', '1 5 32\n'],
    ['mkdir d; cd d; echo x > y; ls; cd ..; cat d/y; rm d', '2\ty\nx\nrm: cannot remove d\n'],
    ['rm d/y d; ls d', 'ls: cannot open d\n'],
    ['grep "^A file" readme # words are not quoted', 'grep: cannot open file"\n'],
    ['none; echo after', 'sh: none: no such program\nafter\n'],
    ['echo > ; | wc', 'sh: no file after >\n'],
    ['cat none | wc', 'cat: cannot open none\n0 0 0\n'],
    ['', ''],
  ])('runs %s', (line, output) => {
    expect(session.command(line)).toBe(output);
  });

  test('runs a command in the background, and ends it with kill', () => {
    session.command('sleep 100000 &');
    const pid = /^(\d+)\t.* sleep$/m.exec(session.command('ps'))?.[1];
    expect(session.command(`kill ${pid}; ps`)).not.toMatch(/ S sleep/);
  });

  test('leaves a consistent disk with what was written, and turns the machine off', () => {
    const disk = kernelDisk();
    const writer = booted({ disk });
    writer.command('mkdir notes; echo kept > notes/today');
    expect(writer.halt()).toEqual({ kind: 'finished', code: 0 });
    expect(checkDisk(disk)).toEqual([]);
    expect(String.fromCharCode(...readTree(disk).get('/notes/today')!)).toBe('kept\n');
    expect(booted({ disk }).command('cat notes/today')).toBe('kept\n');
  });
});

describe('the console', () => {
  const session = booted();
  test('takes back characters and lines', () => {
    expect(session.commandUntil('ecko\b\bho goof\x7fd\n', '\n$ ')).toMatch(/\ngood$/);
    expect(session.commandUntil('nonsense\x15echo right\n', '\n$ ')).toMatch(/\nright$/);
    expect(session.commandUntil('\b\b\x15echo \b fine\r', '\n$ ')).toMatch(/\nfine$/);
  });

  test('ends the input of a program with Control-D', () => {
    session.commandUntil('cat\n', 'cat\n');
    expect(session.commandUntil('a line\n', 'a line\na line\n')).toBe('');
    expect(session.commandUntil('rest\x04\x04', '$ ')).toBe('restrest');
  });

  test('ends a whole pipeline with Control-C, whether it sleeps or computes, and neither the shell nor the background', () => {
    session.command('sleep 100000 &');
    for (const line of ['cat | cat | wc\n', 'sleep 100000\n']) {
      session.commandUntil(line, line);
      session.machine.run(3_000_000);
      expect(session.commandUntil('\x03', '$ ')).toBe('^C\n');
    }
    const left = session.command('ps');
    expect(left.match(/ sleep$/gm)).toHaveLength(1);
    expect(left).not.toMatch(/ (cat|wc)$/m);
  });

  test('drops the line that is being typed with Control-C, and the shell asks again', () => {
    expect(session.commandUntil('nonsense\x03', '$ ')).toBe('nonsense^C\n');
    expect(session.command('echo fine')).toBe('fine\n');
  });

  test('loses nothing of what is typed faster than it is read', () => {
    session.machine.pushInput('cat > long\n');
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index} of what is typed\n`).join('');
    session.commandUntil(`${lines}\x04`, '$ ');
    expect(session.command('wc long')).toBe(`200 1200 ${lines.length} long\n`);
  });
});

test('hyperlab run boots it, with a disk in a file', () => {
  const workspace = new Workspace();
  try {
    writeFileSync(workspace.path('disk.img'), kernelDisk());
    writeFileSync(workspace.path('keys'), 'echo saved > f\nhalt\n');
    const files = [join(labRoot(), KERNEL_FILES.elf), '--disk', 'disk.img', '--input', 'keys'];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(labRoot(), 'dist/hyperlab.js'), 'run', ...files, '--max-instructions', '1000000000'],
      { cwd: workspace.folder, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('kernel: 12124 KiB free\n$ echo saved > f\n$ halt\n');
    const tree = readTree(Uint8Array.from(readFileSync(workspace.path('disk.img'))));
    expect(String.fromCharCode(...tree.get('/f')!)).toBe('saved\n');
  } finally {
    workspace.remove();
  }
});

test('all questions of usertests are answered', () => {
  const disk = kernelDisk();
  const session = booted({ disk });
  const output = session.command('usertests');
  const lines = output.split('\n').filter((line) => !/ killed: /.test(line));
  expect(lines.filter((line) => !line.endsWith(': ok'))).toEqual(['usertests: 0 of 40 failed', '']);
  session.halt();
  expect(checkDisk(disk)).toEqual([]);
  expect([...readTree(disk).keys()]).toEqual([...readTree(kernelDisk()).keys()]);
});

// What a board may do otherwise must make no difference.
test.each<[string, Partial<MachineOptions>]>([
  ['8 MiB of memory', { memoryBytes: 8 * 1024 * 1024 }],
  ['128 MiB of memory', { memoryBytes: 128 * 1024 * 1024 }],
  ['the modern registers of virtio', { virtio: 'modern' }],
  ['accessed and dirty bits that trap', { accessedDirty: 'trap' }],
  ['several harts', { harts: 3 }],
  ['physical memory protection', { pmpEntries: 16 }],
  ['silent failures in user mode, where only programs run', { profile: legacy }],
])('the kernel runs with %s', (_what, options) => {
  const session = booted(options);
  expect(session.command('build 2')).toBe('build: 2 modules, 214 bytes, checksum 96a83890\n');
  expect(session.command('usertests copy_on_write stack_overflow kill_whatever_it_does')).toMatch(
    /: 0 of 3 failed\n$/,
  );
});

test('each micro-benchmark prints one line, and the relations are those of the field', () => {
  const session = booted();
  const lines = session.command('bench').trimEnd().split('\n');
  const cycles = Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^(\w+) (\d+) cycles$/.exec(line)!;
      return [name!, Number(value)];
    }),
  );
  expect(lines).toHaveLength(12);
  expect(cycles['null_call']).toBeLessThan(cycles['protection_fault']!);
  expect(cycles['protection_fault']).toBeLessThan(cycles['page_fault']!);
  expect(cycles['page_fault']).toBeLessThan(cycles['copy_fault']!);
  expect(cycles['copy_fault']).toBeLessThan(cycles['fork_exit']!);
  expect(cycles['fork_exit']).toBeLessThan(cycles['fork_exec']!);
});

test('two runs are the same, step by step', () => {
  const [first, second] = [booted(), booted()].map((session) => {
    session.command('build');
    return session.machine.steps;
  });
  expect(first).toBe(second);
});

test('a disk without a file system ends the boot with a reason, and the machine as failed', () => {
  const session = new Session({ disk: new Uint8Array(1024 * 1024) });
  expect(session.boot()).toMatch(/panic: the disk has no file system: its magic is 0x0\n$/);
  expect(session.stop).toEqual({ kind: 'finished', code: 1 });
});

describe('the seams', () => {
  const lines = new SourceLines(readFileSync(join(labRoot(), KERNEL_FILES.lines), 'utf8'));

  test('privileged instructions come from the files of arch/ alone', () => {
    const [text] = kernelImage().segments;
    const words = new DataView(text!.bytes.buffer, text!.bytes.byteOffset, text!.bytes.byteLength);
    const end = kernelImage().symbols['text_end']! - text!.address;
    const files = new Map<string, number>();
    for (let at = 0; at < end; at += 4) {
      const word = words.getUint32(at, true);
      const isSystem = (word & 0x7f) === 0x73 && word !== 0x0000_0073; // all but ECALL
      if (isSystem) {
        const { file } = lines.at(text!.address + at)!;
        files.set(file, (files.get(file) ?? 0) + 1);
      }
    }
    expect([...files.keys()].sort()).toEqual(['arch.h', 'firmware.c', 'paging.c', 'trap.S', 'trap.c']);
    expect(files.get('trap.S')).toBeGreaterThanOrEqual(9);
    for (const file of files.keys()) {
      expect(existsSync(join(labRoot(), 'src/guests/kernel/arch', file))).toBe(true);
    }
  });
});

test('the tour names every file of the kernel, with its lines', () => {
  const kernel = join(labRoot(), 'src/guests/kernel');
  const rows = [
    ...readFileSync(join(kernel, 'README.md'), 'utf8').matchAll(/^\| \[[^\]]*\]\(([^)]*)\) \| (\d+) \|/gm),
  ];
  const told = rows.map(([, file, lines]) => `${file} ${lines}`);
  const files = globSync('{abi,arch,core,drivers,fs}/*', { cwd: kernel, posix: true });
  const counted = files.map(
    (file) => `${file} ${readFileSync(join(kernel, file), 'utf8').split('\n').length - 1}`,
  );
  expect(told.sort()).toEqual(counted.sort());
});
