/** The teaching kernel's own micro-benchmarks and its macro workload on a computer, in cycles. */
import type { ExitCounts, Parts } from '../../../../src/hypervisor/index.js';
import { type Computer, KernelRun } from '../index.js';
import { GuestBroken } from './guest-broken.js';

export interface KernelCosts {
  /** By the name of the line that `bench` prints: cycles of one round. */
  readonly lines: Readonly<Record<string, number>>;
  /** Cycles of `build`. */
  readonly build: number;
  /** Exits to the VMM for one page fault of a program, by the difference of two runs of `bench`. */
  readonly exitsForFault: number;
}

/** Rounds of page_fault in the kernel's user/bench.c. */
const FAULTS = 200;

/** @throws GuestBroken where the kernel does not boot or does not do its work */
export function measureKernel(computer: Computer, parts: Parts): KernelCosts {
  const run = new KernelRun(computer, parts);
  const command = (line: string) => {
    const printed = run.command(line);
    if (printed === undefined) {
      throw new GuestBroken(
        `'${line}' did not come to an end; the kernel's last words: ${run.console.slice(-200)}`,
      );
    }
    return printed;
  };
  if (!run.boot()) {
    throw new GuestBroken(`the kernel does not boot; its last words: ${run.console.slice(-200)}`);
  }
  const lines = Object.fromEntries(
    [...command('bench').matchAll(/^(\w+) (\d+) cycles$/gm)].map(([, name, cycles]) => [
      name!,
      Number(cycles),
    ]),
  );
  const exitsOf = (line: string) => {
    const before = total(run.meter.exits);
    command(line);
    return total(run.meter.exits) - before;
  };
  const exitsForFault = (exitsOf('bench page_fault') - exitsOf('bench none')) / FAULTS;
  const before = run.meter.cycles;
  command('build');
  return { lines, build: run.meter.cycles - before, exitsForFault };
}

const total = (exits: ExitCounts): number =>
  Object.values(exits).reduce((sum: number, count) => sum + count, 0);
