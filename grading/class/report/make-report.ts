/** The report of a class, from its records alone. */
import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { InputError } from '../../command-line/index.js';
import { labRoot } from '../../lab-root.js';
import { findSection, readLecture } from '../../lecture/index.js';
import { readReportClass, type ReportClass } from './data/index.js';
import { reportPages } from './pages/index.js';
import { compareTexts, type ClassTexts } from './similar/index.js';
import { openReportFolder, writeReport } from './write-report.js';

export interface ReportMade {
  readonly data: ReportClass;
  readonly pages: number;
  /** Whether there were texts to be compared. */
  readonly compared: boolean;
}

export interface ReportOptions {
  readonly onStudent?: (done: number, of: number) => void;
  readonly onExercise?: (exercise: string) => void;
  /**
   * Reads what the class handed in, for the list of similar submissions, which is left out without it. Called when the folders have been
   * looked at: a wrong folder is told as such, and not as one without a database.
   */
  readonly readTexts: () => Promise<ClassTexts | undefined>;
  /** The instructor's own notes, whose headings are shown; the lab's where it is left out. */
  readonly lectureFile?: string;
  /** Makes the folder of the report, with those above it. */
  readonly makeFolder: (folder: string) => void;
}

/**
 * Writes the report of the class in `folder` into `out`.
 * @throws InputError, LectureError or SchemaError where there is no class, or `out` is not the report's own
 */
export async function makeReport(
  folder: string,
  out: string,
  { onStudent, onExercise, readTexts, lectureFile, makeFolder }: ReportOptions,
): Promise<ReportMade> {
  const heading = headings(lectureFile);
  const data = readReportClass(folder, onStudent);
  const before = openReportFolder(out, data.record.class);
  requireOutsideOfStudents(folder, out, data);
  const texts = await readTexts();
  if (texts !== undefined && texts.class !== data.record.class) {
    throw new InputError(
      `${folder}: its results are of another class than the database: give --database that of this class`,
    );
  }
  makeFolder(out);
  const pages = reportPages(data, {
    heading,
    results: wayFrom(out, folder),
    ...(texts && { similar: compareTexts(texts, onExercise) }),
  });
  writeReport(out, data.record.class, before, pages);
  return { data, pages: pages.length, compared: texts !== undefined };
}

/** Students' folders are given to students: nothing of the others may lie in them. */
function requireOutsideOfStudents(folder: string, out: string, { record }: ReportClass): void {
  const [first = ''] = relative(resolve(folder), resolve(out)).split(sep);
  if (record.students.some(({ key }) => key === first)) {
    throw new InputError(
      `${out}: lies in the folder of a student, who must not see the others: give --out another folder`,
    );
  }
}

/** As the lecture has them. A slug that it lacks is shown as words. */
function headings(lectureFile = join(labRoot(), 'exercises/lecture.md')): (slug: string) => string {
  const lecture = readLecture(lectureFile);
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
