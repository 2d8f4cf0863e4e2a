/**
 * A known-wrong answer as it is kept, `grading/suites/NN-slug/wrong/<mistake>.diff`: the mistake in one line, the checks that
 * must fail, and what differs from the reference part. It is a diff without line numbers, so that it does not age when the
 * reference grows elsewhere, and a reader sees the mistake and nothing else:
 *
 *     It scrubs frames when they come back and again when they are handed out.
 *
 *     fails: scrub-once
 *
 *     @@
 *        const giveBack = (frame: number) => {
 *     +    pool.scrub(frame);
 *          owners.delete(frame);
 */
import { checkWrongAnswer, type WrongAnswer } from '../result/index.js';

/** One change: these whole lines of the reference, and what stands there in the wrong answer. */
export interface Hunk {
  /** The hunk's `@@` in its file, counted from 1. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What is wrong with a wrong answer's file: where, what, and how to mend it. */
export class WrongAnswerError extends Error {}

/** The text of a wrong answer. @throws WrongAnswerError, or SchemaError for its head; `file` stands in the message. */
export function readWrongAnswer(text: string, file: string): WrongAnswer & { readonly hunks: Hunk[] } {
  const lines = text.replace(/\n$/, '').split('\n');
  const start = lines.findIndex(isHunkStart);
  if (start < 0) {
    throw new WrongAnswerError(`${file}: has no change: begin one with a line that starts with @@`);
  }
  return { ...readHead(lines.slice(0, start), file), hunks: readHunks(lines, start, file) };
}

/**
 * The reference with each change made in it. The lines that a change begins from must stand in the reference exactly once.
 * A change that only adds lines, and names none of the reference, is a program of its own: it takes the reference's place.
 * @throws WrongAnswerError; `file` stands in the message.
 */
export function applyHunks(reference: string, hunks: readonly Hunk[], file: string): string {
  const [first] = hunks;
  if (hunks.length === 1 && first!.before.length === 0) {
    return asText(first!.after);
  }
  return hunks.reduce((text, hunk) => replaceOnce(text, hunk, file), reference);
}

/** The mistake, and the checks that must fail. */
function readHead(lines: readonly string[], file: string): WrongAnswer {
  const said = lines.filter((line) => line !== '');
  const [mistake, fails, ...more] = said;
  if (mistake === undefined || !fails?.startsWith('fails: ') || more.length > 0) {
    throw new WrongAnswerError(
      `${file}: above its changes stands the mistake in one line, and a line 'fails: ' with the ids of the checks that fail`,
    );
  }
  return checkWrongAnswer({ mistake, fails: fails.slice('fails: '.length).split(', ') }, file);
}

const isHunkStart = (line: string): boolean => line.startsWith('@@');

function readHunks(lines: readonly string[], start: number, file: string): Hunk[] {
  const starts = [...lines.keys()].filter((at) => at >= start && isHunkStart(lines[at]!));
  return starts.map((at, i) => readHunk(lines.slice(at + 1, starts[i + 1]), at + 1, file));
}

/** Empty lines at the ends of a hunk only keep it apart from others; within, they are empty lines of the part. */
function readHunk(lines: readonly string[], line: number, file: string): Hunk {
  const unknown = lines.findIndex((text) => text !== '' && !' +-'.includes(text[0]!));
  if (unknown >= 0) {
    throw new WrongAnswerError(
      `${file}, line ${line + 1 + unknown}: begins with none of ' ' (stays), '-' (goes) and '+' (comes)`,
    );
  }
  if (!lines.some((text) => text[0] === '+' || text[0] === '-')) {
    throw new WrongAnswerError(`${file}, line ${line}: changes nothing: give it lines with '-' or '+'`);
  }
  const said = lines.slice(
    lines.findIndex((text) => text !== ''),
    lines.findLastIndex((text) => text !== '') + 1,
  );
  const side = (other: string) => said.filter((text) => text[0] !== other).map((text) => text.slice(1));
  return { line, before: side('+'), after: side('-') };
}

function replaceOnce(text: string, { line, before, after }: Hunk, file: string): string {
  const pieces = `\n${text}`.split(`\n${asText(before)}`);
  if (before.length === 0 || pieces.length !== 2) {
    const times = before.length === 0 ? 'there are none' : `they stand there ${pieces.length - 1} times`;
    throw new WrongAnswerError(
      `${file}, line ${line}: the lines with ' ' and '-' must stand in the reference exactly once, and ${times}`,
    );
  }
  return pieces.join(`\n${asText(after)}`).slice(1);
}

const asText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
