/** The notes file as YAML; the README of this room shows one. */
import { SchemaError } from '../../result/index.js';
import { isScalar, type Node } from 'yaml';
import type { NotesFile, WrittenNote, WrittenPoints, WrittenTime } from './class-notes.js';
import { MOST_POINTS, timeOf } from './numbers.js';
import { timeFields } from './times.js';
import { YamlReader, type Field } from './yaml-reader.js';

/** @throws SchemaError with file and line for all that is wrong in it. */
export function parseYamlNotes(text: string, file: string): NotesFile {
  const reader = new YamlReader(text, file);
  const collected = new Collector(reader);
  for (const field of reader.fields(reader.root, 'the notes file', [
    'version',
    'deadline',
    'students',
    'notes',
  ])) {
    collected.top(field);
  }
  if (reader.faults.length > 0) {
    throw new SchemaError(file, reader.faults);
  }
  const { deadline, notes, points, times } = collected;
  return { file, notes, points, times, ...(deadline === undefined ? {} : { deadline }) };
}

class Collector {
  deadline: string | undefined;
  readonly notes: WrittenNote[] = [];
  readonly points: WrittenPoints[] = [];
  readonly times: WrittenTime[] = [];
  readonly #reader: YamlReader;

  constructor(reader: YamlReader) {
    this.#reader = reader;
  }

  top(field: Field): void {
    const reader = this.#reader;
    if (field.name === 'version') {
      const version = reader.text(field);
      if (version !== undefined && version !== '1') {
        reader.fault(field.line, `version ${version} is not known, this hyperlab knows 1: use a newer one`);
      }
    } else if (field.name === 'deadline') {
      this.deadline = this.#time(field);
    } else if (field.name === 'students') {
      reader.fields(field.value, 'students').forEach((student) => this.#student(student));
    } else {
      reader.entries(field.value).forEach((entry) => this.#note(entry, []));
    }
  }

  #time(field: Field): string | undefined {
    const text = this.#reader.text(field);
    const time = text === undefined ? undefined : timeOf(text);
    if (text !== undefined && time === undefined) {
      this.#reader.fault(
        field.line,
        `"${text}" is no time: write it like 2026-11-30T23:59:00+01:00, with the zone`,
      );
    }
    return time;
  }

  #student({ name, line, value }: Field): void {
    const reader = this.#reader;
    const fields = reader.fields(value, `what is said of ${name}`, [
      'notes',
      'points',
      'lateDays',
      'extraTime',
    ]);
    for (const field of fields) {
      if (field.name === 'notes') {
        reader.entries(field.value).forEach((entry) => this.#note(entry, [name]));
      } else if (field.name === 'points') {
        reader.entries(field.value).forEach((entry) => this.#points(entry, name));
      }
    }
    const texts = Object.fromEntries(
      fields
        .filter((field) => field.name === 'lateDays' || field.name === 'extraTime')
        .map((field) => [field.name, reader.text(field)]),
    );
    const time = timeFields(texts, (what) => reader.fault(line, what));
    if (time !== undefined) {
      this.times.push({ line, student: name, ...time });
    }
  }

  /** A text alone, or fields with what it is about. */
  #note(node: Node, students: readonly string[]): void {
    const reader = this.#reader;
    const line = reader.lineOf(node);
    if (isScalar(node)) {
      const text = reader.text({ name: 'notes', line, value: node });
      if (students.length === 0) {
        reader.fault(
          line,
          'a note for all must say which check it is about: give it exercise, check and text',
        );
      } else if (text !== undefined) {
        this.notes.push({ line, students, text });
      }
      return;
    }
    const known =
      students.length === 0 ? ['students', 'exercise', 'check', 'text'] : ['exercise', 'check', 'text'];
    const { text, fields, about } = this.#about(node, 'a note', known, 'text');
    const named = fields.find(({ name }) => name === 'students');
    const listed = reader
      .entries(named?.value ?? null)
      .flatMap((value) => reader.text({ name: 'students', line, value }) ?? []);
    if (students.length === 0 && listed.length === 0 && about.check === undefined) {
      reader.fault(
        line,
        'a note for all must say which check it is about: give it exercise and check, or students',
      );
    } else if (text !== undefined) {
      this.notes.push({ line, students: students.length > 0 ? students : listed, text, ...about });
    }
  }

  #points(node: Node, student: string): void {
    const {
      text: reason,
      fields,
      about,
      line,
    } = this.#about(node, 'points', ['exercise', 'check', 'points', 'reason'], 'reason');
    const field = fields.find(({ name }) => name === 'points');
    if (field === undefined) {
      this.#reader.fault(line, 'points need "points", a number');
      return;
    }
    const points = this.#reader.number(field, MOST_POINTS);
    if (points !== undefined && reason !== undefined) {
      this.points.push({ line, student, points, reason, ...about });
    }
  }

  #about(node: Node, what: string, known: readonly string[], needed: string) {
    const reader = this.#reader;
    const line = reader.lineOf(node);
    const fields = reader.fields(node, what, known);
    const get = (wanted: string): string | undefined => {
      const field = fields.find(({ name }) => name === wanted);
      return field && reader.text(field);
    };
    const [exercise, check, text] = [get('exercise'), get('check'), get(needed)];
    if (text === undefined && !fields.some(({ name }) => name === needed)) {
      reader.fault(line, `${what} must have a "${needed}"`);
    }
    if (check !== undefined && exercise === undefined) {
      reader.fault(line, `the check "${check}" is of which exercise? Give "exercise" as well`);
    }
    return { line, fields, text, about: { ...(exercise && { exercise }), ...(check && { check }) } };
  }
}
