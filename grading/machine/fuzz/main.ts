/** `npm run fuzz:machine -- --minutes N --seed S`: random programs here and on QEMU, until the time is up. */
import { readArguments } from './arguments.js';
import { batch, compareBatch, type Comparison } from './compare/index.js';
import { countEvents, type Events, isKnownQemu, qemuVersion } from './harness/index.js';
import { casesTogether, featureNames, featuresAt } from './case/index.js';
import { keep, regressions } from './regressions/index.js';
import { Reporter } from './reporter.js';

const settings = readArguments(process.argv);
const version = qemuVersion();
if (version === undefined) {
  refuse('qemu-system-riscv32 is not installed (Debian: qemu-system-misc)');
} else if (!isKnownQemu(version)) {
  refuse(`QEMU 7.2 is needed, since the list of its differences is of that version; this is ${version}`);
} else if (settings.record) {
  regressions().forEach(({ name, regression }) => console.log(`recorded ${keep(name, regression)}`));
} else {
  fuzz();
}

function fuzz(): void {
  const { minutes, seed, from, cases, events } = settings;
  const end = Date.now() + minutes * 60_000;
  const reporter = new Reporter(settings);
  const tallies = new Map<string, Tally>();
  const happened: Events = new Map();
  let first = from;
  do {
    const features = featuresAt(seed, first);
    const programs = batch(seed, first, Math.min(cases, casesTogether(features, first)), features);
    const result = compareBatch(programs, first);
    result.findings.forEach((finding) => reporter.report(finding));
    add(tallies, featureNames(features), result);
    if (events === true) {
      countEvents(programs, happened);
    }
    first += result.done;
  } while (Date.now() < end && cases > 1);
  for (const [name, { done, finished, partly }] of tallies) {
    console.log(
      `${name}: ${done} cases, ${finished} compared to their end, ${partly} up to a known difference of QEMU's`,
    );
  }
  for (const [name, times] of happened) {
    console.log(`${times} times: ${name}`);
  }
  console.log(`seed ${seed}, QEMU ${version}: ${first - from} cases; ${reporter.count} differ`);
  process.exitCode = reporter.count === 0 ? 0 : 1;
}

type Tally = Pick<Comparison, 'done' | 'finished' | 'partly'>;

function add(tallies: Map<string, Tally>, name: string, { done, finished, partly }: Tally): void {
  const sum = tallies.get(name) ?? { done: 0, finished: 0, partly: 0 };
  tallies.set(name, {
    done: sum.done + done,
    finished: sum.finished + finished,
    partly: sum.partly + partly,
  });
}

function refuse(why: string): void {
  console.error(`fuzz:machine: ${why}`);
  process.exitCode = 2;
}
