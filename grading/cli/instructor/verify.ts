/** `hyperlab verify RESULT --submission FILE`: repeats a grading from its record, and says whether the bytes agree. */
import { readFileSync } from 'node:fs';
import { createProgress, InputError } from '../../command-line/index.js';
import { graderDigest } from '../../engine/index.js';
import { graderOptions, labFiles, openGrader, openLab, type Lab } from '../../lab/index.js';
import { resultText } from '../../records/index.js';
import { parseResult, type Result } from '../../result/index.js';
import { openSubmission } from '../../submission/index.js';

interface VerifyOptions {
  readonly submission: string;
  readonly lecture?: string;
}

/** As of `cmp`: the grader did its work, and they differ. */
const DIFFERENT = 1;

export async function verifyCommand(
  file: string,
  { submission: path, lecture }: VerifyOptions,
): Promise<void> {
  const { text, record } = readRecord(file);
  const lab = openLab(
    record.exercises.map(({ id }) => id),
    lecture,
  );
  requireSameGrader(file, record, lab);
  const submission = await openSubmission(path, labFiles(lab));
  const hidden = record.exercises.some(({ checks }) =>
    checks.some(({ visibility }) => visibility === 'hidden'),
  );
  const progress = createProgress(process.stderr);
  progress.show('building the rigs …');
  const grader = await openGrader(lab, record.seed, hidden);
  try {
    const work = { name: record.submission, parts: submission.parts };
    const again = resultText(
      await grader.grade(work, lab.exercises, ({ title }) => progress.show(`${title} …`)),
    );
    progress.clear();
    tell(file, text, again);
  } finally {
    await grader.close();
  }
}

function readRecord(file: string): { text: string; record: Result } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: cannot be read (${code}): give the result.json of a submission`);
  }
  return { text, record: parseResult(text, file) };
}

/** With other suites the bytes would differ for a reason that says nothing about the record. */
function requireSameGrader(file: string, { engine, suite, lecture }: Result, lab: Lab): void {
  const own = graderOptions(lab, 0, true);
  const ownSuite = graderDigest(lab.root);
  if (suite !== ownSuite || engine !== own.engine) {
    throw new InputError(
      `${file}: was graded by the suites ${suite} of hyperlab ${engine}, and these are ${ownSuite} of ${own.engine}: use the checkout that graded it`,
    );
  }
  if (lecture !== own.lecture) {
    throw new InputError(
      `${file}: was graded with the lecture "${lecture}", and this is "${own.lecture}": give the same --lecture`,
    );
  }
}

function tell(file: string, before: string, after: string): void {
  if (before === after) {
    process.stdout.write(`${file}: the bytes agree (${Buffer.byteLength(before)} bytes)\n`);
    return;
  }
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const line = old.findIndex((each, index) => each !== fresh[index]);
  const at = line < 0 ? old.length : line;
  process.stdout.write(
    `${file}: the bytes differ, first on line ${at + 1}:\n  recorded: ${old[at] ?? '(ends)'}\n  now:      ${fresh[at] ?? '(ends)'}\n`,
  );
  process.exitCode = DIFFERENT;
}
