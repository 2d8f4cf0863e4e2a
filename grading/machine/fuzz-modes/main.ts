/** `npm run fuzz:modes -- --minutes N --seed S`: random guests on the bare machine and in a VM, until the time is up. */
import { Command, Option } from 'commander';
import { homeProfile, vmModes, type VmMode } from '../../../src/hypervisor/index.js';
import type { Profile } from '../../../src/machine/index.js';
import { execute, prepare, seedNumber, wholeNumber } from '../../command-line/index.js';
import { caseSeed } from '../../random.js';
import { difference } from './compare.js';
import { randomGuest, type Guest } from './guest/index.js';
import { randomHoles } from './random-holes.js';
import { keep } from './regressions/index.js';
import { shrink } from './shrink.js';

interface Settings {
  readonly minutes: number;
  readonly seed: number;
  readonly from: number;
  readonly mode: VmMode;
  readonly holes: 'none' | 'random';
  readonly harts?: number;
  readonly keep?: true;
}

const unmodified = vmModes.filter((mode) => mode.startsWith('full/'));

const program = prepare(new Command('fuzz:modes'))
  .description('compares random guests on the bare machine and in a VM, and shrinks those that differ')
  .option('--minutes <n>', 'how long; 0: one guest', wholeNumber(0, 7 * 24 * 60), 1)
  .option('--seed <s>', 'which guests', seedNumber, 1)
  .option('--from <index>', 'number of the first guest', wholeNumber(0, 0xffff_ffff), 0)
  .option('--harts <n>', 'how many harts each guest has; default: 1 in half of them', wholeNumber(1, 4))
  .option('--keep', 'write what differs, shrunk, into grading/machine/fuzz-modes/regressions/')
  .addOption(new Option('--mode <mode>', 'the mode of the VM').choices(unmodified).default(unmodified[0]))
  .addOption(
    new Option('--holes <which>', 'the holes of the hardware below the VM')
      .choices(['none', 'random'])
      .default('none'),
  )
  .action(fuzz);

/** In a run. */
const MOST_SHRUNK = 10;
let shrunk = 0;

void execute(program);

function fuzz(settings: Settings): void {
  const { minutes, seed, from, mode, holes, harts } = settings;
  const end = Date.now() + minutes * 60_000;
  let found = 0;
  let index = from;
  do {
    const guest = randomGuest(caseSeed(seed, index), harts);
    const hardware = holes === 'random' ? randomHoles(caseSeed(seed, index)) : homeProfile(mode);
    if (difference(guest, mode, hardware) !== undefined) {
      found += 1;
      report(guest, index, hardware, settings);
    }
    index += 1;
  } while (Date.now() < end);
  console.log(`${mode}, seed ${seed}: ${index - from} guests, ${found} differ`);
  process.exitCode = found === 0 ? 0 : 1;
}

/** Tells a guest that differs, as small as it can be. Where much is wrong, most of it is one thing: later ones are one line each. */
function report(guest: Guest, index: number, hardware: Profile, settings: Settings): void {
  const { seed, mode, holes, harts } = settings;
  const more = `${harts === undefined ? '' : ` --harts ${harts}`} --mode ${mode} --holes ${holes}`;
  console.log(
    `guest ${index} of seed ${seed} differs (again: --seed ${seed} --from ${index} --minutes 0${more})`,
  );
  shrunk += 1;
  if (shrunk > MOST_SHRUNK) {
    return;
  }
  const small = shrink(guest, (smaller) => difference(smaller, mode, hardware) !== undefined);
  const what = difference(small, mode, hardware)!;
  const lengths = `${guest.blocks.length} blocks to ${small.blocks.length}`;
  console.log(`shrunk from ${lengths}:\n${what}`);
  console.log(small.blocks.join('\n'));
  if (settings.keep) {
    const notes = [`Guest ${index} of seed ${seed}, shrunk from ${lengths}. It differed:`, what];
    const regression = { notes, mode, hardware, guest: small };
    console.log(`kept as ${keep(`${mode.replaceAll('/', '-')}-seed-${seed}-guest-${index}`, regression)}`);
  }
}
