/** `npm run fuzz:modes -- --minutes N --seed S`: random guests on the bare machine and in a VM, until the time is up. */
import { Command, Option } from 'commander';
import { homeProfile, vmModes, type VmMode } from '../../../src/hypervisor/index.js';
import { execute, prepare, seedNumber, wholeNumber } from '../../command-line/index.js';
import { caseSeed } from '../fuzz/case/index.js';
import { difference, shrink } from './compare.js';
import { randomGuest } from './guest.js';
import { randomHoles } from './random-holes.js';

interface Settings {
  readonly minutes: number;
  readonly seed: number;
  readonly from: number;
  readonly mode: VmMode;
  readonly holes: 'none' | 'random';
}

const unmodified = vmModes.filter((mode) => mode.startsWith('full/'));

const program = prepare(new Command('fuzz:modes'))
  .description('compares random guests on the bare machine and in a VM, and shrinks those that differ')
  .option('--minutes <n>', 'how long; 0: one guest', wholeNumber(0, 7 * 24 * 60), 1)
  .option('--seed <s>', 'which guests', seedNumber, 1)
  .option('--from <index>', 'number of the first guest', wholeNumber(0, 0xffff_ffff), 0)
  .addOption(new Option('--mode <mode>', 'the mode of the VM').choices(unmodified).default(unmodified[0]))
  .addOption(
    new Option('--holes <which>', 'the holes of the hardware below the VM')
      .choices(['none', 'random'])
      .default('none'),
  )
  .action(fuzz);

void execute(program);

function fuzz({ minutes, seed, from, mode, holes }: Settings): void {
  const end = Date.now() + minutes * 60_000;
  let found = 0;
  let index = from;
  do {
    const guest = randomGuest(caseSeed(seed, index));
    const hardware = holes === 'random' ? randomHoles(caseSeed(seed, index)) : homeProfile(mode);
    if (difference(guest, mode, hardware) !== undefined) {
      found += 1;
      const small = shrink(guest, (smaller) => difference(smaller, mode, hardware) !== undefined);
      console.log(
        `guest ${index} of seed ${seed} differs (again: --seed ${seed} --from ${index} --minutes 0)`,
      );
      console.log(difference(small, mode, hardware));
      console.log(small.blocks.join('\n'));
    }
    index += 1;
  } while (Date.now() < end);
  console.log(`${mode}, seed ${seed}: ${index - from} guests, ${found} differ`);
  process.exitCode = found === 0 ? 0 : 1;
}
