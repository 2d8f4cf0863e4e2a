/** What grading a class costs, beside a loop of `npx jest` over the same suites in the same run. */
import { cpus } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyLab, whoCounts } from '../../bench/index.js';
import { loadExercises, selectExercises } from '../../exercises/index.js';
import { labRoot } from '../../lab-root.js';
import { Workspace } from '../../sandbox/index.js';
import { readClass } from '../record/index.js';
import { makeClass, type Kind } from './generate-class.js';
import { measuredRun } from './measured-run.js';

export interface BenchOptions {
  readonly students: number;
  /** Submissions that plain Jest grades. */
  readonly sample: number;
  readonly only?: readonly string[];
  readonly jobs?: number;
}

export async function benchClass({
  students: count,
  sample,
  only = [],
  jobs = cpus().length,
}: BenchOptions): Promise<void> {
  const root = labRoot();
  const exercises = selectExercises(loadExercises(root), only);
  const ids = exercises.map(({ manifest }) => manifest.id);
  const workspace = new Workspace();
  const [handedIn, out] = [workspace.path('class'), workspace.path('out')];
  mkdirSync(handedIn);
  const { kinds, textsOf } = makeClass(handedIn, root, exercises, count);
  const of = (kind: Kind): number => [...kinds.values()].filter((each) => each === kind).length;
  say(
    `Node.js ${process.versions.node}, ${cpus().length} cores, ${ids.length} exercises; ${count} submissions: ` +
      `${of('right')} right, ${of('wrong')} wrong, ${of('endless')} endless loops, ${of('broken')} broken`,
  );
  say(await whoCounts());

  // Plain Jest, on submissions that pass: it fails where a check does.
  const lab = copyLab(root, exercises, workspace.path('lab'));
  const jest = ['npx', 'jest', ...ids, '--selectProjects', 'suites']; // the option takes all names that follow
  await measuredRun(jest, lab); // not measured: it fills Jest's cache for this place
  const right = [...kinds].filter(([, kind]) => kind === 'right').slice(0, sample);
  let [seconds, jestWall] = [0, 0];
  for (const [student] of right) {
    textsOf(student).forEach((text, path) => writeFileSync(join(lab, 'exercises', path), text));
    const cost = await measuredRun(jest, lab);
    seconds += cost.processor;
    jestWall += cost.wall;
  }
  const jestEach = seconds / right.length;
  say(
    `npx jest, ${right.length} submissions:  ${jestEach.toFixed(2)} s of processor time each, ${(1 / jestEach).toFixed(3)} per core-second; ` +
      `${(jestWall / right.length).toFixed(1)} s wall each`,
  );

  const program = [
    process.execPath,
    join(root, 'dist/hyperlab.js'),
    'class',
    handedIn,
    '--out',
    out,
    '--jobs',
    String(jobs),
  ];
  const { wall, processor, memory, said } = await measuredRun([...program, '--only', ids.join(',')], root);
  const each = processor / count;
  say(
    `hyperlab class:        ${each.toFixed(2)} s of processor time each, ${(1 / each).toFixed(3)} per core-second; ` +
      `${wall.toFixed(0)} s in all, ${(count / wall).toFixed(2)} per second`,
  );
  const parts = (count - of('broken')) * ids.length;
  const copies = /(\d+) parts are copies/.exec(said)?.[1] ?? 0;
  say(`parts that were copies of graded ones, and not run: ${copies} of ${parts}`);
  say(
    `throughput per core-second: ${(jestEach / each).toFixed(1)} times that of npx jest (wanted: 10), ${(jestWall / right.length / (wall / count)).toFixed(1)} times by the clock`,
  );
  say(`memory of all its processes at most: ${(memory / 2 ** 20).toFixed(0)} MiB, with ${jobs} at a time`);

  const times = readClass(out)
    .students.filter(({ key }) => kinds.get(key) === 'right' || kinds.get(key) === 'wrong')
    .flatMap(({ attempts }) =>
      attempts.flatMap(({ gradings }) => gradings.map(({ milliseconds }) => milliseconds ?? NaN)),
    )
    .sort((a, b) => a - b);
  const [median, slow] = [quantile(times, 0.5), quantile(times, 0.99)];
  say(
    `well-behaved submissions: median ${(median / 1000).toFixed(2)} s, the slowest one in a hundred ${(slow / 1000).toFixed(2)} s: ` +
      `${(slow / median).toFixed(2)} times (wanted: at most 2)`,
  );
  workspace.remove();
}

/** Of sorted numbers: at most `share` of them are less. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
