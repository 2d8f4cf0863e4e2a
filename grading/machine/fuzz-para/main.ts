/** `npm run fuzz:para -- --minutes N --seed S`: pairs of hostile paravirtual guests beside honest ones, until the time is up. */
import { Command } from 'commander';
import { execute, prepare, seedNumber, wholeNumber } from '../../command-line/index.js';
import { caseSeed } from '../../random.js';
import { shrink } from '../fuzz-modes/index.js';
import { breach } from './attack.js';
import { hostileGuest } from './guest/index.js';

interface Settings {
  readonly minutes: number;
  readonly seed: number;
  readonly from: number;
}

const program = prepare(new Command('fuzz:para'))
  .description(
    'lets hostile paravirtual guests attack their VMM and their neighbours, and shrinks what succeeds',
  )
  .option('--minutes <n>', 'how long; 0: one pair', wholeNumber(0, 7 * 24 * 60), 1)
  .option('--seed <s>', 'which guests', seedNumber, 1)
  .option('--from <index>', 'number of the first pair', wholeNumber(0, 0xffff_ffff), 0)
  .action(fuzz);

void execute(program);

function fuzz({ minutes, seed, from }: Settings): void {
  const end = Date.now() + minutes * 60_000;
  let found = 0;
  let index = from;
  do {
    let [first, second] = [0, 1].map((which) => hostileGuest(caseSeed(seed, 2 * index + which)));
    if (breach([first!, second!]) !== undefined) {
      found += 1;
      first = shrink(first!, (smaller) => breach([smaller, second!]) !== undefined);
      second = shrink(second!, (smaller) => breach([first!, smaller]) !== undefined);
      console.log(`pair ${index} of seed ${seed} (again: --seed ${seed} --from ${index} --minutes 0)`);
      console.log(breach([first, second]));
      console.log([first, second].map(({ blocks }) => blocks.join('\n')).join('\n--- the other guest ---\n'));
    }
    index += 1;
  } while (Date.now() < end);
  console.log(`seed ${seed}: ${index - from} pairs of hostile guests, ${found} breaches`);
  process.exitCode = found === 0 ? 0 : 1;
}
