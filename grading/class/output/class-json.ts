/** `class.json` from the database and the notes file. */
import type { Lab } from '../../lab/index.js';
import { sum } from '../../engine/index.js';
import type { GraderIdentity, StoredStudent } from '../database/index.js';
import { hoursLate, instructorPart, unreadTimeOf, type ClassNotes } from '../notes/index.js';
import {
  totalOf,
  type Attempt,
  type ClassProblem,
  type ClassRecord,
  type ClassStudent,
} from '../record/index.js';
import type { AttemptView, ClassView, StudentView } from './class-view.js';

export function classRecord(
  { id, students, remarks }: ClassView,
  { exercises }: Pick<Lab, 'exercises'>,
  { suite, engine, seed, lecture }: GraderIdentity,
  notes: ClassNotes,
): ClassRecord {
  const described = exercises.map(({ manifest }) => ({
    id: manifest.id,
    title: manifest.title,
    section: manifest.section,
    maxScore: sum([...manifest.checks], 'points'),
  }));
  return {
    version: 1,
    class: id,
    ...{ engine, suite, seed, lecture },
    ...(notes.deadline === undefined ? {} : { deadline: notes.deadline }),
    maxScore: sum(described, 'maxScore'),
    exercises: described,
    students: students.map((student) => classStudent(student, notes)),
    problems: [
      ...remarks,
      ...students.flatMap(({ student }) => timeProblem(student, notes)),
      ...students.flatMap(problemsOf),
    ],
  };
}

function classStudent(view: StudentView, notes: ClassNotes): ClassStudent {
  const { student, attempts, current } = view;
  const { key, name, ids, listed } = student;
  const {
    byHand,
    notes: told,
    lateDays,
    extraTime,
  } = instructorPart(notes, student, current?.counting?.summary);
  const record = attempts.map((each) => attemptRecord(each, each === current, view, notes));
  const counted = record.find(({ number }) => number === current?.attempt.number);
  const score = counted?.score;
  const total = totalOf(score, byHand);
  return {
    ...{ key, name },
    ...(listed?.email && { email: listed.email }),
    ...(listed?.section && { section: listed.section }),
    ids,
    ...(listed && { roster: listed.row }),
    state: counted === undefined ? 'missing' : (counted.state as ClassStudent['state']),
    ...(counted && { current: counted.number }),
    ...(score !== undefined && { score }),
    ...(total !== undefined && { total }),
    ...(lateDays !== undefined && { lateDays }),
    ...(extraTime && { extraTime }),
    attempts: record,
    notes: told,
    byHand,
  };
}

function attemptRecord(
  { attempt, gradings, counting }: AttemptView,
  isCurrent: boolean,
  { student }: StudentView,
  notes: ClassNotes,
): Attempt {
  const { number, source, handedInAt, markedLate, faults, failure } = attempt;
  const late = hoursLate(notes, student, handedInAt);
  const why = faults ?? (counting === undefined && failure !== undefined ? [failure] : undefined);
  return {
    ...{ number, source },
    ...(handedInAt && { handedInAt }),
    ...(markedLate && { markedLate: true as const }),
    ...(late !== undefined && { hoursLate: late }),
    state: stateOf({ attempt, gradings, ...(counting && { counting }) }, isCurrent),
    ...(why && { faults: why }),
    ...(counting && {
      score: counting.summary.score,
      maxScore: counting.summary.maxScore,
      exercises: counting.summary.exercises,
    }),
    gradings: gradings.map(
      ({ grader: { suite, engine, seed, lecture }, gradedAt, milliseconds, summary, counts }) => ({
        ...{ suite, engine, seed, lecture, gradedAt, milliseconds },
        ...{ score: summary.score, maxScore: summary.maxScore, counts },
      }),
    ),
  };
}

export function stateOf({ attempt, counting }: AttemptView, isCurrent: boolean): Attempt['state'] {
  if (attempt.faults !== undefined) {
    return 'refused';
  }
  if (counting !== undefined) {
    return 'graded';
  }
  if (attempt.failure !== undefined) {
    return 'failed';
  }
  return isCurrent ? 'waiting' : 'kept';
}

/** Extra time that moves no deadline: whoever wrote it thinks that it does. */
function timeProblem(student: StoredStudent, notes: ClassNotes): ClassProblem[] {
  const message = unreadTimeOf(notes, student);
  return message === undefined ? [] : [{ kind: 'other', student: student.key, message }];
}

/** What the state of the work itself gives a person to look at. */
function problemsOf({ student: { key, name, listed }, current }: StudentView): ClassProblem[] {
  if (current === undefined) {
    return listed === undefined
      ? []
      : [{ kind: 'missing', student: key, message: `${name} handed nothing in` }];
  }
  const { source, faults } = current.attempt;
  const state = stateOf(current, true);
  if (state === 'refused') {
    return (faults ?? []).map((message) => ({ kind: 'refused', student: key, source, message }));
  }
  return state === 'failed'
    ? [
        {
          kind: 'failed',
          student: key,
          source,
          message: `the grader failed on ${key}: ${current.attempt.failure}`,
        },
      ]
    : [];
}
