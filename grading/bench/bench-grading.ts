/** What `npm run bench:grade` measures, in its order; each line is said as soon as it is known. */
import { cpus } from 'node:os';
import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { bundleRigs, RIGS_SCRIPT, rigsOf } from '../rig/index.js';
import { detectSandbox, Workspace, type SandboxKind } from '../sandbox/index.js';
import { costOf, type Cost } from './cost.js';
import { copyLab } from './lab-copy.js';
import { whoCounts } from './processor-account.js';
import { saveToVerdict } from './save-to-verdict.js';

const WATCHED = '08-trap-and-emulate';
const RIGS = 20;

export interface BenchOptions {
  readonly saves: number;
  readonly submissions: number;
  /** How often the yardstick and one submission are measured; told is the mean. */
  readonly rounds: number;
}

export async function benchGrading({ saves, submissions, rounds }: BenchOptions): Promise<void> {
  const root = labRoot();
  const exercises = loadExercises(root);
  const workspace = new Workspace();
  const lab = copyLab(root, exercises, workspace.path('lab'));
  const sandbox = detectSandbox();
  say(
    `Node.js ${process.versions.node}, ${cpus().length} cores, ${exercises.length} exercises, ${sandbox.kind}`,
  );
  say(await whoCounts());

  const node = (...args: string[]) => costOf([process.execPath, ...args], lab);
  await costOf(['npx', 'jest', '--selectProjects', 'suites'], lab); // not measured: it fills Jest's cache for this place
  // The path first: the option takes all names that follow it.
  const jestOnSave = await average(rounds, () =>
    costOf(['npx', 'jest', `exercises/${WATCHED}`, '--selectProjects', 'suites'], lab),
  );
  const jestOnAll = await average(rounds, () => costOf(['npx', 'jest', '--selectProjects', 'suites'], lab));
  say(`npx jest, the visible checks of 08:  ${inWords(jestOnSave)}`);
  say(`npx jest, all suites:                ${inWords(jestOnAll)}`);

  const part = join(
    lab,
    'exercises',
    WATCHED,
    exercises.find(({ manifest }) => manifest.id === WATCHED)!.manifest.part.file,
  );
  const waits = (await saveToVerdict(lab, WATCHED, part, saves)).sort((a, b) => a - b);
  const median = waits[Math.floor(waits.length / 2)]!;
  say(
    `save to verdict, 08:                 median ${median.toFixed(0)} ms, worst ${waits.at(-1)!.toFixed(0)} ms of ${saves}; ` +
      `${ratio(median / 1000, jestOnSave.wall)} of npx jest`,
  );

  const out = workspace.path('out');
  const one = await average(rounds, () => node('dist/hyperlab.js', 'grade', 'solutions', '--out', out));
  say(
    `one submission:                      ${inWords(one)}; ${ratio(one.processor, jestOnAll.processor)} of npx jest`,
  );

  const paths = Array.from({ length: submissions }, (_, index) => workspace.path(`submission-${index}`));
  paths.forEach((path) => {
    cpSync(join(root, 'grading/samples/complete'), path, { recursive: true });
    // Texts of their own: of copies only the first would be run.
    exercises.forEach(
      ({
        manifest: {
          id,
          part: { file },
        },
      }) => appendFileSync(join(path, id, file), `// ${path}\n`),
    );
  });
  const batch = await node('dist/hyperlab.js', 'grade', ...paths, '--out', out);
  const each = batch.processor / submissions;
  say(
    `a batch of ${submissions}:`.padEnd(37) +
      `${inWords(batch)}; ${(each / exercises.length).toFixed(2)} s of processor time an exercise, ` +
      `${(1 / each).toFixed(2)} submissions per core-second; ${ratio(each, jestOnAll.processor)} of npx jest`,
  );

  const bundle = workspace.path(RIGS_SCRIPT);
  await bundleRigs(root, rigsOf(exercises.map(({ manifest }) => manifest.id)), bundle);
  const rigs = (kind: SandboxKind) => node('dist/bench-grade.js', 'rigs', kind, String(RIGS), bundle);
  const bare = await rigs('process limits only');
  if (sandbox.kind === 'bubblewrap') {
    const walled = await rigs('bubblewrap');
    say(
      `price of the sandbox, a rig's start: ${inWords(scaled(walled, 1 / RIGS))} with bubblewrap, ${inWords(scaled(bare, 1 / RIGS))} ` +
        `without: ${ratio(walled.processor, bare.processor)} times the processor time`,
    );
  } else {
    say(
      `a rig's start:                       ${inWords(scaled(bare, 1 / RIGS))}; bubblewrap is not installed here`,
    );
  }
  workspace.remove();
}

async function average(rounds: number, measure: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) {
    costs.push(await measure());
  }
  return scaled(
    costs.reduce((sum, { wall, processor }) => ({
      wall: sum.wall + wall,
      processor: sum.processor + processor,
    })),
    1 / rounds,
  );
}

const scaled = ({ wall, processor }: Cost, by: number): Cost => ({
  wall: wall * by,
  processor: processor * by,
});
const inWords = ({ wall, processor }: Cost): string =>
  `${wall.toFixed(2)} s wall, ${processor.toFixed(2)} s processor`;
const ratio = (a: number, b: number): string => (a / b).toFixed(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
