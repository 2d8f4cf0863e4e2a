/** `hyperlab report DIR --out DIR`: the instructor's pages of a class, from its records, and from its database for what is alike. */
import { join, resolve } from 'node:path';
import { makeReport, readClassTexts } from '../../class/report/index.js';
import { createProgress, InputError } from '../../command-line/index.js';
import { legibleLine } from '../../report/index.js';
import { makeWithParents } from './open-records.js';

export async function reportCommand(
  folder: string,
  { out, database, lecture }: ReportCommandOptions,
): Promise<void> {
  const progress = createProgress(process.stderr);
  try {
    const { data, pages, compared } = await makeReport(folder, resolve(out), {
      onStudent: (done, of) => done % 50 === 0 && progress.show(`read ${done} of ${of} students …`),
      onExercise: (exercise) => progress.show(`comparing the texts of ${exercise} …`),
      readTexts: () => readClassTexts(folder, database),
      ...(lecture !== undefined && { lectureFile: lecture }),
      makeFolder,
    });
    progress.clear();
    if (!compared) {
      process.stderr.write(
        `hyperlab: note: no list of similar submissions: the texts of this class are in a database that is not in ${folder}; give --database <url>\n`,
      );
    }
    for (const fault of data.faults) {
      process.stderr.write(`hyperlab: ${legibleLine(fault, 1000)}\n`);
      process.exitCode = 2;
    }
    const left = data.faults.length === 0 ? '' : `, without the results of ${data.faults.length}`;
    process.stdout.write(
      `Report: ${join(out, 'index.html')} (${data.students.length} students${left}, ${pages} pages)\n`,
    );
  } finally {
    progress.clear();
  }
}

interface ReportCommandOptions {
  readonly out: string;
  /** URL of the class's server, where it has one. */
  readonly database?: string;
  readonly lecture?: string;
}

function makeFolder(folder: string): void {
  try {
    makeWithParents(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${folder}: the folder cannot be made (${code}): give --out a folder that you may write`,
    );
  }
}
