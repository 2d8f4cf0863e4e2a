/** `hyperlab report DIR --out DIR`: the instructor's pages of a class, from its records alone. */
import { join, resolve } from 'node:path';
import { makeReport } from '../class/report/index.js';
import { createProgress, InputError } from '../command-line/index.js';
import { legibleLine } from '../report/index.js';
import { makeWithParents } from './open-records.js';

export function reportCommand(folder: string, { out }: { readonly out: string }): void {
  const progress = createProgress(process.stderr);
  try {
    const { data, pages } = makeReport(folder, resolve(out), {
      onStudent: (done, of) => done % 50 === 0 && progress.show(`read ${done} of ${of} students …`),
      makeFolder,
    });
    progress.clear();
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
