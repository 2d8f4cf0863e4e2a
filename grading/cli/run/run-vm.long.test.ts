/** `hyperlab run --mode full/trap-and-emulate`: guests in VMs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as guests from '../../../src/guests/index.js';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { echo, finish, flat as flatAt, run, workspace } from './programs-for-run.js';
import { labRoot } from '../../lab-root.js';

afterAll(() => workspace.remove());

const inVm = ['--firmware', 'sbi', '--memory', '8M', '--mode', 'full/trap-and-emulate'];
const bare = ['--firmware', 'sbi', '--memory', '8M'];

/** After the firmware, where `run` puts it. */
const flat = (name: string, source: string) => flatAt(name, source, 0x8040_0000);

const withHardware = [...bare, '--mode', 'full/hardware-assisted', '--profile', 'assisted'];

test.each(['hello', 'ticker', 'sleepy', 'processes', 'hostile'] as const)(
  '%s prints the same in a VM as on the bare machine, and ends the same way',
  (name) => {
    const file = flat(`${name}.bin`, guests[name]);
    const expected = run([file, ...bare]);
    expect(run([file, ...inVm])).toEqual(expected);
    expect(run([file, ...withHardware])).toEqual(expected);
  },
);

test('what is typed reaches the guest, from a file and from a script', () => {
  const file = flat('echo.bin', echo);
  writeFileSync(workspace.path('in.txt'), 'hello.');
  expect(run([file, ...inVm, '--input', 'in.txt'])).toMatchObject({ status: 0, stdout: 'hello' });
  writeFileSync(workspace.path('script.txt'), 'type "a"\nexpect "a"\ntype "b."\n');
  expect(run([file, ...inVm, '--input-script', 'script.txt'])).toMatchObject({ status: 0, stdout: 'ab' });
});

test('a budget ends the guest after as many instructions as on the bare machine', () => {
  const file = flat('endless.bin', 'j .');
  const args = ['--max-instructions', '1234'];
  expect(run([file, ...inVm, ...args])).toEqual(run([file, ...bare, ...args]));
});

test('the exit profile tells every exit and every cycle', () => {
  const { status, stderr } = run([flat('ticker.bin', guests.ticker), ...inVm, '--exit-profile']);
  expect(status).toBe(0);
  const number = (pattern: RegExp) => Number(pattern.exec(stderr)?.[1]);
  const rows = [...stderr.matchAll(/^hyperlab: {3}([a-z A-Z']+?)\s+(\d+ +)?(\d+) +[\d.]+ %$/gm)];
  const parts = rows.filter(([, name]) => name !== 'all').map(([, , , cycles]) => Number(cycles));
  expect(rows.map(([, name]) => name)).toEqual(
    expect.arrayContaining([
      'privileged instruction',
      'SBI call',
      'page fault',
      "the guest's own instructions",
      'all',
    ]),
  );
  const sum = parts.reduce((total, cycles) => total + cycles, 0);
  expect(sum).toBe(number(/ {3}all +\d+ +(\d+) /));
  expect(sum + number(/(\d+) of them idle/) + number(/(\d+) for no VM/)).toBe(
    number(/the machine: (\d+) cycles/),
  );
});

test('VMs run at the same time, each with its console and its own end', () => {
  const prints = (text: string) =>
    ['li s0, 0x10000000', ...[...text].map((letter) => `li t0, ${letter.charCodeAt(0)}\n sb t0, (s0)`)].join(
      '\n',
    );
  const one = flat('one.bin', `${prints('one\n')} ${finish(3)}`);
  const two = flat('two.bin', `${prints('two\nwords')} ${finish(0)}`);
  const { status, stdout, stderr } = run([one, ...inVm, '--and', two, '--and', one]);
  expect(status).toBe(3);
  expect(stdout).toBe('one\n[2] two\n[2] words\n[3] one\n');
  expect(stderr).toBe('hyperlab: VM 2 ended with code 0\nhyperlab: VM 3 ended with code 3\n');
});

test('a trace tells what the guest does, as on the bare machine, and nothing of the VM exits', () => {
  const file = flat('processes.bin', guests.processes);
  const trace = (args: readonly string[]) => {
    run([file, ...args, '--trace', 'trace.jsonl']);
    const lines = readFileSync(workspace.path('trace.jsonl'), 'utf8').trimEnd().split('\n');
    return lines.filter((line) => !line.includes('"walk"'));
  };
  const found = trace([...inVm, '--and', flat('hello.bin', guests.hello)]);
  expect(found.length).toBeGreaterThan(40);
  expect(found).toEqual(trace(bare));
});

describe('a guest in which nothing can happen any more ends with the reason', () => {
  test.each([
    ['it goes round in a loop', 'j .'],
    ['it faults for ever', 'li t0, 0x40000000\ncsrw stvec, t0\n.word 0'],
  ])('as on the bare machine: %s', (_what, source) => {
    const file = flat('still.bin', source);
    const { status, stderr } = run([file, ...inVm], '');
    expect(status).toBe(125);
    const still = (text: string) => text.replace(/after \d+ instructions/, '');
    expect(still(stderr)).toBe(still(run([file, ...bare], '').stderr));
  });

  test('while another VM runs on', () => {
    const counts = flat('counts.bin', `li t0, 2000000\n1: addi t0, t0, -1\nbnez t0, 1b\n${finish(0)}`);
    const { status, stderr } = run([counts, ...inVm, '--and', flat('still.bin', 'j .')]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^hyperlab: VM 2 stands still: nothing can happen .*\n$/);
  });
});

describe('one line says what is wrong, and the status is 2:', () => {
  test.each<[string, string[], RegExp]>([
    [
      'an unknown mode',
      ['--firmware', 'sbi', '--mode', 'full/magic'],
      /modes are bare, full\/trap-and-emulate, .*para/,
    ],
    [
      'a kernel with machine mode of its own',
      ['--firmware', 'none', '--mode', 'full/trap-and-emulate'],
      /ok\.bin: brings its own machine mode/,
    ],
    [
      'a mode that needs other hardware',
      [...bare, '--mode', 'full/hardware-assisted'],
      /needs the hypervisor extension, which profile 'strict' lacks; choose profile 'assisted'/,
    ],
    ['an unknown profile', [...inVm, '--profile', 'new'], /Allowed choices are strict, legacy, assisted/],
    ['a program that does not fit', [...inVm, '--address', '0x90000000'], /do not fit into the VM's memory/],
    [
      'too much memory',
      [...inVm, '--memory', '600M', '--and', 'ok.bin'],
      /2 VM\(s\) of 629145600 bytes do not fit .* may have 508M/,
    ],
    ['too many vCPUs', [...inVm, '--vcpus', '5'], /has 1 to 4 vCPUs, not 5/],
    ['vCPUs of a bare machine', [...bare, '--vcpus', '2'], /--vcpus: the bare machine has no VMs/],
    [
      'an exit profile of a bare machine',
      [...bare, '--exit-profile'],
      /--exit-profile: the bare machine has no VMs/,
    ],
    ['harts below a VMM', [...inVm, '--harts', '2'], /--vcpus says how many/],
    [
      'a disk that two guests would save',
      [...inVm, '--disk', 'two.img', '--and', 'ok.bin=./two.img'],
      /two\.img: two guests would save this disk; copy it, or give --snapshot/,
    ],
    ['PMP in a VM', [...inVm, '--pmp', '16'], /belongs to machine mode/],
    ['another program that is not there', [...inVm, '--and', 'nowhere.elf'], /nowhere\.elf: does not exist/],
  ])('%s', (_what, args, words) => {
    writeFileSync(workspace.path('two.img'), Buffer.alloc(512));
    const { status, stdout, stderr } = run([flat('ok.bin', guests.hello), ...args]);
    expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      status: 2,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(words);
  });
});

test('on legacy the teaching kernel breaks, and the first silent failure is named with its line of the source', () => {
  const kernel = join(labRoot(), KERNEL_FILES.elf);
  const options = ['--memory', '16M', '--disk', join(labRoot(), KERNEL_FILES.disk), '--profile', 'legacy'];
  const { stdout, stderr } = run([kernel, ...options, '--mode', 'full/trap-and-emulate'], '');
  expect(stdout).toContain('panic: /init has ended');
  expect(stderr).toMatch(
    /^hyperlab: the first instruction that failed silently: sfence\.vma .* \(paging\.c:\d+\), VM 1, virtual S-mode$/m,
  );
  expect(stderr).toMatch(/made a difference: csrw sie,\w+ at 0x804\w+ \(trap\.c:10\)/);
  expect(stderr).toContain('it should have made sie = 0x00000220 (STIE SEIE)');
});

test('where no hole is open, nothing is said of silent failures', () => {
  expect(run([flat('hello.bin', guests.hello), ...inVm]).stderr).not.toContain('silent');
});
