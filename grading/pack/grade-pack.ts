/**
 * Grades all that the pack must prove of its exercises in one run of the command. A grading is independent of the others, so
 * the first answers of all exercises are one submission, the second ones another, and so on: that is cheaper than one a submission.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, Diagnostic, ExerciseResult, Manifest } from '../result/index.js';
import { grade, type Grading } from './grade.js';

/** An answer to one exercise, as a whole part. */
export interface Answer {
  readonly name: string;
  readonly text: string;
}

export interface AnswersTo {
  readonly manifest: Manifest;
  readonly answers: readonly Answer[];
}

export interface GradedAnswer {
  readonly result: ExerciseResult;
  readonly typeErrors: readonly Diagnostic[];
}

export class GradedPack {
  readonly #exercises: readonly AnswersTo[];
  readonly grading: Grading;

  private constructor(exercises: readonly AnswersTo[], grading: Grading) {
    this.#exercises = exercises;
    this.grading = grading;
  }

  /** Grades `paths`, and all answers, in these exercises. Files are written into `folder`. */
  static of(paths: readonly string[], exercises: readonly AnswersTo[], folder: string): GradedPack {
    const most = Math.max(...exercises.map(({ answers }) => answers.length));
    const together = Array.from({ length: most }, (_, i) => join(folder, submissionOf(i)));
    for (const { manifest, answers } of exercises) {
      for (const [i, { text }] of answers.entries()) {
        mkdirSync(join(together[i]!, manifest.id), { recursive: true });
        writeFileSync(join(together[i]!, manifest.id, manifest.part.file), text);
      }
    }
    const only = exercises.map(({ manifest }) => manifest.id).join(',');
    return new GradedPack(exercises, grade([...paths, ...together], join(folder, 'out'), '--only', only));
  }

  /** What became of the answer called `name` to the exercise of this id. */
  answer(id: string, name: string): GradedAnswer {
    const { answers } = this.#exercises.find(({ manifest }) => manifest.id === id)!;
    return this.in(id, submissionOf(answers.findIndex((answer) => answer.name === name)));
  }

  /** What became of an exercise in the submission of this name. */
  in(id: string, submission: string): GradedAnswer {
    const result = this.grading.resultOf(submission).exercises.find((exercise) => exercise.id === id)!;
    return { result, typeErrors: this.grading.notesOf(submission).typeErrors![id] ?? [] };
  }
}

const submissionOf = (number: number) => `answers-${number + 1}`;

export function idsWith(checks: readonly CheckResult[], verdict: CheckResult['verdict']): string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}
