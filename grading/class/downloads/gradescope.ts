/**
 * Gradescope's export: folders `submission_<number>/`, and `submission_metadata.yml`, which says whose each is and when it came. (Its
 * keys are Ruby's symbols, `:submitters:`.) A submission of a group is handed in by each of its members.
 */
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { ClassEntry } from './class-folder.js';
import type { HandedIn, Person, Remark } from './handed-in.js';

export const METADATA = 'submission_metadata.yml';

interface Metadata {
  readonly handedIn: HandedIn[];
  readonly remarks: Remark[];
  /** Names of the entries that belong to somebody. */
  readonly claimed: ReadonlySet<string>;
}

/** Where the file cannot be read nothing is claimed, and a remark says why. */
export function readGradescope(file: ClassEntry, entries: readonly ClassEntry[]): Metadata {
  const remarks: Remark[] = [];
  const handedIn: HandedIn[] = [];
  const claimed = new Set<string>();
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file.path, 'utf8'), { lineCounter: lines, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    const why = `line ${line}: is not YAML: ${error.message.split('\n')[0]}; whose the folders are is not known`;
    return {
      handedIn,
      claimed,
      remarks: [{ kind: 'other', source: file.source, message: `${METADATA}: ${why}` }],
    };
  }
  for (const [key, value] of Object.entries(fieldsOf(document.toJS()))) {
    const fields = fieldsOf(value);
    const people = listOf(fields[':submitters']).map((each) => personOf(fieldsOf(each), key));
    const entry = entries.find(({ name, kind }) => name === key && kind === 'folder');
    const about = (message: string): void => void remarks.push({ kind: 'other', source: key, message });
    if (people.length === 0) {
      about(`${METADATA} names nobody for ${key}`);
    } else if (entry === undefined) {
      about(
        `${METADATA} has ${key} of ${people.map(({ name }) => name).join(' and ')}, and there is no such folder`,
      );
    } else {
      claimed.add(entry.name);
      const at = timeOf(fields[':created_at']);
      handedIn.push(
        ...people.map((person) => ({
          person,
          source: entry.source,
          path: entry.path,
          ...(at === undefined ? {} : { at }),
        })),
      );
    }
  }
  return { handedIn: inTime(handedIn), remarks, claimed };
}

function personOf(fields: Readonly<Record<string, unknown>>, key: string): Person {
  const [name, id, email] = [':name', ':sid', ':email'].map((field) => textOf(fields[field]));
  return {
    name: name ?? email ?? id ?? key,
    ids: { ...(id && { id }), ...(email && { email }), ...(!id && !email && { gradescope: name ?? key }) },
    maybe: [],
  };
}

/** `2026-11-28 10:00:00.516680000 Z`, as Ruby writes it. */
function timeOf(value: unknown): string | undefined {
  const text = textOf(value);
  const time = text?.replace(
    /^(\S+) (\S+?)(?:\.(\d{1,3})\d*)? ?(Z|[+-]\d\d:?\d\d)$/,
    (_, day, clock, part, zone) => [day, 'T', clock, part === undefined ? '' : `.${part}`, zone].join(''),
  );
  const parsed = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString();
}

/** Numbers of submissions grow, which tells where the times do not. */
function inTime(handedIn: readonly HandedIn[]): HandedIn[] {
  const number = ({ source }: HandedIn): number => Number(/(\d+)$/.exec(source)?.[1] ?? 0);
  return [...handedIn].sort((a, b) => (a.at ?? '').localeCompare(b.at ?? '') || number(a) - number(b));
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text;
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
