/** The report of a class, from its records alone. */
import { existsSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { InputError } from '../../command-line/index.js';
import { labRoot } from '../../lab-root.js';
import { findSection, readLecture } from '../../lecture/index.js';
import { readReportClass, type ReportClass } from './data/index.js';
import { reportPages, type OtherPage } from './pages/index.js';
import { openReportFolder, writeReport } from './write-report.js';

export interface ReportMade {
  readonly data: ReportClass;
  readonly pages: number;
}

export interface ReportOptions {
  readonly onStudent?: (done: number, of: number) => void;
  /** Makes the folder of the report, with those above it. */
  readonly makeFolder: (folder: string) => void;
}

/**
 * Writes the report of the class in `folder` into `out`.
 * @throws InputError or SchemaError where there is no class, or `out` is not the report's own
 */
export function makeReport(
  folder: string,
  out: string,
  { onStudent, makeFolder }: ReportOptions,
): ReportMade {
  const data = readReportClass(folder, onStudent);
  const before = openReportFolder(out, data.record.class);
  requireOutsideOfStudents(folder, out, data);
  makeFolder(out);
  const pages = reportPages(data, {
    heading: headings(),
    results: wayFrom(out, folder),
    others: OTHERS.filter(({ file }) => existsSync(join(out, file))),
  });
  writeReport(out, data.record.class, before, pages);
  return { data, pages: pages.length };
}

/** Pages of other commands; the navigation has them where they are there. */
const OTHERS: readonly OtherPage[] = [{ file: 'similar/index.html', label: 'Similar submissions' }];

/** Students' folders are given to students: nothing of the others may lie in them. */
function requireOutsideOfStudents(folder: string, out: string, { record }: ReportClass): void {
  const [first = ''] = relative(resolve(folder), resolve(out)).split(sep);
  if (record.students.some(({ key }) => key === first)) {
    throw new InputError(
      `${out}: lies in the folder of a student, who must not see the others: give --out another folder`,
    );
  }
}

/** As the lab's lecture has them. A slug that it lacks is shown as words. */
function headings(): (slug: string) => string {
  const lecture = readLecture(join(labRoot(), 'exercises/lecture.md'));
  return (slug) => {
    const words = slug.replaceAll('-', ' ');
    return findSection(lecture, slug)?.heading ?? words.charAt(0).toUpperCase() + words.slice(1);
  };
}

/** For links: relative, so that both folders may be moved together. */
function wayFrom(out: string, folder: string): string {
  return relative(realpathSync(out), realpathSync(folder))
    .split(sep)
    .map((part) => (part === '..' ? part : encodeURIComponent(part)))
    .join('/');
}
