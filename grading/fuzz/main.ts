/** `npm run fuzz:machine -- --minutes N --seed S`: random programs here and on QEMU, until the time is up. */
import { Command } from 'commander';
import { batch, compareBatch } from './campaign.js';
import { describe, wordOf } from './instruction.js';
import { qemuVersion } from './qemu.js';

const { minutes, seed, from, cases, listing } = new Command('fuzz:machine')
  .description('compares the machine with QEMU on random programs')
  .option('--minutes <n>', 'how long', Number, 1)
  .option('--seed <s>', 'which programs', Number, 1)
  .option('--from <index>', 'number of the first case', Number, 0)
  .option('--cases <n>', 'cases in a batch', Number, 200)
  .option('--listing', 'print the programs that differ')
  .parse()
  .opts<{ minutes: number; seed: number; from: number; cases: number; listing?: boolean }>();

const version = qemuVersion();
if (version === undefined) {
  console.error('fuzz:machine needs qemu-system-riscv32 (Debian: qemu-system-misc)');
  process.exit(2);
}
const end = Date.now() + minutes * 60_000;
let finished = 0;
let parts = 0;
let differ = 0;
let first = from;
do {
  const result = compareBatch(batch(seed, first, cases), first);
  for (const { index, difference, test } of result.findings) {
    console.log(`case ${index}: ${difference}`);
    if (listing) {
      for (const [number, block] of test.blocks.entries()) {
        console.log(
          `block ${number} in ${block.mode}, pc 0x${block.pc.toString(16)}, mstatus 0x${block.status.set.toString(16)}`,
        );
        let offset = 0;
        for (const instruction of block.body) {
          console.log(`  ${offset.toString(16).padStart(4)}  ${describe(instruction, number, offset)}`);
          offset += wordOf(instruction, number, offset).bytes;
        }
      }
    }
  }
  differ += result.findings.length;
  finished += result.finished;
  parts += result.parts;
  first += cases;
} while (Date.now() < end && cases > 1);
console.log(
  `seed ${seed}, QEMU ${version}: ${first - from} cases, ${finished} compared to their end, ` +
    `${parts} up to a known difference of QEMU's; ${differ} differ`,
);
process.exitCode = differ === 0 ? 0 : 1;
