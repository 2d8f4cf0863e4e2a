/** A share of `npm run guests:power-cut`: cuts at some moments of one run, chosen by a seed. */
import { checkDisk } from '../../../src/guests/index.js';
import { kernelDisk } from './kernel-files.js';
import {
  allCuts,
  bootAfterCut,
  bootAfterSecondCut,
  type Cut,
  recordChanges,
  recordRecovery,
} from './power-cut.js';
import { cutAfter, RecordingDisk } from './recording-disk.js';
import { Session } from './session.js';

const recording = recordChanges(7, 25);
const cuts = allCuts(recording);

/** Every eleventh cut: writes of all four steps, whole and torn. */
const some = cuts.filter((_, index) => index % 11 === 3);

test('the disk is consistent after a power cut, and each system call has happened wholly or not at all', () => {
  const aftermaths = some.map((cut) => ({ cut, ...bootAfterCut(recording, cut) }));
  expect(aftermaths.filter(({ problems }) => problems.length > 0)).toEqual([]);
  // The cuts were worth it: some left a broken disk, which the journal has mended.
  expect(aftermaths.filter(({ wasBroken, recovered }) => wasBroken && recovered).length).toBeGreaterThan(3);
  expect(aftermaths.filter(({ recovered }) => !recovered).length).toBeGreaterThan(3);
});

test('a second power cut, during recovery, changes nothing', () => {
  const cut = some.find((candidate) => bootAfterCut(recording, candidate).recovered)!;
  const recovery = recordRecovery(recording, cut);
  expect(recovery.writes.length).toBeGreaterThan(2);
  const problems = recovery.writes.flatMap((_, after) => bootAfterSecondCut(recovery, after));
  expect(problems).toEqual([]);
});

test('a file that was open and had no name any more is freed at the next boot', () => {
  const disk = kernelDisk();
  const session = new Session({ disk });
  session.boot();
  session.command('cat readme readme > f; sleep 100000 < f &');
  session.command('rm f');
  expect(checkDisk(disk).join()).toMatch(/no directory names it/);
  new Session({ disk }).boot();
  expect(checkDisk(disk)).toEqual([]);
});

test('a lost write is noticed', () => {
  const [first] = recording.boundaries;
  const cut: Cut = { after: recording.boundaries.find((boundary) => boundary > first! + 8)! };
  const writes = recording.writes.filter((_, index) => index !== cut.after - 2); // to its place, after the journal
  const { problems } = bootAfterCut({ ...recording, writes }, { after: cut.after - 1 });
  expect(problems).not.toEqual([]);
});

test('a recording knows every write, and replays it', () => {
  const content = kernelDisk();
  const disk = new RecordingDisk(content);
  disk.subarray(0, 1024); // read only
  disk.subarray(2048, 3072).fill(1);
  disk.subarray(4096, 5120).fill(2);
  expect(disk.writes.map(({ start }) => start)).toEqual([2048, 4096]);
  expect(Buffer.compare(cutAfter(content, disk.writes, 2), disk)).toBe(0);
  const torn = cutAfter(content, disk.writes, 1, 'second sector');
  expect([torn[4096], torn[4608]]).toEqual([content[4096], 2]);
});

test('the fresh disk is consistent', () => {
  expect(checkDisk(kernelDisk())).toEqual([]);
});
