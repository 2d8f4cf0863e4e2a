/** `npm run fuzz:machine -- --minutes N --seed S`: random programs here and on QEMU, until the time is up. */
import { readArguments } from './arguments.js';
import { batch, compareBatch } from './campaign.js';
import { isKnownQemu, qemuVersion } from './qemu.js';
import { keep, regressions } from './regressions.js';
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
  const { minutes, seed, from, cases } = settings;
  const end = Date.now() + minutes * 60_000;
  const reporter = new Reporter(settings);
  let [first, finished, parts] = [from, 0, 0];
  do {
    const result = compareBatch(batch(seed, first, cases), first);
    result.findings.forEach((finding) => reporter.report(finding));
    finished += result.finished;
    parts += result.parts;
    first += result.done;
  } while (Date.now() < end && cases > 1);
  console.log(
    `seed ${seed}, QEMU ${version}: ${first - from} cases, ${finished} compared to their end, ` +
      `${parts} up to a known difference of QEMU's; ${reporter.count} differ`,
  );
  process.exitCode = reporter.count === 0 ? 0 : 1;
}

function refuse(why: string): void {
  console.error(`fuzz:machine: ${why}`);
  process.exitCode = 2;
}
