/** `hyperlab run --input-script`: input that waits for what the guest prints. */
import { writeFileSync } from 'node:fs';
import { echo, finish, flat, run, workspace } from './programs-for-run.js';

afterAll(() => workspace.remove());

const print = (text: string) =>
  [...text].map((letter) => `li t0, ${letter.charCodeAt(0)}\n sb t0, 0(s0)\n`).join('');

/** A kernel that throws away whatever was typed before it asks, as kernels do that flush their input. It asks twice. */
const flushing = `
  li s0, 0x10000000
  li s2, 2
ask: li t2, 200000
1: lb t0, 0(s0)
  addi t2, t2, -1
  bnez t2, 1b
  ${print('name? ')}
2: lb t0, 5(s0)
  andi t0, t0, 1
  beqz t0, 2b
  lb t1, 0(s0)
  sb t1, 0(s0)
  li t2, '\\n'
  bne t1, t2, 2b
  addi s2, s2, -1
  bnez s2, ask
  ${finish(0)}
`;

function script(text: string): string {
  writeFileSync(workspace.path('in.txt'), text);
  return 'in.txt';
}

test('a kernel that flushes its input gets what is typed when it asks, and not what comes at once', () => {
  const text = 'expect "name? "\ntype "ann\\n"\nexpect "name? "\ntype "bob\\n"\n';
  const args = [flat('flushing.bin', flushing), '--input-script', script(text)];
  expect(run(args)).toEqual({ status: 0, stdout: 'name? ann\nname? bob\n', stderr: '' });
});

test('each run of a script is the same, step by step', () => {
  const args = [flat('flushing.bin', flushing), '--max-instructions', '3000000', '--input-script'];
  const file = script('expect "name? "\npause 20ms\ntype "a"\npause 3ms\ntype "b"\n');
  const runs = [run([...args, file]), run([...args, file])];
  expect(runs[0]).toEqual(runs[1]);
  expect(runs[0]!.stdout).toBe('name? ab');
});

test('a text that never came is told with its line, and the guest’s success is none', () => {
  const text = 'type "hi"\n\nexpect "bye"\ntype "never"\n';
  const told = 'hyperlab: in.txt:3: waited for "bye", which the guest did not print\n';
  const ends = flat('ends.bin', `li s0, 0x10000000\n ${print('hello')} ${finish(0)}`);
  expect(run([ends, '--input-script', script('expect "bye"')])).toEqual({
    status: 123,
    stdout: 'hello',
    stderr: 'hyperlab: in.txt:1: waited for "bye", which the guest did not print\n',
  });
  const fails = flat('fails.bin', `li t2, 30000\n 1: addi t2, t2, -1\n bnez t2, 1b\n ${finish(7)}`);
  expect(run([fails, '--input-script', script('expect "bye"')]).status).toBe(7);
  const out = run([flat('echo.bin', echo), '--input-script', script(text), '--max-instructions', '50000']);
  expect([out.status, out.stderr.startsWith(told)]).toEqual([124, true]);
});

test('a guest that waits for input while the script waits for a text is not waited for', () => {
  const sleeps = `
    li s0, 0x10000000
    li s1, 0x2004000
    li t0, 1 << 7
    csrw mie, t0
  1: li t0, 10000000
    add s2, s2, t0
    sltu t0, s2, t0
    add s3, s3, t0
    sw s2, 0(s1)
    sw s3, 4(s1)
    wfi
    lb t0, 5(s0)
    j 1b`;
  const out = run([flat('sleeps.bin', sleeps), '--input-script', script('expect "x"')]);
  expect(out.status).toBe(125);
  expect(out.stderr).toMatch(
    /^hyperlab: in\.txt:1: waited for "x", .*\nhyperlab: the guest waits for input, and there is no more, .*\n$/,
  );
});

test('text that was not read, and a pause that the guest did not live to see, are told too', () => {
  const deaf = flat('deaf.bin', `li t2, 30000\n 1: addi t2, t2, -1\n bnez t2, 1b\n ${finish(0)}`);
  expect(run([deaf, '--input-script', script('type "ab"')])).toEqual({
    status: 123,
    stdout: '',
    stderr: 'hyperlab: in.txt:1: the guest did not read all of "ab"\n',
  });
  expect(run([deaf, '--input-script', script('pause 1s')])).toEqual({
    status: 123,
    stdout: '',
    stderr: 'hyperlab: in.txt:1: the guest ended during this pause\n',
  });
});

test('a pause lasts as long as it says, and no longer than a guest that sleeps until a key comes', () => {
  const late = flat('late.bin', echo);
  const args = ['--max-instructions', '400000', '--input-script'];
  expect(run([late, ...args, script('pause 50ms\ntype "."')]).status).toBe(124);
  expect(run([late, ...args, script('pause 30ms\ntype "."')]).status).toBe(0);
  const interrupted = `
    li s0, 0x10000000
    li t0, 1
    sb t0, 1(s0)
    li s1, 0xc000000
    sw t0, 40(s1)
    li t1, 1 << 10
    li t2, 0xc002000
    sw t1, (t2)
    li t1, 1 << 11
    csrw mie, t1
    wfi
    ${finish(0)}`;
  expect(
    run([flat('interrupted.bin', interrupted), '--input-script', script('pause 1s\ntype "x"')]).status,
  ).toBe(0);
});

test.each([
  ['a bad line', 'expect "x"\nexpct "y"', /^hyperlab: in\.txt:2: 'expct' is no command: .*\n$/],
  ['no text', '\u0000', /^hyperlab: in\.txt:1: '\u0000' is no command/],
])('a script with %s is refused in one line', (_what, text, words) => {
  const { status, stdout, stderr } = run([flat('echo.bin', echo), '--input-script', script(text)]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(words);
});

test('a script that is not there, or beside --input, is refused', () => {
  expect(run([flat('echo.bin', echo), '--input-script', 'nowhere']).stderr).toMatch(
    /nowhere: does not exist/,
  );
  const { status, stderr } = run(['echo.bin', '--input-script', script('type "."'), '--input', 'in.txt']);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/give one of them/)]);
});
