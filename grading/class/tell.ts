/** What `hyperlab class` says at its end: the list of problems, and one line about the class. */
import { join, relative } from 'node:path';
import { legibleLine } from '../report/index.js';
import type { GraderIdentity } from './database/index.js';
import type { ClassView } from './output/index.js';
import { CLASS_FILE, type ClassRecord } from './record/index.js';

/** On the terminal; `class.json` has all of them. */
const MOST_PROBLEMS = 50;

export function tellClass({ students, problems }: ClassRecord, out: string): void {
  for (const { message } of problems.slice(0, MOST_PROBLEMS)) {
    process.stderr.write(`hyperlab: problem: ${legibleLine(message, 500)}\n`);
  }
  const file = join(relative('', out), CLASS_FILE);
  if (problems.length > MOST_PROBLEMS) {
    process.stderr.write(
      `hyperlab: problem: ${problems.length - MOST_PROBLEMS} more, all of them in ${file}\n`,
    );
  }
  const states = ['graded', 'refused', 'failed', 'waiting', 'missing'] as const;
  const counts = states.flatMap((state) => {
    const count = students.filter((student) => student.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  process.stdout.write(`${students.length} students: ${counts.join(', ')}  ${file}\n`);
  if (students.some(({ state }) => state === 'failed')) {
    process.exitCode = 3;
  }
}

/** Work that was graded by other suites keeps its result until somebody regrades it. */
export function tellStale({ students }: ClassView, { suite }: GraderIdentity): void {
  const stale = students.filter(
    ({ current }) => current?.counting !== undefined && current.counting.grader.suite !== suite,
  );
  if (stale.length > 0) {
    process.stderr.write(
      `hyperlab: note: ${stale.length} were graded by other suites than these, and keep their results: hyperlab regrade shows what would change\n`,
    );
  }
}
