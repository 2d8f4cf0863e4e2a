/** `npm run guests:power-cut [-- --seed N --changes N]`: cuts the power after every write of a workload, and says what came of it. */
import { parseArgs } from 'node:util';
import { allCuts, bootAfterCut, bootAfterSecondCut, recordChanges, recordRecovery } from './power-cut.js';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, changes: { type: 'string', default: '60' } },
});
const [seed, changes] = [Number(values.seed), Number(values.changes)];
if (![seed, changes].every((value) => Number.isSafeInteger(value) && value >= 0 && value < 2 ** 31)) {
  console.error('guests:power-cut: --seed and --changes are whole numbers from 0 on');
  process.exitCode = 2;
} else {
  cutEverywhere();
}

function cutEverywhere(): void {
  const recording = recordChanges(seed, changes);
  const cuts = allCuts(recording);
  let [failed, recovered, broken, second] = [0, 0, 0, 0];
  const report = (where: string, problems: readonly string[]) => {
    failed += problems.length > 0 ? 1 : 0;
    problems.forEach((problem) => console.log(`${where}: ${problem.slice(0, 300)}`));
  };
  for (const cut of cuts) {
    const where = `after write ${cut.after}${cut.torn === undefined ? '' : ` and the ${cut.torn} of the next`}`;
    const aftermath = bootAfterCut(recording, cut);
    report(where, aftermath.problems);
    broken += aftermath.wasBroken ? 1 : 0;
    if (aftermath.recovered) {
      recovered += 1;
      if (recovered % 10 === 1) {
        const recovery = recordRecovery(recording, cut);
        for (let after = 0; after <= recovery.writes.length; after += 1) {
          second += 1;
          report(`${where}, again after write ${after} of the recovery`, bootAfterSecondCut(recovery, after));
        }
      }
    }
  }
  console.log(
    `seed ${seed}: ${changes} changes, ${cuts.length} cuts; ${broken} left a disk that had to be mended, ${recovered} a journal; ` +
      `${second} second cuts during recovery; ${failed} failed`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}
