/**
 * How fast the machine is: runs the programs of this folder here and, where it is installed, on QEMU, and prints instructions per
 * second and the ratio; then what a VMM costs user code, in each mode (`user-code`). Usage: npm run bench:machine [-- NAME…]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadElf, Machine } from '../../../src/machine/index.js';
import { labRoot } from '../../lab-root.js';
import { userCodeOverheads } from './user-code.js';

const PROGRAMS = ['coremark-like', 'coremark-like-paged', 'memory-copy', 'system-calls', 'address-spaces'];
const QEMU = 'qemu-system-riscv32';
const MEMORY_BYTES = 8 * 1024 * 1024;
const USER_CODE = 'user-code';
const USER_ROUNDS = 5;
const USER_ITERATIONS = 20_000_000;
const ROUNDS = 3; // the best counts: the others had to wait for something else

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : [...PROGRAMS, USER_CODE]) {
  if (name === USER_CODE) {
    userCode();
    continue;
  }
  const file = join(labRoot(), 'grading/machine/bench', `${name}.elf`);
  const here = best(() => runHere(file));
  const qemu = best(() => runOnQemu(file));
  const there = qemu.seconds > 0 ? here.instructions / qemu.seconds : undefined;
  console.log(line(name, here.instructions, here.instructions / here.seconds, there));
}

function userCode(): void {
  for (const { name, steps, ratio } of userCodeOverheads(USER_ROUNDS, USER_ITERATIONS)) {
    const millions = (steps / 1e6).toFixed(0);
    console.log(
      `user code, ${name}: ${ratio.toFixed(3)} × the bare machine's processor time (${millions} million steps)`,
    );
  }
}

interface Result {
  readonly instructions: number;
  readonly seconds: number;
}

function runHere(file: string): Result {
  const machine = new Machine({ memoryBytes: MEMORY_BYTES });
  machine.load(loadElf(readFileSync(file)));
  const seconds = timed(() => {
    const stop = machine.run(20e9);
    if (stop.kind !== 'finished' || stop.code !== 0) {
      throw new Error(`${file} ended with ${JSON.stringify(stop)}, not through the finisher`);
    }
  });
  return { instructions: machine.steps, seconds };
}

/** Start and end of QEMU itself are in its time: a few hundredths of a second. Zero seconds where it is not installed. */
function runOnQemu(file: string): Result {
  const options = ['-M', 'virt', '-bios', 'none', '-display', 'none', '-serial', 'none', '-monitor', 'none'];
  let status: number | null = null;
  const seconds = timed(() => {
    status = spawnSync(QEMU, [...options, '-kernel', file], { timeout: 60_000 }).status;
  });
  return { instructions: 0, seconds: status === 0 ? seconds : 0 };
}

function best(run: () => Result): Result {
  const results = Array.from({ length: ROUNDS }, run);
  return results.reduce((fastest, result) => (result.seconds < fastest.seconds ? result : fastest));
}

function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function line(name: string, instructions: number, here: number, there: number | undefined): string {
  const millions = (value: number) => (value / 1e6).toFixed(0).padStart(6);
  const qemu =
    there === undefined
      ? '(QEMU is not installed)'
      : `QEMU ${millions(there)} million/s, ratio ${(here / there).toFixed(3)}`;
  return `${name.padEnd(20)} ${millions(instructions)} million instructions  here ${millions(here)} million/s  ${qemu}`;
}
