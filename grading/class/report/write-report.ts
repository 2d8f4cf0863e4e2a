/**
 * Puts the pages into their folder. The folder is the report's own, which `report.json` in it says; in any other folder with something
 * in it nothing is written. What was made before and is no longer, such as the page of a student who left, goes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../command-line/index.js';
import type { Page } from './pages/index.js';

export const REPORT_FILE = 'report.json';

interface ReportFile {
  readonly version: 1;
  /** Whose report it is. */
  readonly class: string;
  /** All that was written, by path. */
  readonly files: readonly string[];
}

/** @throws InputError where the folder is not this class's report, and not empty */
export function openReportFolder(folder: string, classId: string): readonly string[] {
  const file = join(folder, REPORT_FILE);
  if (!existsSync(file)) {
    requireEmpty(folder);
    return [];
  }
  const before = readReportFile(file);
  if (before.class !== classId) {
    throw new InputError(`${folder}: holds the report of another class: give --out another folder`);
  }
  return before.files;
}

function requireEmpty(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      return;
    }
    throw new InputError(`${folder}: cannot be the folder of a report (${code}): give --out a new folder`);
  }
  if (names.length > 0) {
    throw new InputError(
      `${folder}: holds other things, such as ${JSON.stringify(names.sort()[0])}: give --out a new or empty folder`,
    );
  }
}

/** Nothing that somebody else wrote may be taken for ours: then files would be removed that are not. */
function readReportFile(file: string): ReportFile {
  let read: Partial<ReportFile> | null = null;
  try {
    read = JSON.parse(readFileSync(file, 'utf8')) as Partial<ReportFile> | null;
  } catch {
    // Told below.
  }
  if (typeof read?.version === 'number' && read.version > 1) {
    throw new InputError(`${file}: is of version ${read.version}: use the newer hyperlab that wrote it`);
  }
  if (
    read?.version !== 1 ||
    typeof read.class !== 'string' ||
    !Array.isArray(read.files) ||
    !read.files.every(isPage)
  ) {
    throw new InputError(`${file}: is not what hyperlab report wrote: give --out a new folder`);
  }
  return read as ReportFile;
}

/** The only paths that a report has. */
const isPage = (path: unknown): boolean =>
  typeof path === 'string' && /^(?:(?:exercises|students|similar)\/)?[^/\\]+\.html$/.test(path);

/**
 * Writes the pages, each whole or not at all; `before` are the files of the earlier report.
 * @throws InputError, with nothing written, where somebody else's file is in the way
 */
export function writeReport(
  folder: string,
  classId: string,
  before: readonly string[],
  pages: readonly Page[],
): void {
  const paths = pages.map(({ path }) => path);
  const fresh = new Set(paths);
  const ours = new Set(before);
  const taken = paths.find((path) => !ours.has(path) && existsSync(join(folder, path)));
  if (taken !== undefined) {
    throw new InputError(
      `${join(folder, taken)}: is there already, and is not of this report: move it away, or give --out another folder`,
    );
  }
  const stale = before.filter((path) => !fresh.has(path));
  // Said first: what a run leaves that ends in the middle, the next one must know as its own.
  put(folder, REPORT_FILE, reportFile(classId, [...paths, ...stale]));
  pages.forEach(({ path, text }) => put(folder, path, text()));
  stale.forEach((path) => rmSync(join(folder, path), { force: true }));
  put(folder, REPORT_FILE, reportFile(classId, paths));
}

function reportFile(classId: string, files: readonly string[]): string {
  const record: ReportFile = { version: 1, class: classId, files };
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** A full disk is the user's to mend: what is half written is written anew by the next run. */
function put(folder: string, path: string, text: string): void {
  try {
    replace(folder, path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${join(folder, path)}: cannot be written (${code}): make room or give --out another folder, and run the same command again`,
    );
  }
}

/** A reader finds the old page or the new one. */
function replace(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  const half = `${file}.${process.pid}.half`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(half, text);
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}
